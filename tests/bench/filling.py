"""Fills a workspace with many invented concerns, by sets: COPY is refused under row-level security."""

from uuid import UUID

import psycopg

CONCERNS = """
with made as (
  select gen_random_uuid() as id, gen_random_uuid() as key_id, gen_random_uuid() as card_id, n
  from generate_series(%(first)s::int, %(last)s::int) n
), keys as (
  insert into seal_key (workspace_id, id, wrapped, master, created_at)
  select %(workspace)s, key_id, sha256(key_id::text::bytea), 'k1', now() from made
), concerns as (
  insert into concern (workspace_id, id, handle, state, theme, municipality_code, decides, since, for_whom, consent,
    channel, language, letter_by, may_be_danger, is_reachable, key_id, story, wish, contact_name, contact,
    received_at, waiting_since, last_day, version)
  select %(workspace)s, id, upper(substr(md5(n::text), 1, 3) || '-' || lpad(n::text, 7, '0')),
    (array['received', 'in_progress', 'waiting_for_person', 'answered', 'closed', 'closed', 'closed', 'closed'])
      [1 + n %% 8],
    (array['home_help', 'transport', 'aids', 'letter', 'income', 'care', 'other'])[1 + n %% 7],
    (array['GM0228', 'GM0289', 'GM0203', 'GM0344', 'GM0363'])[1 + n %% 5],
    'municipality', 'months', 'myself', 'others', 'web', 'nl', '', false, false, key_id,
    decode(repeat(md5(n::text), 20), 'hex'), '', '', '',
    now() - make_interval(mins => n), now() - make_interval(mins => n),
    case when n %% 3 = 0 then current_date + (n %% 40) end, 1
  from made
)
insert into card (workspace_id, id, concern_id, title, text, consequences, approved_at)
select %(workspace)s, card_id, id, 'Minder hulp in huis dan ' || (n %% 9) || ' uur',
  'De hulp ging terug. Niemand kwam kijken. Woord' || (n %% 5000) || ' maakt deze kaart anders dan een andere.',
  '[]', now() from made
"""

AT_ONCE = 20_000


def fill(owner_url: str, workspace_id: UUID, number: int, *, already: int = 0) -> None:
    """Add concerns until there are `number`; a hundred thousand take about half a minute."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for first in range(already + 1, number + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, number)
            owner.execute(CONCERNS, {"workspace": workspace_id, "first": first, "last": last})
        # As a table is that grew in years, and not under the eyes of a measure that shares two cores with it.
        owner.execute("vacuum (analyze) concern, card, seal_key")
