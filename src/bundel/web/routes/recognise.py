"""Addresses of recognising: the public cards, one's own answers, and the second look in a workspace."""

from django.urls import path

from bundel.web.views import follow_card, recognise, review

HERE = "w/<slug:slug>/signalen/<uuid:concern_id>"

urlpatterns = [
    path("herken/", recognise.recognise, name="recognise"),
    path("herken/<uuid:public_id>/", recognise.recognise_card, name="recognise_card"),
    path("herken/<uuid:public_id>/antwoord/", recognise.recognise_answer, name="recognise_answer"),
    path("herken/<uuid:public_id>/klopt-niet/", recognise.recognise_flag, name="recognise_flag"),
    path("herkenning/", recognise.own_recognitions, name="own_recognitions"),
    path("herkenning/weg/", recognise.own_recognitions_leave, name="own_recognitions_leave"),
    path("herkenning/<uuid:recognition_id>/", recognise.own_recognition, name="own_recognition"),
    path("herkenning/<uuid:recognition_id>/regel/", recognise.own_recognition_line, name="own_recognition_line"),
    path("herkenning/<uuid:recognition_id>/bereik/", recognise.own_recognition_reach, name="own_recognition_reach"),
    path("herkenning/<uuid:recognition_id>/antwoord/", recognise.own_recognition_reply, name="own_recognition_reply"),
    path(
        "herkenning/<uuid:recognition_id>/intrekken/",
        recognise.own_recognition_withdraw,
        name="own_recognition_withdraw",
    ),
    path("volg/mijn/kaart/tekst/", follow_card.follow_card, name="follow_card"),
    path("volg/mijn/bezwaar/", follow_card.follow_object, name="follow_object"),
    path("w/<slug:slug>/kijk-na/", review.reviews, name="reviews"),
    path("w/<slug:slug>/kijk-na/<uuid:concern_id>/", review.review, name="review"),
    path(f"{HERE}/herkenning/", review.recognitions, name="recognitions"),
    path(f"{HERE}/herkenning/handen/", review.recognitions_hands, name="recognitions_hands"),
    path(f"{HERE}/herkenning/echt/", review.recognitions_judge, name="recognitions_judge"),
    path(f"{HERE}/herkenning/regels/", review.recognitions_lines, name="recognitions_lines"),
    path(f"{HERE}/herkenning/vraag/", review.recognitions_ask, name="recognitions_ask"),
    path(f"{HERE}/herkenning/vraag/terug/", review.recognitions_ask_back, name="recognitions_ask_back"),
    path(f"{HERE}/berichten-dicht/", review.message_pause, name="message_pause"),
]
