"""The second look, which place shows, which numbers, which bursts, and what looks like spam."""

import pytest

from bundel.concerns.rules.counts import Unsaid, shown, shown_on_card
from bundel.concerns.rules.publishing import (
    MAY,
    Edition,
    Piece,
    PlaceLevel,
    ReviewState,
    check_look,
    check_pause,
    check_publish,
    check_reason,
    edition_of,
    flags_of,
    marked,
)
from bundel.concerns.rules.recognition import Burst, burst_of
from bundel.concerns.rules.suspicion import Visit, is_suspect
from bundel.concerns.rules.words import Consent, Theme
from bundel.kit.rules import RuleBroken
from bundel.places.rules import load

UTRECHT, SMALL = "GM0344", "GM0060"  # 370,000 and 3,700 people
STORY = "De hulp komt nog maar twee uur."


@pytest.mark.parametrize("old", ReviewState)
@pytest.mark.parametrize("new", ReviewState)
def test_check_look_lets_through_what_the_table_names(old: ReviewState, new: ReviewState) -> None:
    if new in MAY[old]:
        check_look(old, new)
    else:
        with pytest.raises(RuleBroken, match="look_not_possible"):
            check_look(old, new)


@pytest.mark.parametrize(
    ("flags", "consent", "refusal"),
    [
        ([], Consent.OTHERS, ""),
        (["named"], Consent.OTHERS, ""),
        (["threat"], Consent.OTHERS, "flags_stop"),
        (["accusation", "named"], Consent.OTHERS, "flags_stop"),
        ([], Consent.HELPER, "consent_not_others"),
    ],
)
def test_check_publish_stops_on_words_and_on_consent(flags: list[str], consent: Consent, refusal: str) -> None:
    if not refusal:
        check_publish(flags, consent)
        return
    with pytest.raises(RuleBroken, match=refusal):
        check_publish(flags, consent)


@pytest.mark.parametrize(("text", "refusal"), [("  ", "reason_empty"), ("a" * 501, "reason_too_long")])
def test_check_reason_asks_for_a_short_reason(text: str, refusal: str) -> None:
    with pytest.raises(RuleBroken, match=refusal):
        check_reason(text)


def test_check_reason_takes_the_white_off() -> None:
    assert check_reason(" Wie is dit? ") == "Wie is dit?"


@pytest.mark.parametrize(("days", "is_good"), [(0, False), (1, True), (30, True), (31, False)])
def test_check_pause_keeps_within_a_month(days: int, is_good: bool) -> None:
    if is_good:
        check_pause(days)
        return
    with pytest.raises(RuleBroken, match="pause_out_of_bounds"):
        check_pause(days)


def test_flags_of_looks_at_title_and_text() -> None:
    assert flags_of("Wethouder Van Dalen liegt", STORY) == ["accusation", "named"]
    assert flags_of("Minder hulp", STORY) == []


def test_marked_gives_the_whole_text_with_what_was_flagged_apart() -> None:
    text = "Ik vroeg het. Wethouder Van Dalen liegt. Dat was het."
    pieces = marked(text)
    assert "".join(piece.text for piece in pieces) == text
    assert Piece("liegt", ("accusation",)) in pieces
    assert marked("") == []


def test_marked_joins_what_overlaps() -> None:
    text = "Mevrouw Wethouder Van Dalen komt."
    assert "".join(piece.text for piece in marked(text)) == text


@pytest.mark.parametrize(
    ("theme", "code", "nearest", "level"),
    [
        (Theme.HOME_HELP, UTRECHT, PlaceLevel.MUNICIPALITY, PlaceLevel.MUNICIPALITY),
        (Theme.HOME_HELP, UTRECHT, PlaceLevel.PROVINCE, PlaceLevel.PROVINCE),
        (Theme.HOME_HELP, UTRECHT, PlaceLevel.COUNTRY, PlaceLevel.COUNTRY),
        (Theme.HOME_HELP, SMALL, PlaceLevel.MUNICIPALITY, PlaceLevel.PROVINCE),
        (Theme.SCHOOL_TRANSPORT, "GM0228", PlaceLevel.MUNICIPALITY, PlaceLevel.MUNICIPALITY),
        (Theme.SCHOOL_TRANSPORT, "GM0289", PlaceLevel.MUNICIPALITY, PlaceLevel.PROVINCE),
        (Theme.HOME_HELP, "GM9999", PlaceLevel.MUNICIPALITY, PlaceLevel.COUNTRY),
    ],
)
def test_edition_of_says_less_where_fewer_people_live(
    theme: Theme, code: str, nearest: PlaceLevel, level: PlaceLevel
) -> None:
    assert edition_of(theme, code, nearest).level is level


def test_edition_of_a_place_without_known_inhabitants_is_its_province_or_the_country() -> None:
    gone = next(m for m in load().values() if m.inhabitants is None)
    assert edition_of(Theme.HOME_HELP, gone.code).level is not PlaceLevel.MUNICIPALITY


def test_edition_of_the_country_names_no_place() -> None:
    assert edition_of(Theme.HOME_HELP, "GM9999") == Edition(PlaceLevel.COUNTRY, "", "")


@pytest.mark.parametrize("number", range(10))
def test_few_and_none_look_the_same(number: int) -> None:
    assert shown(number) is Unsaid.TOO_FEW
    assert shown_on_card(number) is Unsaid.FEW


@pytest.mark.parametrize("number", [10, 11, 5000])
def test_from_ten_the_number_shows(number: int) -> None:
    assert shown(number) == shown_on_card(number) == number


@pytest.mark.parametrize(
    ("from_network", "in_short_time", "burst"),
    [(1, 1, None), (5, 20, None), (6, 1, Burst.ONE_NETWORK), (1, 21, Burst.SHORT_TIME), (9, 99, Burst.ONE_NETWORK)],
)
def test_burst_of_waits_from_the_numbers_of_the_table(
    from_network: int, in_short_time: int, burst: Burst | None
) -> None:
    assert burst_of(from_network=from_network, in_short_time=in_short_time) is burst


@pytest.mark.parametrize(
    ("story", "visit", "suspect"),
    [
        (STORY, Visit(), False),
        (STORY, Visit(seconds=2), False),
        (STORY, Visit(told_from_there=99), False),
        (STORY, Visit(seconds=2, told_from_there=99), True),
        (STORY, Visit(fell_in_trap=True), True),
        ("Koop nu bitcoin", Visit(), True),
        ("Hulp weg", Visit(), False),
        ("Hulp weg", Visit(seconds=2), True),
        ("Hulp weg", Visit(seconds=20), False),
    ],
)
def test_is_suspect_needs_more_than_one_weak_sign(story: str, visit: Visit, suspect: bool) -> None:
    assert is_suspect(story, visit) is suspect
