import random
import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundel.places import rules
from bundel.places.rules import ChangeKind, Why

TODAY = date(2026, 11, 21)
AFTER_HILVERSUM = date(2027, 1, 1)
PROVINCES = 12

LIVE = rules.municipalities_on(TODAY)
DISSOLVED = tuple(m for m in rules.load().values() if m.ended_before(AFTER_HILVERSUM))


def found_names(query: str, on: date = TODAY) -> list[str]:
    return [found.municipality.name for found in rules.find(query, on)]


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2010, 12, 31), 430),
        (date(2015, 1, 1), 393),
        (date(2018, 1, 1), 380),
        (date(2019, 1, 1), 355),
        (date(2021, 1, 1), 352),
        (date(2022, 1, 1), 345),
        (date(2023, 1, 1), 342),
        (date(2026, 1, 1), 342),
        (date(2026, 12, 31), 342),
        (date(2027, 1, 1), 341),
    ],
)
def test_municipalities_on_counts_those_that_exist_that_day(day: date, number: int) -> None:
    assert len(rules.municipalities_on(day)) == number


def test_municipalities_on_sorts_by_name_without_the_article() -> None:
    names = [m.name for m in LIVE]
    assert names[0] == "Aa en Hunze"
    assert names.index("'s-Gravenhage") == names.index("Gouda") + 1
    assert len(set(names)) == len(names)


def test_live_municipalities_are_complete() -> None:
    assert all(m.inhabitants and m.latitude and m.longitude for m in LIVE)
    assert all(50.7 < m.latitude < 53.6 and 3.3 < m.longitude < 7.3 for m in LIVE if m.latitude and m.longitude)
    assert 17_900_000 < sum(m.inhabitants or 0 for m in LIVE) < 18_300_000
    assert len({m.province_code for m in LIVE}) == len({m.province for m in LIVE}) == PROVINCES


def test_get_gives_dissolved_ones_too() -> None:
    assert rules.get("GM0228").name == "Ede"
    assert rules.get("GM0017").name == "Haren"


@pytest.mark.parametrize("code", ["GM9999", "", "0228", "gm0228"])
def test_get_refuses_an_unknown_code(code: str) -> None:
    with pytest.raises(KeyError):
        rules.get(code)
    with pytest.raises(KeyError):
        rules.successors(code, TODAY)


@pytest.mark.parametrize(
    ("code", "on", "names"),
    [
        ("GM0228", TODAY, {"Ede"}),
        ("GM1696", date(2026, 12, 31), {"Wijdemeren"}),
        ("GM1696", AFTER_HILVERSUM, {"Hilversum"}),
        ("GM0330", TODAY, {"Wijdemeren"}),
        ("GM0330", AFTER_HILVERSUM, {"Hilversum"}),
        ("GM0788", TODAY, {"Boxtel", "Oisterwijk", "Tilburg", "Vught"}),
        ("GM1671", TODAY, {"'s-Hertogenbosch", "Oss"}),
        ("GM0053", TODAY, {"Het Hogeland", "Westerkwartier"}),
        ("GM0055", TODAY, {"De Fryske Marren", "Heerenveen", "Leeuwarden", "Súdwest-Fryslân"}),
        ("GM0055", date(2014, 6, 1), {"De Friese Meren", "Heerenveen", "Leeuwarden", "Súdwest-Fryslân"}),
        ("GM0585", TODAY, {"Hoeksche Waard"}),
        ("GM1992", date(2022, 12, 31), set()),
    ],
)
def test_successors_follow_the_changes_to_the_day(code: str, on: date, names: set[str]) -> None:
    assert {m.name for m in rules.successors(code, on)} == names


@pytest.mark.parametrize("municipality", DISSOLVED, ids=lambda m: m.code)
def test_every_dissolved_municipality_leads_to_live_ones(municipality: rules.Municipality) -> None:
    heirs = rules.successors(municipality.code, AFTER_HILVERSUM)
    assert heirs
    assert set(heirs) <= set(rules.municipalities_on(AFTER_HILVERSUM))


def test_changes_meet_the_first_and_last_days() -> None:
    for change in rules.changes():
        for code in change.dissolved:
            assert rules.get(code).end_on == change.on - timedelta(days=1), change
        for code in change.successors:
            assert rules.get(code).existed_on(change.on), change
            is_new = rules.get(code).start_on == change.on
            if change.kind in {ChangeKind.MERGER, ChangeKind.RENAMING}:
                assert is_new, change
            elif change.kind is ChangeKind.ABSORPTION:
                assert not is_new, change
        assert (len(change.successors) > 1) == (change.kind is ChangeKind.DIVISION), change


def test_changes_are_in_order_and_leave_nobody_out() -> None:
    assert [c.on for c in rules.changes()] == sorted(c.on for c in rules.changes())
    assert {code for c in rules.changes() for code in c.dissolved} == {m.code for m in DISSOLVED}


@given(st.dates(date(2000, 1, 1), date(2027, 12, 31)))
def test_no_place_is_lost_between_two_days(day: date) -> None:
    existing = rules.municipalities_on(day)
    reached = {m for e in existing for m in rules.successors(e.code, AFTER_HILVERSUM + timedelta(days=365))}
    assert reached == set(rules.municipalities_on(AFTER_HILVERSUM))


@pytest.mark.parametrize("municipality", LIVE, ids=lambda m: m.code)
def test_find_gives_every_municipality_first_by_its_own_name(municipality: rules.Municipality) -> None:
    for spelling in (municipality.name, municipality.name.upper(), municipality.name.replace("-", " ")):
        first = rules.find(spelling, TODAY)[0]
        assert (first.municipality, first.why, first.matched) == (municipality, Why.NAME, municipality.name)


@pytest.mark.parametrize(
    ("query", "name", "why", "matched"),
    [
        ("den haag", "'s-Gravenhage", Why.ALSO_CALLED, "Den Haag"),
        ("sgravenhage", "'s-Gravenhage", Why.NAME, "'s-Gravenhage"),
        ("’s Gravenhage", "'s-Gravenhage", Why.NAME, "'s-Gravenhage"),
        ("gravenh", "'s-Gravenhage", Why.NAME, "'s-Gravenhage"),
        ("Den Bosch", "'s-Hertogenbosch", Why.ALSO_CALLED, "Den Bosch"),
        ("sudwest fryslan", "Súdwest-Fryslân", Why.NAME, "Súdwest-Fryslân"),
        ("SÚDWEST", "Súdwest-Fryslân", Why.NAME, "Súdwest-Fryslân"),
        ("Ysselstein", "IJsselstein", Why.NAME, "IJsselstein"),
        ("ĳsselstein", "IJsselstein", Why.NAME, "IJsselstein"),
        ("St. Michielsgestel", "Sint-Michielsgestel", Why.NAME, "Sint-Michielsgestel"),
        ("Capelle a/d IJssel", "Capelle aan den IJssel", Why.NAME, "Capelle aan den IJssel"),
        ("alphen a.d. rijn", "Alphen aan den Rijn", Why.NAME, "Alphen aan den Rijn"),
        ("gemeente Ede", "Ede", Why.NAME, "Ede"),
        ("de friese meren", "De Fryske Marren", Why.ALSO_CALLED, "De Friese Meren"),
        ("Hoofddorp", "Haarlemmermeer", Why.PLACE, "Hoofddorp"),
        ("emmeloord", "Noordoostpolder", Why.PLACE, "Emmeloord"),
        ("Bennekom", "Ede", Why.PLACE, "Bennekom"),
        ("Haaren", "Oisterwijk", Why.PLACE, "Haaren"),
        ("Rijnwaarden", "Zevenaar", Why.FORMER_NAME, "Rijnwaarden"),
        ("Haren", "Groningen", Why.FORMER_NAME, "Haren"),
        ("hoofdorp", "Haarlemmermeer", Why.TYPO, "Hoofddorp"),
        ("wageninegn", "Wageningen", Why.TYPO, "Wageningen"),
        ("schiermoniko", "Schiermonnikoog", Why.TYPO, "Schiermonnikoog"),
        ("hertogenbosh", "'s-Hertogenbosch", Why.TYPO, "'s-Hertogenbosch"),
        ("ams", "Amsterdam", Why.NAME, "Amsterdam"),
        ("zoom", "Bergen op Zoom", Why.NAME, "Bergen op Zoom"),
    ],
)
def test_find_says_why_the_first_matched(query: str, name: str, why: Why, matched: str) -> None:
    first = rules.find(query, TODAY)[0]
    assert (first.municipality.name, first.why, first.matched) == (name, why, matched)


def test_find_gives_all_meanings_of_a_name() -> None:
    assert found_names("bergen")[:2] == ["Bergen (NH)", "Bergen (L)"]
    assert set(found_names("elst")[:2]) == {"Overbetuwe", "Rhenen"}
    assert set(found_names("maasdonk")) == {"'s-Hertogenbosch", "Oss"}


def test_find_follows_the_date() -> None:
    assert found_names("wijdemeren", date(2026, 12, 31)) == ["Wijdemeren"]
    assert found_names("wijdemeren", AFTER_HILVERSUM) == ["Hilversum"]
    assert rules.find("wijdemeren", AFTER_HILVERSUM)[0].why is Why.FORMER_NAME
    assert found_names("loosdrecht", AFTER_HILVERSUM) == ["Hilversum"]


@pytest.mark.parametrize("query", ["", "  ", "-'(", "?!", "qqqqqqqq", "x" * 10_000])
def test_find_gives_nothing_for_no_name(query: str) -> None:
    assert rules.find(query, TODAY) == []


def test_find_keeps_to_the_limit() -> None:
    assert [len(rules.find("a", TODAY, limit=n)) for n in (0, 1, 3, 8)] == [0, 1, 3, 8]


@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_find_gives_live_municipalities_each_once(query: str, on: date) -> None:
    codes = [found.municipality.code for found in rules.find(query, on)]
    assert len(codes) == len(set(codes)) <= 8
    assert all(rules.get(code).existed_on(on) for code in codes)


def one_letter_typos(name: str, chance: random.Random) -> set[str]:
    """Every deletion and swap, and one substitution per place."""
    places = [i for i, letter in enumerate(name) if letter.isalpha()]
    typos = {name[:i] + name[i + 1 :] for i in places}
    typos |= {name[:i] + chance.choice(string.ascii_lowercase) + name[i + 1 :] for i in places}
    return typos | {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in places if i + 1 in places}


# Shorter names share their beginnings with so many others that a slip may well mean those.
SAMPLE = random.Random(1).sample([m for m in LIVE if len(m.name) > 6], 80)


@pytest.mark.parametrize("municipality", SAMPLE, ids=lambda m: m.code)
def test_find_forgives_every_one_letter_slip(municipality: rules.Municipality) -> None:
    for typo in sorted(one_letter_typos(municipality.name, random.Random(municipality.code))):
        assert municipality in [found.municipality for found in rules.find(typo, TODAY)[:3]], typo


def test_every_other_name_is_found() -> None:
    for name in rules.other_names():
        assert rules.get(name.code).existed_on(TODAY), name
        assert name.why in {Why.ALSO_CALLED, Why.PLACE}, name
        assert name.code in [found.municipality.code for found in rules.find(name.text, TODAY)], name


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("GM0228", "GM0228", 0, 0),
        ("GM0228", "GM0289", 5, 15),  # Ede to Wageningen
        ("GM0363", "GM0599", 45, 65),  # Amsterdam to Rotterdam
        ("GM0014", "GM0935", 255, 280),  # Groningen to Maastricht
    ],
)
def test_distance_km_is_plausible_both_ways(a: str, b: str, low: float, high: float) -> None:
    there, back = rules.distance_km(rules.get(a), rules.get(b)), rules.distance_km(rules.get(b), rules.get(a))
    assert low <= there <= high
    assert there == pytest.approx(back)


def test_distance_km_refuses_a_municipality_without_a_point() -> None:
    with pytest.raises(ValueError, match="Haren"):
        rules.distance_km(rules.get("GM0017"), rules.get("GM0228"))
