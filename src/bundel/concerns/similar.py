"""Cards of others that look like what somebody tells: by the rarest words they share, one's own place first."""

from uuid import UUID

from django.db import connection

from bundel.concerns.public import PublicRow, codes_around, public_cards

FEWEST_WORDS = 3
LOOKED_AT = 60  # words of a story
RAREST = 8  # of those that other cards have as well
COMMON = 500  # a word on more cards than this says little

_FIND = """
with told as (
  select lexeme from unnest(to_tsvector('pg_catalog.dutch', %(text)s)) where length(lexeme) > 2
  order by positions[1] limit %(looked_at)s
), rare as (
  select lexeme, known.number from told, lateral (
    select count(*) number from (
      select 1 from public_card c where c.search @@ quote_literal(told.lexeme)::tsquery limit %(common)s
    ) c
  ) known where known.number between 1 and %(common)s - 1 order by known.number, lexeme limit %(rarest)s
), asked as (
  select string_agg(quote_literal(lexeme), ' | ')::tsquery words from rare
)
select c.id from public_card c, asked
where c.search @@ asked.words
order by c.place_code = %(own)s desc, c.place_code = any(%(around)s) desc, c.theme = %(theme)s desc,
         ts_rank(c.search, asked.words) desc, c.published_at desc, c.id
limit %(limit)s
"""


def find_similar_cards(text: str, *, municipality: str, theme: str | None, limit: int) -> list[PublicRow]:
    """Public cards that share rare words with a text, those of the municipality before those around it.

    Nothing of the text is kept. Fewer than three words find nothing.
    """
    if len(text.split()) < FEWEST_WORDS:
        return []
    asked: dict[str, str | int | list[str]] = {
        "text": text.replace("\x00", ""),
        "looked_at": LOOKED_AT,
        "common": COMMON,
        "rarest": RAREST,
        "own": municipality,
        "around": codes_around(municipality)[:2],
        "theme": theme or "",
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, asked)
        found: list[UUID] = [row[0] for row in cursor.fetchall()]
    return public_cards(found) if found else []
