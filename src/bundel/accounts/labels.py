"""Roles, rights and refusals of accounts in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.accounts.permissions import MEMBERS, Permission
from bundel.accounts.rules import Broken
from bundel.tenancy.rules import Role

ROLES: dict[Role, Promise] = {
    Role.OWNER: _("Eigenaar"),
    Role.PROFESSIONAL: _("Beroepskracht"),
    Role.COACH: _("Coach"),
    Role.ADVOCATE: _("Belangenbehartiger"),
    Role.ORGANISER: _("Organisator van een lokale groep"),
    Role.PRIVACY_OFFICER: _("Privacy-medewerker"),
    Role.READER: _("Meelezer"),
}

ROLE_HINTS: dict[Role, Promise] = {
    Role.OWNER: _("Helpt mensen, nodigt anderen uit en regelt de instellingen."),
    Role.PROFESSIONAL: _("Leest verhalen, antwoordt mensen en verdeelt het werk."),
    Role.COACH: _("Ziet wat er speelt en verdeelt het werk. Leest geen verhalen."),
    Role.ADVOCATE: _("Leest verhalen en antwoordt mensen."),
    Role.ORGANISER: _("Ziet wat er speelt en voert signalen in. Leest geen verhalen."),
    Role.PRIVACY_OFFICER: _("Ziet wie wat heeft geopend, en waarom. Leest geen verhalen."),
    Role.READER: _("Ziet wat er speelt. Leest geen verhalen en verandert niets."),
}

PERMISSIONS: dict[Permission, Promise] = {
    Permission.PUBLIC_READ: _("Openbare pagina's lezen"),
    Permission.CONCERN_TELL: _("Vertellen wat er gebeurt"),
    Permission.CONCERN_FOLLOW: _("Het eigen verhaal volgen"),
    Permission.CARD_RECOGNISE: _("Zeggen of je een probleem herkent"),
    Permission.RECOGNITION_FOLLOW: _("De eigen herkenning volgen"),
    Permission.UPSTREAM_ANSWER: _("Zeggen of je meetelt, en of iets nu werkt"),
    Permission.OWN_ACCOUNT: _("Het eigen account beheren"),
    Permission.INVITATION_ACCEPT: _("Een uitnodiging aannemen"),
    Permission.ACCOUNT_MAKE: _("Een account maken"),
    Permission.OWN_CONCERNS: _("De eigen verhalen bij elkaar zetten"),
    Permission.GUEST_READ: _("Met een link één ding lezen"),
    Permission.GUEST_ANSWER: _("Met een link antwoorden"),
    Permission.TODAY_SEE: _("Zien wat er vandaag te doen is"),
    Permission.CONCERNS_SEE: _("Signalen zien, zonder het verhaal"),
    Permission.CONCERN_ENTER: _("Een signaal invoeren voor iemand anders"),
    Permission.STORY_OPEN: _("Een verhaal openen, met een reden"),
    Permission.CONCERN_ANSWER: _("Iemand antwoorden"),
    Permission.CONCERN_MOVE: _("Zeggen hoe ver een signaal is"),
    Permission.CONCERN_ASSIGN: _("Signalen verdelen"),
    Permission.NAMES_SEARCH: _("Iemand op naam zoeken"),
    Permission.PEOPLE_SEE: _("Zien wie er meedoen"),
    Permission.PEOPLE_MANAGE: _("Mensen uitnodigen en hun rol kiezen"),
    Permission.SETTINGS_CHANGE: _("Instellingen veranderen"),
    Permission.WORKSPACE_EXPORT: _("Alles van de werkruimte meenemen"),
    Permission.WORKSPACE_CLOSE: _("De werkruimte sluiten"),
    Permission.AUDIT_SEE: _("Zien wie wat heeft gedaan"),
    Permission.CARD_REVIEW: _("Kaarten nakijken voordat anderen ze zien"),
    Permission.CARD_SHARE: _("Vragen of een kaart naar een andere organisatie mag"),
    Permission.BUNDLE_MAKE: _("Kaarten bundelen en nieuws geven aan wie meetelt"),
    Permission.GUEST_INVITE: _("Iemand van buiten vragen om te antwoorden"),
    Permission.AGREEMENT_MANAGE: _("Afspraken maken met andere organisaties"),
    Permission.DOSSIER_SEE: _("Dossiers zien"),
    Permission.DOSSIER_WRITE: _("Aan dossiers werken"),
    Permission.DOSSIER_PUBLISH: _("Dossiers openbaar maken en weer weghalen"),
    Permission.PRIVACY_KEEP: _("Waken over privacy: wat we bewaren, hoe lang en waarom"),
    Permission.BREAK_GLASS_ASK: _("Bij gevaar vragen om één verhaal te openen"),
    Permission.BREAK_GLASS_APPROVE: _("Bij gevaar toestaan dat een ander één verhaal opent"),
    Permission.INSTANCE_OPERATE: _("Bundel draaiend houden"),
    Permission.DEMO_SEE: _("De post van de demo zien"),
    Permission.NOTICE_SEND: _("Mail versturen"),
    Permission.CONTACT_USE: _("Een mailadres gebruiken om te zeggen dat er nieuws is"),
    Permission.RETENTION_RUN: _("Opruimen wat te oud is"),
    Permission.LETTERBOX_EMPTY: _("De post van andere organisaties binnenhalen"),
    Permission.DOSSIER_SHOW: _("Een dossier openbaar maken na de minuut om terug te halen"),
}

# Everybody has these; naming them beside each person would only hide what differs.
_SHARED = frozenset({Permission.OWN_ACCOUNT})


def rights_of(role: Role) -> list[Promise]:
    """What somebody in this role may do in a workspace, in words, in the order of the access table."""
    return [PERMISSIONS[p] for p in Permission if p in MEMBERS[role] - _SHARED]


REFUSALS: dict[str, Promise] = {
    Broken.LAST_OWNER: _("Dit is de laatste eigenaar. Maak eerst iemand anders eigenaar, of sluit de werkruimte."),
    Broken.ROLE_NOT_YOURS: _("Deze rol kun jij niet geven. Vraag het een eigenaar."),
    Broken.ALREADY_MEMBER: _("Deze persoon doet al mee."),
    Broken.NOT_A_MEMBER: _("Deze persoon doet niet meer mee. Nodig de persoon opnieuw uit."),
    Broken.INVITATION_OVER: _("Deze uitnodiging werkt niet meer. Vraag om een nieuwe."),
    Broken.OTHER_ADDRESS: _("Deze uitnodiging is voor een ander e-mailadres."),
    Broken.ACCOUNT_EXISTS: _("Je hebt al een account. Log daarmee in."),
    Broken.NAME_MISSING: _("Vul je naam in."),
    Broken.NAME_TOO_LONG: _("Deze naam is te lang. Gebruik ten hoogste 120 tekens."),
    Broken.SLUG_NOT_READABLE: _("Gebruik in het adres kleine letters, cijfers en streepjes."),
    Broken.NOT_OPEN: _("Deze werkruimte sluit al."),
    Broken.NOT_CLOSING: _("Deze werkruimte sluit niet."),
    Broken.STILL_A_MEMBER: _("Je doet nog mee met een organisatie. Stop daar eerst mee."),
    Broken.SLUG_TAKEN: _("Dit adres is al van een andere werkruimte."),
}

# By the codes of Django's own checks.
PASSWORD_PROBLEMS: dict[str, Promise] = {
    "password_too_short": _("Dit wachtwoord is te kort. Gebruik ten minste 12 tekens."),
    "password_too_common": _("Veel mensen gebruiken dit wachtwoord. Kies iets wat niemand raadt."),
    "password_too_similar": _("Dit wachtwoord lijkt te veel op je e-mailadres. Kies iets anders."),
}
