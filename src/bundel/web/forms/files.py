"""The form with which somebody sends files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bundel.files.rules.kinds import ENDINGS, MOST_AT_ONCE
from bundel.web.forms.concerns import OpenForm


class FilesInput(forms.FileInput):
    """A box to choose several files in; a telephone offers its camera with it."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        # A telephone that is asked for these sends its photos as JPEG, and not in a form of its own.
        accepted = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)
        super().__init__(attrs={"multiple": True, "accept": f"image/jpeg,image/png,{accepted}"})


class FilesField(forms.FileField):
    """One file or several; what is in them is for the rules of files to judge."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        chosen = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        if len(chosen) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Stuur ten hoogste 5 bestanden tegelijk."))
        return chosen


class OpenFileForm(OpenForm):
    """Why a file is opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Waarom open je een bestand?")


class FilesForm(forms.Form):
    """Files to send along."""

    chosen = FilesField(
        label=_("Kies foto's of bestanden"),
        help_text=_("Een foto, een PDF, of een bestand van Word of Excel. Ten hoogste 5 tegelijk, elk tot 20 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Kies eerst een bestand.")},
    )
