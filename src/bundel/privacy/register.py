"""What the tables of libraries are for; our own models say it themselves, by `processing`."""

from bundel.kit.processing import NO_PEOPLE, Ground, Keep, People, Processing, Purpose, Receiver

_SIGNS_IN = Processing(
    Purpose.SIGN_IN, Ground.AGREEMENT, People.MEMBERS, Keep.WITH_ACCOUNT, (Receiver.SELF,)
)  # fmt: skip
_SESSION = Processing(Purpose.SIGN_IN, Ground.AGREEMENT, People.MEMBERS, Keep.SESSION, (Receiver.SELF,))
_QUEUE = Processing(Purpose.RUN, Ground.INTEREST, People.EVERYBODY, Keep.JOB, (Receiver.NOBODY,))

BY_NAME: dict[str, Processing] = {
    "account_emailaddress": _SIGNS_IN,
    "account_emailconfirmation": _SIGNS_IN,
    "mfa_authenticator": _SIGNS_IN,
    "socialaccount_socialaccount": _SIGNS_IN,
    "socialaccount_socialapp": NO_PEOPLE,
    "socialaccount_socialtoken": _SIGNS_IN,
    "django_session": _SESSION,
    "usersessions_usersession": _SESSION,
    "bundel_cache": Processing(Purpose.PROTECT, Ground.INTEREST, People.VISITORS, Keep.COUNTER, (Receiver.NOBODY,)),
    "procrastinate_jobs": _QUEUE,
    "procrastinate_events": _QUEUE,
    "procrastinate_periodic_defers": NO_PEOPLE,
    "procrastinate_workers": NO_PEOPLE,
    "auth_group": NO_PEOPLE,
    "auth_group_permissions": NO_PEOPLE,
    "auth_permission": NO_PEOPLE,
    "django_content_type": NO_PEOPLE,
    "django_migrations": NO_PEOPLE,
}
