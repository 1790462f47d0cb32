"""Addresses about working together with other organisations."""

from django.urls import path

from bundel.web.views import sharing as views

urlpatterns = [
    path("samenwerken/", views.agreements, name="agreements"),
    path("samenwerken/nieuw/", views.agreement_new, name="agreement_new"),
    path("samenwerken/kaarten/", views.received_cards, name="received_cards"),
    path("samenwerken/kaarten/<uuid:card_id>/nieuws/", views.received_card_news, name="received_card_news"),
    path("samenwerken/<uuid:agreement_id>/", views.agreement, name="agreement"),
    path("samenwerken/<uuid:agreement_id>/besluit/", views.agreement_decide, name="agreement_decide"),
    path("signalen/<uuid:concern_id>/delen/", views.share_card, name="share_card"),
    path("signalen/<uuid:concern_id>/delen/<uuid:sharing_id>/terug/", views.share_take_back, name="share_take_back"),
]
