"""The words a dossier is described with, and how long each text may be."""

from enum import StrEnum

from bundel.kit.rules import RuleBroken

LONGEST_TITLE = 120
LONGEST_TEXT = 4000
LONGEST_GAIN = 600
LONGEST_NEWS = 1000  # what people upstream are told as well
LONGEST_LINE = 300
LONGEST_NAME = 160


class StepKind(StrEnum):
    """What was done."""

    TALK = "talk"
    LETTER = "letter"
    ADVICE = "advice"


class AnswerKind(StrEnum):
    """What was answered to one demand."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    REFUSED = "refused"
    NONE = "none"


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class EvidenceKind(StrEnum):
    """What a dossier rests on, besides its bundles and documents."""

    CARD = "card"
    RESEARCH = "research"


def cleaned(text: str, name: str, longest: int, *, is_required: bool = True) -> str:
    """A text without space around it. Raises RuleBroken: `<name>_empty`, `<name>_too_long`."""
    text = text.strip()
    if is_required and not text:
        raise RuleBroken(f"{name}_empty")
    if len(text) > longest:
        raise RuleBroken(f"{name}_too_long")
    return text


def check_ready(*, gain: str, demands: int) -> None:
    """Raises RuleBroken unless a dossier may go out: it says what the citizen gains, and asks something."""
    if not gain.strip():
        raise RuleBroken("gain_empty")
    if not demands:
        raise RuleBroken("no_demands")
