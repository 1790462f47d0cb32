"""Addresses of an account of one's own, and of all one's concerns under it."""

from django.urls import path

from bundel.web.views import own

urlpatterns = [
    path("account/nieuw/", own.ask_account, name="ask_account"),
    path("account/nieuw/mail/", own.ask_account_sent, name="ask_account_sent"),
    path("account/nieuw/<str:token>/", own.make_account, name="make_account"),
    path("mijn/account/wissen/", own.erase_account, name="erase_account"),
    path("mijn/signalen/", own.own_concerns, name="own_concerns"),
    path("mijn/signalen/meenemen/", own.own_take_along, name="own_take_along"),
    path("mijn/signalen/wissen/", own.own_erase, name="own_erase"),
    path("mijn/signalen/wissen/voortgang/", own.own_erasing, name="own_erasing"),
    path("mijn/signalen/<uuid:own_id>/", own.own_open, name="own_open"),
    path("mijn/signalen/<uuid:own_id>/eraf/", own.own_let_go, name="own_let_go"),
]
