"""What is wrong and how to mend it, in words for the operator."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.upkeep.rules import Trouble

TROUBLES: dict[Trouble, tuple[Promise, Promise]] = {
    Trouble.MIGRATIONS: (
        _("De database is nog niet bijgewerkt."),
        _("Start bundel migrate, en daarna bundel restart."),
    ),
    Trouble.ROLE: (
        _("Bundel werkt niet als de rol bundel_app."),
        _("Kijk naar DATABASE_URL. Met een andere rol zien werkruimten elkaar."),
    ),
    Trouble.QUEUE: (
        _("Niemand doet het werk in de wachtrij."),
        _("Kijk of de worker draait: het logboek van bundel up vertelt waarom niet."),
    ),
    Trouble.DISK: (
        _("De schijf is bijna vol."),
        _("Maak ruimte voordat er niets meer bij kan."),
    ),
    Trouble.JOBS_WAIT: (
        _("Werk wacht langer dan een kwartier."),
        _("Kijk of de worker draait en of één taak de andere ophoudt."),
    ),
    Trouble.JOBS_DEAD: (
        _("Er zijn taken mislukt."),
        _("Los de oorzaak op. Probeer ze hieronder daarna opnieuw."),
    ),
    Trouble.MAIL_STOPS: (
        _("Mail gaat nu niet weg."),
        _("Kijk naar BUNDEL_SMTP_URL en naar de mailserver. Bundel blijft het twee dagen proberen."),
    ),
    Trouble.MAIL_FAILED: (
        _("Er is mail niet aangekomen."),
        _("Bundel probeert die mail niet meer. Na 30 dagen staat dit hier niet meer."),
    ),
    Trouble.NO_BACKUP: (
        _("Er is nog geen back-up."),
        _("Maak er een met bundel backup, en zet dat elke nacht klaar."),
    ),
    Trouble.OLD_BACKUP: (
        _("De laatste goede back-up is te oud."),
        _("Kijk waarom bundel backup niet meer klaar komt."),
    ),
}
