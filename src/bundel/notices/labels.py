"""The subjects of mails."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.notices.rules import NoticeKind

SUBJECTS: dict[NoticeKind, Promise] = {
    NoticeKind.INVITATION: _("Je bent uitgenodigd om mee te doen"),
    NoticeKind.PASSWORD_RESET: _("Kies een nieuw wachtwoord"),
    NoticeKind.PASSWORD_CHANGED: _("Je wachtwoord is veranderd"),
    NoticeKind.SECOND_FACTOR_CHANGED: _("Je tweede stap bij het inloggen is veranderd"),
    NoticeKind.NEWS: _("Er is nieuws voor je"),
    NoticeKind.NEW_CONCERN: _("Er is een nieuw signaal"),
}
