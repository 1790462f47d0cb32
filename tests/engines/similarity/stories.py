"""Invented stories, as many as wanted: made of the vocabulary's words and templates, with planted near-copies."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from bundel.engines.similarity.vocabulary import Concept, vocabulary

_OPENINGS = ("Sinds {month} gaat het om {provision}.", "Mijn vraag over {provision} loopt al sinds {month}.")
_MIDDLES = (
    "De {body} liet weten: {event}.",
    "Wat er gebeurde: {event}, en {event2}.",
    "Volgens de {body} is het {event}.",
    "Toen was het {event}, zei {name} van de {body}.",
)
_ENDS = (
    "Nu is er vooral {consequence}.",
    "Met {condition} betekent dat {consequence}.",
    "{consequence}, dag in dag uit.",
)
_MONTHS = ("januari", "maart", "mei", "juli", "september", "november")
_SYLLABLES = ("bor", "ken", "wil", "dra", "mos", "ter", "hui", "zan", "lek", "vee", "rom", "dij", "sta", "pol", "gaa")


class Story(NamedTuple):
    """A story and its theme: what is asked for and what happened. A near-copy carries the id of its original."""

    id: str
    text: str
    theme: tuple[str, str]
    copy_of: str | None


def stories(count: int, seed: int = 7) -> Iterator[Story]:
    """That many stories; about one in fifty is a near-copy of one before it."""
    chance = random.Random(seed)
    concepts = {
        name: vocabulary().scheme(name) for name in ("provisions", "events", "bodies", "consequences", "conditions")
    }
    before: Story | None = None
    for number in range(count):
        if before is not None and chance.random() < 0.02:
            yield Story(f"c{number}", _nearly(before.text, chance), before.theme, before.id)
            continue
        story = _story(f"c{number}", concepts, chance)
        if before is None or chance.random() < 0.1:
            before = story
        yield story


def _story(name: str, concepts: dict[str, list[Concept]], chance: random.Random) -> Story:
    provision = _common(concepts["provisions"], chance)
    event = _common(concepts["events"], chance)
    words = {
        "provision": _label(provision, chance),
        "event": _label(event, chance),
        "event2": _label(_common(concepts["events"], chance), chance),
        "body": _label(_common(concepts["bodies"], chance), chance),
        "consequence": _label(_common(concepts["consequences"], chance), chance),
        "condition": _label(_common(concepts["conditions"], chance), chance),
        "month": chance.choice(_MONTHS),
        "name": _name(chance),
    }
    parts = [
        chance.choice(_OPENINGS),
        chance.choice(_MIDDLES),
        f"Dat was in {_name(chance)}, bij {_name(chance)}.",
        chance.choice(_ENDS),
    ]
    return Story(name, " ".join(parts).format(**words), (provision.id, event.id), None)


def _common(concepts: list[Concept], chance: random.Random) -> Concept:
    """Some are told of far more often than others, as in life."""
    return concepts[min(int(chance.paretovariate(0.7)) - 1, 10**6) % len(concepts)]


def _label(concept: Concept, chance: random.Random) -> str:
    return chance.choice([label for label in concept.labels if "…" not in label])


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 4))).capitalize()


def _nearly(text: str, chance: random.Random) -> str:
    words = text.split()
    del words[chance.randrange(len(words))]
    return " ".join(words)
