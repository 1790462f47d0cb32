"""Addresses about the people of a workspace."""

from django.urls import path

from bundel.web.views import export
from bundel.web.views import people as views

urlpatterns = [
    path("mensen/", views.people, name="people"),
    path("mensen/uitnodigen/", views.invite, name="invite"),
    path("mensen/uitnodiging/<uuid:invitation_id>/intrekken/", views.withdraw_invitation, name="withdraw_invitation"),
    path("mensen/<uuid:membership_id>/", views.member, name="member"),
    path("mensen/<uuid:membership_id>/stop/", views.end_membership, name="end_membership"),
    path("mensen/<uuid:membership_id>/terug/", views.restore_membership, name="restore_membership"),
    path("stoppen/", views.leave_workspace, name="leave_workspace"),
    path("instellingen/meenemen/", export.export, name="export"),
    path("instellingen/meenemen/<uuid:export_id>/", export.export_file, name="export_file"),
    path("instellingen/sluiten/", export.close_workspace, name="close_workspace"),
    path("instellingen/open-blijven/", export.reopen_workspace, name="reopen_workspace"),
]
