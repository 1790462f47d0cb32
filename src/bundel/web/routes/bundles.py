"""Addresses of bundles, and of news back to the people upstream."""

from django.urls import path

from bundel.web.views import bundles, news

HERE = "w/<slug:slug>/bundels"
ONE = f"{HERE}/<uuid:bundle_id>"
OWN = "herkenning/<uuid:recognition_id>"

urlpatterns = [
    path(f"{HERE}/", bundles.bundles, name="bundles"),
    path(f"{HERE}/kies/", bundles.bundle_pick, name="bundle_pick"),
    path(f"{HERE}/nieuw/", bundles.bundle_new, name="bundle_new"),
    path(f"{ONE}/", bundles.bundle, name="bundle"),
    path(f"{ONE}/erbij/", bundles.bundle_add, name="bundle_add"),
    path(f"{ONE}/kaart/", bundles.bundle_card, name="bundle_card"),
    path(f"{ONE}/splits/", bundles.bundle_split, name="bundle_split"),
    path(f"{ONE}/voeg-samen/", bundles.bundle_merge, name="bundle_merge"),
    path(f"{ONE}/ongedaan/", bundles.bundle_take_back, name="bundle_take_back"),
    path(f"{ONE}/woorden/", bundles.bundle_change, name="bundle_change"),
    path(f"{ONE}/individueel/", bundles.bundle_end, {"how": "individueel"}, name="bundle_individual"),
    path(f"{ONE}/sluit/", bundles.bundle_end, {"how": "sluit"}, name="bundle_close"),
    path(f"{ONE}/open/", bundles.bundle_reopen, name="bundle_reopen"),
    path(f"{ONE}/geef-door/", bundles.bundle_share, name="bundle_share"),
    path(f"{ONE}/nieuws/", news.bundle_news, name="bundle_news"),
    path(f"{ONE}/nieuws/terug/", news.bundle_news_back, name="bundle_news_back"),
    path("w/<slug:slug>/werkwijze/", news.ways, name="ways"),
    path("volg/mijn/meetellen/", news.follow_counts, name="follow_counts"),
    path("volg/mijn/werkt-het/", news.follow_after, name="follow_after"),
    path("volg/mijn/nieuws/", news.follow_wish, name="follow_wish"),
    path(f"{OWN}/meetellen/", news.own_recognition_counts, name="own_recognition_counts"),
    path(f"{OWN}/werkt-het/", news.own_recognition_after, name="own_recognition_after"),
    path(f"{OWN}/nieuws/", news.own_recognition_wish, name="own_recognition_wish"),
]
