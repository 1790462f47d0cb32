"""The words a concern is described with; stored as they stand here, shown through `labels`."""

from enum import StrEnum


class Theme(StrEnum):
    """What it is about."""

    HOME_HELP = "home_help"
    CARE = "care"
    AIDS = "aids"
    HOUSING = "housing"
    TRANSPORT = "transport"
    PARKING_CARD = "parking_card"
    SCHOOL_TRANSPORT = "school_transport"
    YOUTH_CARE = "youth_care"
    DAY_CARE = "day_care"
    RESPITE = "respite"
    PERSONAL_BUDGET = "personal_budget"
    INCOME = "income"
    DEBTS = "debts"
    WORK = "work"
    ACCESS = "access"
    TREATMENT = "treatment"
    LETTER = "letter"
    OTHER = "other"


class Decider(StrEnum):
    """Who decides about it."""

    MUNICIPALITY = "municipality"
    INSURER = "insurer"
    CARE_PROVIDER = "care_provider"
    CARE_OFFICE = "care_office"
    BENEFITS_OFFICE = "benefits_office"
    SCHOOL = "school"
    CARRIER = "carrier"
    OTHER = "other"
    UNKNOWN = "unknown"


class Since(StrEnum):
    """How long it has been going on."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEAR = "year"
    YEARS = "years"


class LetterBy(StrEnum):
    """How a letter came."""

    POST = "post"
    PORTAL = "portal"
    HANDED = "handed"


class ForWhom(StrEnum):
    """Whose problem it is, seen from who tells it."""

    MYSELF = "myself"
    CHILD = "child"
    PARTNER = "partner"
    PARENT = "parent"
    OTHER = "other"


class Consent(StrEnum):
    """How far the card may go."""

    OTHERS = "others"
    HELPER = "helper"
    PRIVATE = "private"


class Channel(StrEnum):
    """How it came in."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    VISIT = "visit"


class Consequence(StrEnum):
    """What it does to everyday life; many conditions share these."""

    FATIGUE = "fatigue"
    PAIN = "pain"
    MOBILITY = "mobility"
    LONELINESS = "loneliness"
    INCOME = "income"
    PAPERWORK = "paperwork"
    FAMILY = "family"
    SAFETY = "safety"
    DIGNITY = "dignity"
    PARTICIPATION = "participation"


class Side(StrEnum):
    """Who wrote a message."""

    PERSON = "person"
    WORKSPACE = "workspace"
