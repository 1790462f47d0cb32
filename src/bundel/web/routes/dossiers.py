"""Addresses of dossiers: in the workspace, for everybody, and for who is asked something."""

from django.urls import path, register_converter

from bundel.web.views import dossiers, dossiers_asked, dossiers_documents, dossiers_shown
from bundel.web.views.dossiers_parts import PartConverter

register_converter(PartConverter, "part")

_ONE = "w/<slug:slug>/dossiers/<uuid:dossier_id>/"
_FILE = f"{_ONE}stukken/<uuid:file_id>/"

urlpatterns = [
    path("dossiers/", dossiers_shown.public_dossiers, name="public_dossiers"),
    path("dossiers/<slug:dossier>/", dossiers_shown.public_dossier, name="public_dossier"),
    path("dossiers/<slug:dossier>/pdf/", dossiers_shown.public_dossier_pdf, name="public_dossier_pdf"),
    path("volg/mijn/vragen/", dossiers_asked.follow_predictions, name="follow_predictions"),
    path("volg/mijn/vragen/<uuid:asked_id>/", dossiers_asked.follow_prediction, name="follow_prediction"),
    path("w/<slug:slug>/dossiers/", dossiers.dossiers, name="dossiers"),
    path("w/<slug:slug>/dossiers/nieuw/", dossiers.dossier_new, name="dossier_new"),
    path(_ONE, dossiers.dossier, name="dossier"),
    path(f"{_ONE}tekst/", dossiers.dossier_change, name="dossier_change"),
    path(f"{_ONE}erbij/<part:part>/", dossiers.dossier_add, name="dossier_add"),
    path(f"{_ONE}toezegging/", dossiers.dossier_promise, name="dossier_promise"),
    path(f"{_ONE}open/", dossiers.dossier_reopen, name="dossier_reopen"),
    path(f"{_ONE}bericht-terug/", dossiers.dossier_news_back, name="dossier_news_back"),
    path(f"{_ONE}genoeg-gevraagd/", dossiers.dossier_stop_asking, name="dossier_stop_asking"),
    path(f"{_ONE}openbaar/", dossiers_shown.dossier_publish, name="dossier_publish"),
    path(f"{_ONE}niet-openbaar/", dossiers_shown.dossier_take_back, name="dossier_take_back"),
    path(f"{_ONE}versies/", dossiers_shown.dossier_versions, name="dossier_versions"),
    path(f"{_ONE}stukken/", dossiers_documents.dossier_documents, name="dossier_documents"),
    path(_FILE, dossiers_documents.dossier_document, name="dossier_document"),
    path(f"{_FILE}weg/", dossiers_documents.dossier_document_remove, name="dossier_document_remove"),
    path(f"{_FILE}terug/", dossiers_documents.dossier_document_put_back, name="dossier_document_put_back"),
]
