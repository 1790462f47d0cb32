"""Addresses of letters and photos: of the person who follows a story, and of who helps."""

from django.urls import path

from bundel.web.views import files

OWN = "volg/mijn/bestanden/"
HERE = "w/<slug:slug>/signalen/<uuid:concern_id>/bestanden/"

urlpatterns = [
    path(OWN, files.follow_files, name="follow_files"),
    path(f"{OWN}alles/", files.follow_files_all, name="follow_files_all"),
    path(f"{OWN}<uuid:file_id>/", files.follow_files_open, name="follow_files_open"),
    path(f"{OWN}<uuid:file_id>/weg/", files.follow_files_remove, name="follow_files_remove"),
    path(f"{OWN}<uuid:file_id>/terug/", files.follow_files_put_back, name="follow_files_put_back"),
    path(HERE, files.concern_files, name="concern_files"),
    path(f"{HERE}<uuid:file_id>/", files.concern_files_open, name="concern_files_open"),
    path(f"{HERE}<uuid:file_id>/weg/", files.concern_files_remove, name="concern_files_remove"),
    path(f"{HERE}<uuid:file_id>/terug/", files.concern_files_put_back, name="concern_files_put_back"),
]
