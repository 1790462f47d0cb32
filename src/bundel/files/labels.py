"""Kinds of files and refusals in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.files.rules.kinds import Broken, Kind

KINDS: dict[Kind, Promise] = {
    Kind.PDF: _("PDF"),
    Kind.JPEG: _("Foto"),
    Kind.PNG: _("Plaatje"),
    Kind.WEBP: _("Plaatje"),
    Kind.GIF: _("Plaatje"),
    Kind.DOCX: _("Word-bestand"),
    Kind.XLSX: _("Excel-bestand"),
    Kind.PPTX: _("PowerPoint-bestand"),
    Kind.ODT: _("Tekstdocument"),
    Kind.ODS: _("Rekenblad"),
    Kind.ODP: _("Presentatie"),
    Kind.TEXT: _("Platte tekst"),
}

REFUSALS: dict[str, Promise] = {
    Broken.EMPTY: _("Dit bestand is leeg. Kies een ander."),
    Broken.TOO_LARGE: _("Dit bestand is te groot. Het mag ten hoogste 20 MB zijn. Maak een foto van elke bladzijde."),
    Broken.TOO_MANY: _("Er is geen plaats meer. Haal eerst een ander bestand weg."),
    Broken.UNKNOWN_KIND: _(
        "Dit soort bestand kunnen we niet lezen. Stuur een foto, een PDF of een bestand van Word of Excel."
    ),
    Broken.HEIC: _(
        "Deze foto is van een iPhone (HEIC). Maak er een schermafdruk van en stuur die. "
        "Of kies op je iPhone: Instellingen, Camera, Formaten, Meest compatibel. Maak dan een nieuwe foto."
    ),
    Broken.OLD_OFFICE: _("Dit is een oud soort bestand. Open het, kies 'Opslaan als' en dan 'PDF'. Stuur die PDF."),
    Broken.LOCKED: _("Op dit bestand zit een wachtwoord. Haal het eraf, of maak er foto's van."),
    Broken.DAMAGED: _("Dit bestand gaat niet open: er is iets stuk. Maak het opnieuw, of stuur een foto."),
    Broken.HAS_PROGRAM: _(
        "In dit bestand zit een programma (een macro). Dat is niet veilig. Sla het op als PDF en stuur die PDF."
    ),
    Broken.ZIP_BOMB: _("Dit bestand is ingepakt en wordt veel te groot. Sla het op als PDF en stuur die PDF."),
    Broken.PICTURE_TOO_LARGE: _("Deze foto heeft te veel punten. Maak een schermafdruk en stuur die."),
    Broken.MOVES: _("Dit plaatje beweegt. Maak een schermafdruk en stuur die."),
    "gone": _("Dit bestand is al gewist. Stuur het opnieuw als je het nog hebt."),
    "store_full": _("We kunnen nu geen bestanden bewaren, want er is geen plaats meer. Probeer het morgen opnieuw."),
    "store_away": _("We kunnen nu even geen bestanden bewaren of openen. Probeer het over een uur opnieuw."),
}
