"""What is said of every table that may hold people: why, on which ground, whose, how long, and who sees it."""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """Why something is kept at all."""

    HELP = "help"
    FINISH_TELLING = "finish_telling"
    FIND_AGAIN = "find_again"
    TAKE_PART = "take_part"
    SIGN_IN = "sign_in"
    WRITE = "write"
    ACCOUNT = "account"
    PROTECT = "protect"
    RUN = "run"
    SHARE = "share"
    ASK_OUTSIDE = "ask_outside"
    PUBLISH = "publish"


class Ground(StrEnum):
    """The ground in law; the articles are those of the GDPR."""

    CONSENT = "consent"  # 6(1)(a), 9(2)(a)
    AGREEMENT = "agreement"  # 6(1)(b)
    DUTY = "duty"  # 6(1)(c) with 5(2), 32 and 33
    VITAL = "vital"  # 6(1)(d), 9(2)(c)
    INTEREST = "interest"  # 6(1)(f)
    NOT_PERSONAL = "not_personal"


class People(StrEnum):
    """Whose data it is."""

    TELLERS = "tellers"
    MEMBERS = "members"
    INVITED = "invited"
    VISITORS = "visitors"
    EVERYBODY = "everybody"  # who told, who takes part, who visited
    OFFICIALS = "officials"
    NOBODY = "nobody"


class Receiver(StrEnum):
    """Who gets to see it."""

    SELF = "self"
    HELPERS = "helpers"
    MEMBERS = "members"
    OWNERS = "owners"
    PRIVACY_OFFICER = "privacy_officer"
    OTHER_WORKSPACE = "other_workspace"
    PUBLIC = "public"
    NOBODY = "nobody"


class Keep(StrEnum):
    """What is kept for a time of its own."""

    CONCERN = "concern"
    MESSAGE = "message"
    NAME_MARK = "name_mark"
    RECOGNITION = "recognition"
    DRAFT = "draft"
    GUEST = "guest"
    GUEST_ADDRESS = "guest_address"
    INVITATION = "invitation"
    MEMBERSHIP = "membership"
    NOTICE = "notice"
    AUDIT = "audit"
    SIGN_IN = "sign_in"
    SESSION = "session"
    JOB = "job"
    COUNTER = "counter"
    DEMO_MAIL = "demo_mail"

    # Without a number of days: as long as what it belongs to.
    WITH_CONCERN = "with_concern"
    WITH_ACCOUNT = "with_account"
    WITH_WORKSPACE = "with_workspace"
    WITH_RECORD = "with_record"


@dataclass(frozen=True)
class Term:
    """How many days after its end something is erased; a workspace chooses from `shortest` to `longest`."""

    days: int
    shortest: int
    longest: int
    law: str = ""

    @property
    def is_fixed(self) -> bool:
        return self.shortest == self.longest


STORAGE_LIMITATION = "AVG 5(1)(e)"

TERMS: dict[Keep, Term] = {
    Keep.CONCERN: Term(730, 30, 3650, STORAGE_LIMITATION),
    Keep.MESSAGE: Term(730, 30, 3650, STORAGE_LIMITATION),
    # Who is no longer helped need not be found by name for as long as the story is there.
    Keep.NAME_MARK: Term(365, 30, 3650, "AVG 5(1)(c)"),
    # A dossier runs for years; who recognised it is its evidence.
    Keep.RECOGNITION: Term(1095, 90, 3650, STORAGE_LIMITATION),
    Keep.DRAFT: Term(14, 14, 14, "AVG 5(1)(c)"),
    Keep.GUEST: Term(730, 30, 3650, STORAGE_LIMITATION),
    Keep.GUEST_ADDRESS: Term(1, 1, 1, "AVG 5(1)(c)"),
    Keep.INVITATION: Term(30, 1, 90, STORAGE_LIMITATION),
    # Taking somebody out can be undone for 30 days.
    Keep.MEMBERSHIP: Term(365, 30, 730, STORAGE_LIMITATION),
    Keep.NOTICE: Term(30, 7, 90, STORAGE_LIMITATION),
    # NEN 7513 asks for five years of who looked at what; GDPR 5(2) for being able to show it.
    Keep.AUDIT: Term(1826, 730, 7300, "AVG 5(2), NEN 7513"),
    Keep.SIGN_IN: Term(365, 365, 365, "AVG 32"),
    Keep.SESSION: Term(30, 30, 30, "AVG 5(1)(e)"),
    Keep.JOB: Term(7, 7, 7, "AVG 5(1)(c)"),
    Keep.COUNTER: Term(1, 1, 1, "AVG 32"),
    Keep.DEMO_MAIL: Term(30, 30, 30, STORAGE_LIMITATION),
}


def days_of(kind: Keep, chosen: int | None) -> int:
    """The days that hold: what a workspace chose, kept within the limits, else the default."""
    term = TERMS[kind]
    return term.days if chosen is None else min(max(chosen, term.shortest), term.longest)


@dataclass(frozen=True)
class Processing:
    """What a model says of its table, for the register of processing (GDPR 30).

    `sealed` names the columns that are under lock; `people` is NOBODY where a table says nothing of anyone.
    """

    purpose: Purpose
    ground: Ground
    people: People
    term: Keep
    receivers: tuple[Receiver, ...]
    sealed: tuple[str, ...] = ()


# A table without people in it: what the house needs to run.
NO_PEOPLE = Processing(Purpose.RUN, Ground.NOT_PERSONAL, People.NOBODY, Keep.WITH_RECORD, (Receiver.NOBODY,))
