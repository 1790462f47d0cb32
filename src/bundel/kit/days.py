"""Days and moments as Bundel counts them: in the Netherlands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NETHERLANDS = ZoneInfo("Europe/Amsterdam")


def day_of(moment: datetime) -> date:
    """The calendar day of an aware moment, in the Netherlands; a term ends at Dutch midnight."""
    return moment.astimezone(NETHERLANDS).date()
