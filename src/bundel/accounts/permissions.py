"""The access table: every right in the system, and which role has it."""

from enum import StrEnum

from bundel.tenancy.rules import Role


class Permission(StrEnum):
    """Every right in the system."""

    PUBLIC_READ = "public_read"
    CONCERN_TELL = "concern_tell"
    CONCERN_FOLLOW = "concern_follow"
    CARD_RECOGNISE = "card_recognise"
    RECOGNITION_FOLLOW = "recognition_follow"
    UPSTREAM_ANSWER = "upstream_answer"
    OWN_ACCOUNT = "own_account"
    INVITATION_ACCEPT = "invitation_accept"
    ACCOUNT_MAKE = "account_make"
    OWN_CONCERNS = "own_concerns"
    GUEST_READ = "guest_read"
    GUEST_ANSWER = "guest_answer"

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
    CARD_REVIEW = "card_review"
    CARD_SHARE = "card_share"
    BUNDLE_MAKE = "bundle_make"
    DOSSIER_SEE = "dossier_see"
    DOSSIER_WRITE = "dossier_write"
    DOSSIER_PUBLISH = "dossier_publish"
    GUEST_INVITE = "guest_invite"
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
    DOSSIER_SHOW = "dossier_show"


P = Permission

_SEES = frozenset({P.OWN_ACCOUNT, P.TODAY_SEE, P.CONCERNS_SEE, P.DOSSIER_SEE})
_HELPS = _SEES | {
    P.CONCERN_ENTER, P.STORY_OPEN, P.CONCERN_ANSWER, P.CONCERN_MOVE, P.CONCERN_ASSIGN, P.NAMES_SEARCH, P.PEOPLE_SEE,
    P.BUNDLE_MAKE, P.DOSSIER_WRITE,
}  # fmt: skip

_LEADS = frozenset({
    P.DOSSIER_PUBLISH,
    P.CARD_REVIEW, P.CARD_SHARE, P.AGREEMENT_MANAGE, P.PEOPLE_MANAGE, P.SETTINGS_CHANGE, P.PRIVACY_KEEP,
    P.BREAK_GLASS_APPROVE, P.WORKSPACE_EXPORT, P.WORKSPACE_CLOSE, P.GUEST_INVITE,
})  # fmt: skip

MEMBERS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _HELPS | _LEADS,
    Role.PROFESSIONAL: _HELPS | {P.CARD_REVIEW, P.CARD_SHARE, P.GUEST_INVITE},
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
    GUEST = "guest"
    RECOGNISER = "recogniser"
    PUBLIC = "public"
    OPERATOR = "operator"
    JOB = "job"


_PUBLIC = frozenset({P.PUBLIC_READ, P.CONCERN_TELL, P.CARD_RECOGNISE, P.INVITATION_ACCEPT, P.ACCOUNT_MAKE, P.DEMO_SEE})

OUTSIDE: dict[ActorKind, frozenset[Permission]] = {
    ActorKind.PUBLIC: _PUBLIC,
    # Somebody who signed in, in no workspace; the role is added to this inside one.
    ActorKind.USER: _PUBLIC | {P.OWN_ACCOUNT, P.OWN_CONCERNS},
    ActorKind.RECEIPT: _PUBLIC | {P.CONCERN_FOLLOW, P.UPSTREAM_ANSWER},
    # By the link to one thing; see `guests`.
    ActorKind.GUEST: _PUBLIC | {P.GUEST_READ, P.GUEST_ANSWER},
    # Somebody who answered a card, with the code they got for that.
    ActorKind.RECOGNISER: _PUBLIC | {P.RECOGNITION_FOLLOW, P.UPSTREAM_ANSWER},
    ActorKind.OPERATOR: _PUBLIC | {P.OWN_ACCOUNT, P.INSTANCE_OPERATE},
    ActorKind.JOB: frozenset(
        {
            P.NOTICE_SEND,
            P.CONTACT_USE,
            P.RETENTION_RUN,
            P.LETTERBOX_EMPTY,
            P.CARD_RECOGNISE,
            P.DOSSIER_SHOW,
        }
    ),
}

# Who can open what is sealed proves it with a second factor before entering the workspace at all.
NEEDS_SECOND_FACTOR = frozenset({P.STORY_OPEN, P.AUDIT_SEE, P.INSTANCE_OPERATE})


def permissions_of(kind: ActorKind, role: Role | None) -> frozenset[Permission]:
    """Everything an actor of this kind may do, in a workspace when `role` is given."""
    return OUTSIDE[kind] | (MEMBERS[role] if role is not None else frozenset())


def needs_second_factor(role: Role) -> bool:
    """True for roles that can open stories or read the audit."""
    return bool(MEMBERS[role] & NEEDS_SECOND_FACTOR)
