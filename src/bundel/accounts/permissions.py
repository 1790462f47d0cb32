"""The access table: every right in the system, and which role has it."""

from enum import StrEnum

from bundel.tenancy.rules import Role


class Permission(StrEnum):
    """Every right in the system."""

    PUBLIC_READ = "public_read"
    CONCERN_TELL = "concern_tell"
    CONCERN_FOLLOW = "concern_follow"
    OWN_ACCOUNT = "own_account"
    INVITATION_ACCEPT = "invitation_accept"
    ACCOUNT_MAKE = "account_make"
    OWN_CONCERNS = "own_concerns"

    TODAY_SEE = "today_see"
    CONCERNS_SEE = "concerns_see"
    CONCERN_ENTER = "concern_enter"
    STORY_OPEN = "story_open"
    CONCERN_ANSWER = "concern_answer"
    CONCERN_MOVE = "concern_move"
    CONCERN_ASSIGN = "concern_assign"
    NAMES_SEARCH = "names_search"
    PEOPLE_SEE = "people_see"
    PEOPLE_MANAGE = "people_manage"
    SETTINGS_CHANGE = "settings_change"
    WORKSPACE_EXPORT = "workspace_export"
    WORKSPACE_CLOSE = "workspace_close"
    AUDIT_SEE = "audit_see"
    CARD_SHARE = "card_share"
    AGREEMENT_MANAGE = "agreement_manage"
    PRIVACY_KEEP = "privacy_keep"
    BREAK_GLASS_ASK = "break_glass_ask"
    BREAK_GLASS_APPROVE = "break_glass_approve"

    INSTANCE_OPERATE = "instance_operate"
    DEMO_SEE = "demo_see"
    NOTICE_SEND = "notice_send"
    CONTACT_USE = "contact_use"
    RETENTION_RUN = "retention_run"
    LETTERBOX_EMPTY = "letterbox_empty"


P = Permission

_SEES = frozenset({P.OWN_ACCOUNT, P.TODAY_SEE, P.CONCERNS_SEE})
_HELPS = _SEES | {
    P.CONCERN_ENTER, P.STORY_OPEN, P.CONCERN_ANSWER, P.CONCERN_MOVE, P.CONCERN_ASSIGN, P.NAMES_SEARCH, P.PEOPLE_SEE,
}  # fmt: skip

_LEADS = frozenset({
    P.CARD_SHARE, P.AGREEMENT_MANAGE, P.PEOPLE_MANAGE, P.SETTINGS_CHANGE, P.PRIVACY_KEEP, P.BREAK_GLASS_APPROVE,
    P.WORKSPACE_EXPORT, P.WORKSPACE_CLOSE,
})  # fmt: skip

MEMBERS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _HELPS | _LEADS,
    Role.PROFESSIONAL: _HELPS | {P.CARD_SHARE},
    Role.COACH: _SEES | {P.CONCERN_ASSIGN, P.PEOPLE_SEE, P.BREAK_GLASS_ASK},
    Role.ADVOCATE: _HELPS - {P.CONCERN_ASSIGN},
    Role.ORGANISER: _SEES | {P.CONCERN_ENTER, P.PEOPLE_SEE},
    Role.PRIVACY_OFFICER: frozenset(
        {P.OWN_ACCOUNT, P.AUDIT_SEE, P.PEOPLE_SEE, P.PRIVACY_KEEP, P.BREAK_GLASS_ASK, P.BREAK_GLASS_APPROVE}
    ),
    Role.READER: _SEES,
}


class ActorKind(StrEnum):
    """Who acts: there is always somebody."""

    USER = "user"
    RECEIPT = "receipt"
    PUBLIC = "public"
    OPERATOR = "operator"
    JOB = "job"


_PUBLIC = frozenset({P.PUBLIC_READ, P.CONCERN_TELL, P.INVITATION_ACCEPT, P.ACCOUNT_MAKE, P.DEMO_SEE})

OUTSIDE: dict[ActorKind, frozenset[Permission]] = {
    ActorKind.PUBLIC: _PUBLIC,
    # Somebody who signed in, in no workspace; the role is added to this inside one.
    ActorKind.USER: _PUBLIC | {P.OWN_ACCOUNT, P.OWN_CONCERNS},
    ActorKind.RECEIPT: _PUBLIC | {P.CONCERN_FOLLOW},
    ActorKind.OPERATOR: _PUBLIC | {P.OWN_ACCOUNT, P.INSTANCE_OPERATE},
    ActorKind.JOB: frozenset({P.NOTICE_SEND, P.CONTACT_USE, P.RETENTION_RUN, P.LETTERBOX_EMPTY}),
}

# Who can open what is sealed proves it with a second factor before entering the workspace at all.
NEEDS_SECOND_FACTOR = frozenset({P.STORY_OPEN, P.AUDIT_SEE, P.INSTANCE_OPERATE})


def permissions_of(kind: ActorKind, role: Role | None) -> frozenset[Permission]:
    """Everything an actor of this kind may do, in a workspace when `role` is given."""
    return OUTSIDE[kind] | (MEMBERS[role] if role is not None else frozenset())


def needs_second_factor(role: Role) -> bool:
    """True for roles that can open stories or read the audit."""
    return bool(MEMBERS[role] & NEEDS_SECOND_FACTOR)
