"""What must hold for every day and every set of facts, tried on many."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bundel.engines.deadlines import compute, days, path
from bundel.engines.deadlines.facts import FACTS, PROCEDURES

LAWS = [
    None,
    "wmo",
    "zw-medical",
    "wia",
    "wia-medical",
    "woo",
    "awr",
    "toeslagen",
    "wlz",
    "wpo",
    "wvggz",
    "no such law",
]
# The same tries every time, kept nowhere.
TRIES = settings(max_examples=100, deadline=None, derandomize=True, database=None)
ANY_DAY = st.dates(date(1994, 1, 1), date(2040, 12, 31))
OUTPUTS = (
    "first_day",
    "nominal_last_day",
    "last_day",
    "post_receipt_limit",
    "timely",
    "decision_due",
    "authority_late",
    "notice_premature",
    "appeal_premature",
    "first_penalty_day",
    "penalty_days",
    "penalty_eur",
)


def _value_of(name: str) -> st.SearchStrategy[Any]:
    kind = FACTS[name]["kind"]
    if kind == "date":
        return st.dates(date(2018, 6, 1), date(2020, 6, 1)).map(date.isoformat)
    if kind == "number":
        return st.integers(FACTS[name]["least"], 60)
    if kind == "flag":
        return st.booleans()
    if kind == "text":
        return st.sampled_from(["received", "2019-01-05", "Awb 7:10", "brief", "%s", "?"])
    return st.sampled_from(kind)


FACT_SETS = st.lists(st.sampled_from(sorted(FACTS)), unique=True, max_size=7).flatmap(
    lambda names: st.fixed_dictionaries({name: _value_of(name) for name in names})
)
REQUESTS = st.fixed_dictionaries(
    {"procedure": st.sampled_from(PROCEDURES), "law": st.sampled_from(LAWS), "facts": FACT_SETS},
    optional={"today": st.dates(date(2018, 6, 1), date(2020, 6, 1)).map(date.isoformat)},
)


def _six_weeks_by_hand(day: date) -> date:
    """A second count of six weeks: day by day, with the holidays written out here and not in the engine."""
    end = day
    for _ in range(42):
        end += timedelta(days=1)
    while end.isoweekday() > 5 or end in _HOLIDAYS:
        end += timedelta(days=1)
    return end


def _moving_days(sunday: date) -> set[date]:
    return {sunday + timedelta(days=step) for step in (-2, 1, 39, 50)}


def _king(year: int) -> date:
    day = date(year, 4, 30) if year < 2014 else date(year, 4, 27)
    return day - timedelta(days=1) if day.isoweekday() == 7 else day


EASTER_SUNDAYS = [
    "1994-04-03",
    "1995-04-16",
    "1996-04-07",
    "1997-03-30",
    "1998-04-12",
    "1999-04-04",
    "2000-04-23",
    "2001-04-15",
    "2002-03-31",
    "2003-04-20",
    "2004-04-11",
    "2005-03-27",
    "2006-04-16",
    "2007-04-08",
    "2008-03-23",
    "2009-04-12",
    "2010-04-04",
    "2011-04-24",
    "2012-04-08",
    "2013-03-31",
    "2014-04-20",
    "2015-04-05",
    "2016-03-27",
    "2017-04-16",
    "2018-04-01",
    "2019-04-21",
    "2020-04-12",
    "2021-04-04",
    "2022-04-17",
    "2023-04-09",
    "2024-03-31",
    "2025-04-20",
    "2026-04-05",
    "2027-03-28",
    "2028-04-16",
    "2029-04-01",
    "2030-04-21",
    "2031-04-13",
    "2032-03-28",
    "2033-04-17",
    "2034-04-09",
    "2035-03-25",
    "2036-04-13",
    "2037-04-05",
    "2038-04-25",
    "2039-04-10",
    "2040-04-01",
    "2041-04-21",
]
DECREES = [
    "2005-05-06",
    "2006-05-26",
    "2007-05-18",
    "2007-12-27",
    "2007-12-28",
    "2007-12-31",
    "2007-12-24",
    "2008-05-02",
    "2009-01-02",
    "2009-05-01",
    "2009-05-04",
    "2009-05-22",
    "2010-05-14",
    "2011-05-06",
    "2011-06-03",
    "2012-05-18",
    "2012-12-24",
    "2012-12-31",
    "2013-04-29",
    "2013-05-10",
    "2013-12-27",
    "2014-05-30",
    "2015-01-02",
    "2015-05-04",
    "2015-05-15",
    "2016-05-06",
    "2017-04-28",
    "2017-05-26",
    "2018-05-11",
    "2018-12-24",
    "2018-12-31",
    "2019-05-31",
    "2019-12-27",
    "2020-05-22",
    "2021-05-14",
    "2022-05-27",
    "2023-04-28",
    "2023-05-19",
    "2024-05-10",
    "2024-12-27",
    "2025-05-30",
    "2026-01-02",
    "2026-05-15",
    "2027-05-07",
    "2028-04-28",
    "2028-05-26",
]
_HOLIDAYS = {date.fromisoformat(day) for day in DECREES}
for _sunday in map(date.fromisoformat, EASTER_SUNDAYS):
    _HOLIDAYS |= _moving_days(_sunday)
    _HOLIDAYS |= {date(_sunday.year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    _HOLIDAYS.add(_king(_sunday.year))


def test_six_weeks_from_every_day_agree_with_a_second_count() -> None:
    day, wrong = date(1994, 1, 1), []
    while day.year <= 2040:
        answer = compute({"procedure": "appeal", "facts": {"made_known": day}})
        if answer["last_day"] != _six_weeks_by_hand(day).isoformat():
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@TRIES
@given(
    first=ANY_DAY,
    later=st.integers(0, 400),
    length=st.integers(1, 30),
    unit=st.sampled_from(["weeks", "months", "days", "workdays"]),
)
def test_later_start_never_gives_an_earlier_end(first: date, later: int, length: int, unit: str) -> None:
    facts = {f"term_{unit}": length, "clause": "Awb"}
    ends = [
        compute({"procedure": "custom", "facts": {**facts, "made_known": day}})["last_day"]
        for day in (first, first + timedelta(days=later))
    ]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]


@TRIES
@given(
    day=ANY_DAY,
    procedure=st.sampled_from(["objection", "appeal", "higher_appeal", "opposition", "court_fee"]),
    weeks=st.integers(1, 12),
)
def test_last_day_is_never_free_where_the_act_applies(day: date, procedure: str, weeks: int) -> None:
    facts = {"made_known": day, "invoice_sent": day, "term_weeks": weeks, "clause": "Awb 6:7"}
    last = compute({"procedure": procedure, "facts": facts})["last_day"]
    assert last is not None
    assert not days.is_free(date.fromisoformat(last))


@TRIES
@given(request=REQUESTS, name=st.sampled_from(sorted(FACTS)), data=st.data())
def test_added_fact_changes_no_value_without_a_step_that_says_so(
    request: dict[str, Any], name: str, data: st.DataObject
) -> None:
    before: dict[str, Any] = dict(compute(request))
    more = {**request, "facts": {**request["facts"], name: data.draw(_value_of(name))}}
    after: dict[str, Any] = dict(compute(more))
    changed = [key for key in OUTPUTS if before[key] is not None and before[key] != after[key]]
    if changed and name not in request["facts"]:
        told = [{step["nl"] for step in answer["explanation"]} for answer in (before, after)]
        assert told[1] - told[0], changed


@TRIES
@given(request=REQUESTS)
def test_every_answer_is_whole(request: dict[str, Any]) -> None:
    answer: dict[str, Any] = dict(compute(request))
    assert set(OUTPUTS) <= set(answer)
    for step in answer["explanation"]:
        assert step["nl"]
        assert step["en"]
        assert not {"{", "}"} & set(step["nl"] + step["en"])
    for entry in answer["missing"] + answer["notes"] + answer["confirm"]:
        assert entry["nl"]
        assert entry["en"]


@TRIES
@given(request=REQUESTS)
def test_no_step_is_offered_whose_time_has_passed(request: dict[str, Any]) -> None:
    for step in path(request):
        assert step["state"] in {"open", "closed", "not_yet", "unknown"}
        assert step["who"] in {"me", "them"}
        assert step["why"]["nl"]
        assert step["why"]["en"]
        if "today" in request and step["last_day"] is not None and step["who"] == "me":
            assert step["state"] != "open" or step["last_day"] >= request["today"]
        if "today" in request and step["opens_on"] is not None and step["state"] == "open":
            assert step["opens_on"] <= request["today"]
