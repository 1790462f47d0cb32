"""A state more: what looks like spam waits apart. The check is added without reading the table under a lock."""

from django.db import migrations, models

STATES = ["received", "suspect", "in_progress", "waiting_for_person", "answered", "closed", "withdrawn"]
KNOWN = ", ".join(f"'{state}'" for state in STATES)
KNOWN_BEFORE = ", ".join(f"'{state}'" for state in STATES if state != "suspect")

CREATE = f"""
alter table concern drop constraint concern_state_known;
alter table concern add constraint concern_state_known check (state in ({KNOWN})) not valid;
alter table concern validate constraint concern_state_known;
"""

DROP = f"""
update concern set state = 'received' where state = 'suspect';
alter table concern drop constraint concern_state_known;
alter table concern add constraint concern_state_known check (state in ({KNOWN_BEFORE})) not valid;
alter table concern validate constraint concern_state_known;
"""  # noqa: S608 - the states of this very file


class Migration(migrations.Migration):
    dependencies = [("concerns", "0008_public_cards")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, DROP)],
            state_operations=[
                migrations.RemoveConstraint(model_name="concern", name="concern_state_known"),
                migrations.AddConstraint(
                    model_name="concern",
                    constraint=models.CheckConstraint(condition=models.Q(state__in=STATES), name="concern_state_known"),
                ),
            ],
        )
    ]
