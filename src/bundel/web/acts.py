"""The acts of the audit in words, for who looks after privacy."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.accounts.labels import PERMISSIONS
from bundel.accounts.permissions import ActorKind

ACTS: dict[str, Promise] = {
    "accounts.create_workspace": _("maakte de werkruimte"),
    "accounts.invite": _("nodigde iemand uit"),
    "accounts.invite_as_operator": _("nodigde iemand uit als beheerder"),
    "accounts.withdraw_invitation": _("trok een uitnodiging in"),
    "accounts.accept_invitation": _("nam een uitnodiging aan"),
    "accounts.change_role": _("gaf iemand een andere rol"),
    "accounts.end_membership": _("liet iemand stoppen"),
    "accounts.leave_workspace": _("stopte zelf"),
    "accounts.restore_membership": _("liet iemand weer meedoen"),
    "accounts.change_profile": _("veranderde het eigen account"),
    "accounts.erase_old_invitations": _("ruimde oude uitnodigingen op"),
    "notices.write_to_account": _("schreef een mail aan een account"),
    "notices.write_invitation": _("schreef een uitnodiging"),
    "notices.send_notice": _("verstuurde een mail"),
    "notices.erase_old_notices": _("ruimde oude mails op"),
    "concerns.confirm_draft": _("vertelde een verhaal"),
    "concerns.enter_concern": _("voerde een signaal in"),
    "concerns.open_story": _("opende een verhaal"),
    "concerns.answer_person": _("schreef een antwoord"),
    "concerns.take_back_message": _("haalde een antwoord terug"),
    "concerns.move_concerns": _("zei hoe ver signalen zijn"),
    "concerns.take_up_concerns": _("pakte signalen op"),
    "concerns.assign_concerns": _("verdeelde signalen"),
    "concerns.restore_concerns": _("maakte iets ongedaan"),
    "concerns.change_office": _("veranderde de instellingen"),
    "concerns.set_receives": _("veranderde wat er binnenkomt"),
    "concerns.change_receives": _("veranderde wat er binnenkomt"),
    "concerns.write_as_person": _("schreef een bericht"),
    "concerns.mark_read": _("las de berichten"),
    "concerns.withdraw_concern": _("trok het verhaal in"),
    "concerns.bring_back_concern": _("bracht het verhaal terug"),
    "concerns.change_consent": _("koos opnieuw wat met de kaart mag"),
    "concerns.erase_concern": _("wiste het eigen verhaal"),
    "concerns.erase_old_concerns": _("wiste oude verhalen"),
    "concerns.erase_old_drafts": _("ruimde oude concepten op"),
    "concerns.announce_concern": _("meldde een nieuw verhaal"),
    "concerns.announce_news": _("meldde een nieuw antwoord"),
    "concerns.open_contact": _("gebruikte een mailadres om te melden dat er nieuws is"),
}

# A page that was refused is written down by the right it needed.
REFUSED: dict[str, Promise] = {permission.value: words for permission, words in PERMISSIONS.items()}

ACTORS: dict[ActorKind, Promise] = {
    ActorKind.USER: _("Iemand zonder account"),
    ActorKind.RECEIPT: _("De persoon die het vertelde"),
    ActorKind.PUBLIC: _("Een bezoeker"),
    ActorKind.OPERATOR: _("De beheerder"),
    ActorKind.JOB: _("Bundel zelf"),
}


def in_words(act: str) -> str:
    """What was done, to stand after a name; what has no words yet stands as it is."""
    return str(ACTS.get(act) or REFUSED.get(act) or act)
