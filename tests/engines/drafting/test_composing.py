"""Sample letters: which fit, what each must hold, and that none says what was not told."""

import re
from datetime import date
from itertools import chain, combinations

import pytest

from bundel.engines.drafting import DAYS, Incomplete, Sample, Step, compose, fitting, samples
from bundel.engines.drafting.composing import Fact

SENT, GOT, NOTICE = date(2026, 6, 1), date(2026, 11, 2), date(2026, 9, 1)
TOLD: dict[str, Fact] = {
    "name": "Fatma Voorbeeld",
    "street": "Proefstraat 1",
    "place": "1234 AB Ede",
    "phone": "06 0000 0000",
    "organisation": "Gemeente Ede",
    "authority": "de gemeente Ede",
    "about": "mijn hulp in huis",
    "reference": "ABC-1",
    "reasons": "Ik kan het niet zelf.",
    "wish": "Dat de hulp blijft.",
    "late_because": "Ik lag in het ziekenhuis.",
    "urgent_because": "De huur moet vrijdag betaald zijn.",
    "cannot_because": "Ik word die dag geopereerd.",
    "which": "Alles van het laatste jaar.",
    "provider": "Thuiszorg De Verzonnen Brug",
    "applied": "op 3 juni",
    "hearing": True,
    "hearing_on": date(2026, 12, 15),
    "made_known": GOT,
    "received": SENT,
    "notice_received": NOTICE,
    "asked_on": GOT,
    "decision_due": date(2026, 7, 27),
}
OWN_WORDS = {"reasons", "wish", "late_because", "urgent_because", "cannot_because", "which"}
OPEN = Step("objection", "me", "open")
WAY = [OPEN, Step("penalty", "them", "not_yet"), Step("no_timely_decision", "me", "not_yet")]
ALL = list(samples().values())


def codes(found: list[Sample]) -> list[str]:
    return [sample.code for sample in found]


@pytest.mark.parametrize("sample", ALL, ids=lambda s: s.code)
def test_a_letter_with_everything_told_holds_everything(sample: Sample) -> None:
    letter = compose(sample, TOLD, WAY)
    for language in ("nl", "en"):
        text = " ".join(getattr(part, language) for part in (letter.subject, *letter.paragraphs))
        assert "{" not in text
        for fact in OWN_WORDS.intersection((*sample.needs, *sample.asks)):
            assert str(TOLD[fact]) in text
    assert all(part.nl and part.en for part in (*letter.paragraphs, *letter.enclosures, sample.title, sample.use))


@pytest.mark.parametrize("sample", ALL, ids=lambda s: s.code)
def test_a_letter_without_what_it_must_hold_is_not_made(sample: Sample) -> None:
    for fact in sample.needs:
        with pytest.raises(Incomplete) as incomplete:
            compose(sample, {**TOLD, fact: ""}, WAY)
        assert incomplete.value.facts == [fact]


@pytest.mark.parametrize("sample", ALL, ids=lambda s: s.code)
def test_a_letter_names_no_day_and_no_word_that_was_not_told(sample: Sample) -> None:
    """Whatever is left out of what may be told, the letter is whole and has nothing of it."""
    needed = {name: TOLD[name] for name in sample.needs}
    for left in chain.from_iterable(combinations(sample.asks, n) for n in range(len(sample.asks) + 1)):
        letter = compose(sample, {**needed, **{name: TOLD[name] for name in left}}, [])
        text = " ".join(part.nl for part in letter.paragraphs)
        for name in set(sample.asks) - set(left) - set(sample.needs):
            assert str(TOLD[name]) not in text
        days = {f"{d.day} {m} {d.year}" for d, m in _days(sample)}
        assert set(re.findall(r"\d{1,2} [a-z]+ 20\d\d", text)) <= days


def _days(sample: Sample) -> list[tuple[date, str]]:
    names = {6: "juni", 7: "juli", 9: "september", 11: "november", 12: "december"}
    found = [TOLD[name] for name in (*sample.needs, *sample.asks) if name in DAYS]
    return [(day, names[day.month]) for day in found if isinstance(day, date)]


@pytest.mark.parametrize(
    ("way", "facts", "waits", "may_talk", "expected"),
    [
        ([OPEN], {"made_known": GOT}, False, True, ["objection", "talk"]),
        ([Step("objection", "me", "closed")], {"made_known": GOT}, False, True, ["late_objection", "talk"]),
        # Who objected already is not told to do it again, open or not.
        ([OPEN], {"made_known": GOT, "received": GOT}, False, True, ["talk"]),
        ([Step("objection", "me", "closed")], {"made_known": GOT, "received": GOT}, True, True, ["reminder", "talk"]),
        # The same step of the other side, or a day that is not known, makes no letter.
        ([Step("objection", "them", "open")], {"made_known": GOT}, False, True, ["talk"]),
        ([OPEN], {}, False, True, ["talk"]),
        ([Step("appeal", "me", "open")], {"made_known": GOT}, False, True, ["appeal", "talk"]),
        ([Step("higher_appeal", "me", "open")], {"made_known": GOT}, False, True, ["higher_appeal", "talk"]),
        ([Step("repair", "me", "open")], {"asked_on": GOT}, False, False, ["repair"]),
        ([Step("repair", "me", "closed")], {"asked_on": GOT}, False, False, []),
        (
            [Step("interim_relief", "me", "open")],
            {"made_known": GOT, "received": GOT},
            True,
            True,
            ["interim_relief", "reminder", "talk"],
        ),
        ([Step("interim_relief", "me", "not_yet")], {"made_known": GOT}, False, True, ["talk"]),
        # Documents may no longer be sent, but a hearing that is still to come can be moved.
        ([Step("hearing", "me", "open")], {"hearing_on": GOT}, False, False, ["file_request", "other_hearing_day"]),
        ([Step("hearing", "me", "closed")], {"hearing_on": GOT}, False, False, ["other_hearing_day"]),
        ([Step("hearing", "me", "closed")], {}, False, False, []),
        ([Step("ombudsman", "me", "open")], {"made_known": GOT}, False, False, ["ombudsman"]),
        ([Step("dispute", "me", "open")], {"received": SENT}, True, True, ["dispute", "reminder", "talk"]),
        ([Step("dispute", "me", "not_yet")], {"received": SENT}, True, True, ["reminder", "talk"]),
        ([Step("notice_of_default", "me", "not_yet")], {"received": SENT}, True, True, ["reminder", "talk"]),
        (
            [Step("notice_of_default", "me", "open")],
            {"received": SENT, "decision_due": GOT},
            True,
            True,
            ["notice_of_default", "reminder", "talk"],
        ),
        (
            [Step("notice_of_default", "me", "closed"), Step("no_timely_decision", "me", "open")],
            {"received": SENT, "decision_due": GOT, "notice_received": NOTICE},
            True,
            True,
            ["no_timely_decision", "reminder", "talk"],
        ),
    ],
)
def test_only_letters_whose_time_is_there_are_offered(
    way: list[Step], facts: dict[str, date], waits: bool, may_talk: bool, expected: list[str]
) -> None:
    assert codes(fitting(way, facts, waits=waits, may_talk=may_talk)) == expected


def test_a_talk_letter_gives_up_no_right_that_is_still_there() -> None:
    keeps = "geen afstand van mijn recht"
    talk = samples()["talk"]
    assert any(keeps in part.nl for part in compose(talk, TOLD, [OPEN]).paragraphs)
    assert not any(keeps in part.nl for part in compose(talk, TOLD, [Step("objection", "me", "closed")]).paragraphs)
    assert not any(keeps in part.nl for part in compose(talk, TOLD).paragraphs)


def test_a_notice_threatens_with_a_penalty_only_where_the_law_gives_one() -> None:
    notice = samples()["notice_of_default"]
    assert any("dwangsom" in part.nl for part in compose(notice, TOLD, WAY).paragraphs)
    assert not any("dwangsom" in part.nl for part in compose(notice, TOLD, [OPEN]).paragraphs)


def test_a_short_objection_asks_for_time_to_give_reasons() -> None:
    short = compose(samples()["objection"], {**TOLD, "reasons": ""}, [OPEN])
    assert any("6:6" in part.nl for part in short.paragraphs)
    assert not any("6:6" in part.nl for part in compose(samples()["objection"], TOLD, [OPEN]).paragraphs)


def test_what_a_person_types_is_taken_as_it_is() -> None:
    letter = compose(samples()["complaint"], {**TOLD, "reasons": "{name} {0} %s \\", "about": "{x}"})
    assert any(part.nl == "{name} {0} %s \\" for part in letter.paragraphs)
    assert letter.subject.nl == "Klacht over {x}"


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("objection", "7:15"),
        ("interim_relief", "voorlopige voorziening"),
        ("file_request", "7:4"),
        ("other_hearing_day", "niet meer tijd om te beslissen"),
        ("woo_request", "4.1"),
        ("data_request", "artikel 15"),
        ("care_complaint", "artikel 17"),
        ("advance", "artikel 52"),
        ("withdrawal", "trek ik dat bezwaar in"),
    ],
)
def test_a_letter_says_what_gives_it_its_effect(code: str, article: str) -> None:
    letter = compose(samples()[code], TOLD, WAY)
    assert any(article in part.nl for part in letter.paragraphs)


def test_a_request_for_the_file_names_the_hearing_when_there_is_one() -> None:
    asked = samples()["file_request"]
    assert any("15 december 2026" in part.nl for part in compose(asked, TOLD).paragraphs)
    without = {**TOLD, "hearing_on": ""}
    assert any("Komt er een hoorzitting?" in part.nl for part in compose(asked, without).paragraphs)
