"""What sort of letter it is, from everything the rules of each kind find."""

from bundel.engines.letters.letter import Contradiction, Kind, KindFound, Match, Sure
from bundel.engines.letters.rules import Rule, find_all
from bundel.engines.letters.stories import contradiction
from bundel.engines.letters.stream import Stream

Found = dict[Kind, KindFound]
DECISIONS = (Kind.RULING, Kind.DECISION_ON_OBJECTION, Kind.DECISION)
# A letter that is the first kind for certain mentions the others only in passing.
_ABSORBS = {
    Kind.RULING: set(Kind) - {Kind.RULING},
    Kind.DECISION_ON_OBJECTION: set(Kind) - {Kind.RULING, Kind.DECISION_ON_OBJECTION},
    Kind.COMPLAINT_OUTCOME: {Kind.DECISION, Kind.RECEIPT, Kind.INFORMATION, Kind.EXTENSION, Kind.HEARING},
    Kind.ADJOURNMENT: {Kind.EXTENSION, Kind.RECEIPT, Kind.INFORMATION, Kind.HEARING, Kind.DECISION},
    Kind.EXTENSION: {Kind.RECEIPT, Kind.INFORMATION},
    Kind.DECISION: {Kind.RECEIPT, Kind.TALK_REPORT, Kind.HEARING, Kind.COURT_FEE, Kind.REMINDER, Kind.INFORMATION},
    Kind.INTENTION: {Kind.RECEIPT, Kind.TALK_REPORT, Kind.INFORMATION, Kind.REMINDER},
    Kind.REPAIR: {Kind.INFORMATION, Kind.REMINDER},
    Kind.RECEIPT: {Kind.INFORMATION},
    Kind.HEARING: {Kind.INFORMATION},
    Kind.TALK_REPORT: {Kind.INFORMATION},
    Kind.COURT_FEE: {Kind.INFORMATION, Kind.REMINDER},
    Kind.REMINDER: {Kind.INFORMATION},
}
# Contradictions that leave a decision standing as unclear.
_DISPUTES = frozenset({"intention_and_decision", "denied_decision"})
_OTHER_SUBJECTS = ("aanvra*", "klacht*", "verzoek*", "melding*")


def _weigh(kind: Kind, found: list[tuple[Rule, Match]]) -> KindFound:
    rules = {rule.id for rule, _ in found}
    strong = any(rule.strong and rule.subject == kind.value for rule, _ in found)
    sure = Sure.CERTAIN if strong else Sure.LIKELY if len(rules) > 1 else Sure.UNCLEAR
    return KindFound(kind, sure, tuple(sorted((match for _, match in found), key=lambda match: match.start)))


def _collect(stream: Stream, clause: list[tuple[Rule, Match]]) -> Found:
    found: Found = {}
    for kind in Kind:
        if kind is Kind.UNKNOWN:
            continue
        signs = find_all(kind.value, stream).get(kind.value, [])
        if kind is Kind.DECISION and signs and not any(rule.strong for rule, _ in signs):
            signs = signs + clause
        if signs:
            found[kind] = _weigh(kind, signs)
    if Kind.DECISION not in found and clause:
        found[Kind.DECISION] = KindFound(Kind.DECISION, Sure.UNCLEAR, tuple(match for _, match in clause))
    return found


def _name_delay(stream: Stream, found: Found) -> None:
    """Delay of an objection is an adjournment, delay of anything else an extension, whatever the word."""
    objection, other = stream.has("bezwaar*"), stream.has(*_OTHER_SUBJECTS)
    if Kind.ADJOURNMENT in found and not objection:
        wrong, right = Kind.ADJOURNMENT, Kind.EXTENSION
    elif Kind.EXTENSION in found and objection and not other:
        wrong, right = Kind.EXTENSION, Kind.ADJOURNMENT
    else:
        return
    delay = found.pop(wrong)
    if right not in found or found[right].sure is not Sure.CERTAIN:
        found[right] = KindFound(right, delay.sure, delay.matches)


def _rank(sure: Sure) -> int:
    return list(Sure).index(sure)


def _is(found: Found, kind: Kind, sure: Sure) -> bool:
    return kind in found and found[kind].sure is sure


def _contradictions(found: Found, clause: list[tuple[Rule, Match]], denied: bool) -> list[Contradiction]:
    """What does not go together; a decision that is contradicted is no longer certain."""
    told: list[Contradiction] = []
    decision, intention = found.get(Kind.DECISION), found.get(Kind.INTENTION)
    if (
        decision
        and intention
        and _is(found, Kind.DECISION, Sure.CERTAIN)
        and (denied or _is(found, Kind.INTENTION, Sure.CERTAIN))
    ):
        code = "intention_and_decision" if _is(found, Kind.INTENTION, Sure.CERTAIN) else "denied_decision"
        told.append(contradiction(code, (*decision.matches[:2], *intention.matches[:2])))
        found[Kind.DECISION] = KindFound(Kind.DECISION, Sure.UNCLEAR, decision.matches)
    elif intention and _is(found, Kind.INTENTION, Sure.CERTAIN) and clause:
        told.append(contradiction("intention_with_clause", (intention.matches[0], clause[0][1])))
    return told


def find_kinds(
    stream: Stream, clause: list[tuple[Rule, Match]]
) -> tuple[tuple[KindFound, ...], tuple[Contradiction, ...]]:
    """The kinds of the letter, surest first, and what contradicts them; `clause` is what invites to object."""
    found = _collect(stream, clause)
    _name_delay(stream, found)
    for kind, absorbed in _ABSORBS.items():
        if _is(found, kind, Sure.CERTAIN):
            for other in absorbed & found.keys():
                del found[other]
    intention = found.get(Kind.INTENTION)
    denied = intention is not None and any(match.rule == "intention-not-yet" for match in intention.matches)
    told = _contradictions(found, clause, denied)
    best = min((_rank(each.sure) for each in found.values()), default=0)
    # A decision stays in sight when it is disputed, or when the letter invites to object to something.
    in_sight = any(each.code in _DISPUTES for each in told) or (bool(clause) and _is(found, Kind.DECISION, Sure.LIKELY))
    kept = [each for kind, each in found.items() if _rank(each.sure) == best or (in_sight and kind is Kind.DECISION)]
    if not kept:
        kept = [KindFound(Kind.UNKNOWN, Sure.UNCLEAR, ())]
    return tuple(kept), tuple(told)


def is_decision(kinds: tuple[KindFound, ...], told: tuple[Contradiction, ...]) -> str:
    """Whether the letter decides something: "yes", "no" or "unclear"."""
    decisions = [each for each in kinds if each.kind in DECISIONS]
    if told or kinds[0].kind is Kind.UNKNOWN:
        return "unclear"
    if not decisions:
        return "no" if any(each.sure is Sure.CERTAIN for each in kinds) else "unclear"
    return "yes" if decisions[0].sure is Sure.CERTAIN else "unclear"
