"""A public dossier as lines of text: on paper, and to lay two versions beside each other."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bundel.dossiers.labels import ANSWERS, PROMISES, STEPS
from bundel.dossiers.rules.shown import Shown, ShownCounts, ShownDemand, ShownLine, day_from
from bundel.dossiers.rules.words import AnswerKind, PromiseState, StepKind
from bundel.dossiers.showing import PublicRow
from bundel.dossiers.upstream import QuotedCard
from bundel.kit.paper.reports import Entry, Report, Section


def report_of(row: PublicRow, cards: Sequence[QuotedCard], *, today: date) -> Report:
    """A public dossier ready for paper, in the language of who asks."""
    shown = row.shown
    sections = (
        Section(_("Wat we hoorden"), (Entry(heard(shown.counts)), *(Entry(c.title, "", c.text) for c in cards))),
        Section(_("Wat we vragen"), tuple(_demand(d) for d in shown.demands), is_numbered=True),
        Section(_("Wat er is toegezegd"), tuple(_promise(p) for p in shown.promises)),
        Section(_("Wat er veranderde"), tuple(_effect(e) for e in shown.effects)),
        Section(_("Met wie we spraken"), tuple(_step(s) for s in shown.steps)),
        Section(_("Eigen onderzoek"), tuple(Entry(text, source) for text, source in shown.research)),
    )
    return Report(
        language=(get_language() or "nl")[:2],
        title=shown.title,
        subtitle=row.workspace_name,
        lead=shown.problem,
        gain_title=_("Wat heeft de burger er nu aan?"),
        gain=shown.gain,
        sections=tuple(section for section in sections if section.entries),
        closing=_("Zoals het stond op %(day)s.") % {"day": date_format(today, "j F Y")},
    )


def heard(counts: ShownCounts) -> str:
    """How many people told this, as far as everybody may know."""
    if counts.people is None:
        return _("Hoeveel mensen dit vertelden, laten we niet zien. Het aantal is te klein om te tonen.")
    places = ngettext("%(n)d gemeente", "%(n)d gemeenten", counts.municipalities or 0) % {"n": counts.municipalities}
    return _("%(people)d mensen vertelden ons dit, uit %(places)s.") % {"people": counts.people, "places": places}


def _demand(demand: ShownDemand) -> Entry:
    answer = str(ANSWERS[AnswerKind(demand.answer)])
    if demand.answered_on:
        answer = _("%(answer)s, %(day)s") % {"answer": answer, "day": _day(demand.answered_on)}
    return Entry(demand.text, _("Aan %(whom)s. %(answer)s.") % {"whom": demand.to_whom, "answer": answer}, demand.words)


def _promise(promise: ShownLine) -> Entry:
    return Entry(promise.text, f"{promise.who}, {_day(promise.on)}. {PROMISES[PromiseState(promise.state)]}.")


def _effect(effect: ShownLine) -> Entry:
    return Entry(effect.text, _("Sinds %(day)s") % {"day": _day(effect.on)})


def _step(step: ShownLine) -> Entry:
    return Entry(f"{STEPS[StepKind(step.state)]}: {step.who}", f"{_day(step.on)}. {step.text}")


def _day(stored: str) -> str:
    day = day_from(stored)
    return date_format(day, "j F Y") if day else ""


def shown_lines(shown: Shown) -> list[str]:
    """Every line of a version, in reading order."""
    return list(_lines(shown))


def _lines(shown: Shown) -> Iterator[str]:
    yield shown.title
    yield from filter(None, shown.problem.split("\n"))
    yield from filter(None, shown.gain.split("\n"))
    yield heard(shown.counts)
    for demand in shown.demands:
        entry = _demand(demand)
        yield f"{entry.text} {entry.below} {entry.quote}".strip()
    for promise in shown.promises:
        yield f"{promise.who}, {_day(promise.on)}: {promise.text} ({PROMISES[PromiseState(promise.state)]})"
    for effect in shown.effects:
        yield f"{_day(effect.on)}: {effect.text}"
    for step in shown.steps:
        yield f"{_day(step.on)}, {STEPS[StepKind(step.state)]}, {step.who}: {step.text}"
    for text, source in shown.research:
        yield f"{text} ({source})"
    yield from shown.partners
