"""The words of each mail: in two languages, with an address, and with nothing personal."""

import pytest
from django.conf import settings

from bundel.notices.rules import NoticeKind
from bundel.notices.texts import text_of

NAMES_THE_WORKSPACE = {
    NoticeKind.INVITATION,
    NoticeKind.NEW_CONCERN,
    NoticeKind.WORKSPACE_CLOSES,
    NoticeKind.GLASS_ASKED,
    NoticeKind.GLASS_ANSWERED,
    NoticeKind.GLASS_USED,
    NoticeKind.GUEST_ASKED,
    NoticeKind.GUEST_ANSWERED,
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_mail_says_where_to_look_and_nothing_else(kind: NoticeKind, language: str) -> None:
    text = text_of(kind, language=language, path="/ergens/", workspace="Vereniging A & B\nBcc: x")
    assert f"\n{settings.ENVIRONMENT.address}/ergens/\n" in text.body
    assert "\n" not in text.subject
    assert "&amp;" not in text.body
    assert ("Vereniging A & B Bcc: x" in text.body) == (kind in NAMES_THE_WORKSPACE)
    assert max(len(line) for line in text.body.splitlines()) < 200


def test_a_mail_in_dutch_and_in_english_differ() -> None:
    dutch, english = (text_of(NoticeKind.NEWS, language=code, path="/", workspace="") for code in ("nl", "en"))
    assert dutch.subject == "Er is nieuws voor je"
    assert dutch != english
