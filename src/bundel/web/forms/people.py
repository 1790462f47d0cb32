"""Forms for inviting people and choosing their role."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bundel.accounts.labels import ROLE_HINTS, ROLES
from bundel.tenancy.rules import Role
from bundel.web.widgets import ChoiceCards


class RoleForm(forms.Form):
    """What somebody is in a workspace; each choice says what it means."""

    role = forms.ChoiceField(
        label=_("Wat doet deze persoon?"),
        widget=ChoiceCards(hints={role.value: hint for role, hint in ROLE_HINTS.items()}),
        error_messages={"required": _("Kies wat deze persoon doet.")},
    )

    def __init__(self, *args: Any, roles: Collection[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, str(ROLES[role])) for role in Role if role in roles]


class InviteForm(RoleForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("De uitnodiging gaat naar dit adres."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Vul een e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Kijk of er een @ in staat."),
        },
    )
    field_order = ("email", "role")
