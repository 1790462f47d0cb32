"""The subjects of mails."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.notices.rules import NoticeKind

SUBJECTS: dict[NoticeKind, Promise] = {
    NoticeKind.INVITATION: _("Je bent uitgenodigd om mee te doen"),
    NoticeKind.NEW_ACCOUNT: _("Maak je account af"),
    NoticeKind.ACCOUNT_THERE: _("Je hebt al een account"),
    NoticeKind.PASSWORD_RESET: _("Kies een nieuw wachtwoord"),
    NoticeKind.PASSWORD_CHANGED: _("Je wachtwoord is veranderd"),
    NoticeKind.SECOND_FACTOR_CHANGED: _("Je tweede stap bij het inloggen is veranderd"),
    NoticeKind.ORGANISATION_LINKED: _("Je logde in met het account van je organisatie"),
    NoticeKind.WORKSPACE_CLOSES: _("Jullie werkruimte sluit over 30 dagen"),
    NoticeKind.NEWS: _("Er is nieuws voor je"),
    NoticeKind.RECOGNITION_NEWS: _("Er is nieuws voor je"),
    NoticeKind.NEW_CONCERN: _("Er is een nieuw signaal"),
    NoticeKind.GLASS_ASKED: _("Iemand vraagt met spoed je toestemming"),
    NoticeKind.GLASS_ANSWERED: _("Er is antwoord op je vraag"),
    NoticeKind.GLASS_USED: _("Er is een verhaal geopend wegens gevaar"),
    NoticeKind.GUEST_ASKED: _("Je krijgt een vraag"),
    NoticeKind.GUEST_ANSWERED: _("Je gast reageerde"),
}
