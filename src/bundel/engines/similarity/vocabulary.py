"""The field's vocabulary: concepts with what people call them, wider and related ones; data, read from `concepts`."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

SCHEMES = ("provisions", "events", "bodies", "people", "consequences", "conditions", "settings")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept, as in SKOS: preferred labels, alternative labels, and hidden ones as people say or misspell it."""

    id: str
    scheme: str
    nl: str
    en: str
    also: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def labels(self) -> Iterator[str]:
        """Every Dutch wording it is found by; `…` in one stands for a few words."""
        yield self.nl
        yield from self.also
        yield from self.heard


@dataclass(frozen=True)
class Vocabulary(Mapping[str, Concept]):
    """Concepts by id. Raises `ValueError` when one points to a concept that is not there, or around in a circle."""

    concepts: Mapping[str, Concept]
    _wider: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for concept in self.concepts.values():
            unknown = [other for other in (*concept.broader, *concept.related) if other not in self.concepts]
            if unknown:
                raise ValueError(f"{concept.id} points to {', '.join(unknown)}, which is no concept")
            self._wider[concept.id] = self._climb(concept.id)

    def __getitem__(self, name: str) -> Concept:
        return self.concepts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def wider(self, name: str) -> tuple[str, ...]:
        """All concepts above this one, nearest first."""
        return self._wider[name]

    def scheme(self, name: str) -> list[Concept]:
        """The concepts of one scheme, in the order of its file."""
        return [concept for concept in self.concepts.values() if concept.scheme == name]

    def with_concepts(self, extra: Iterable[Concept]) -> "Vocabulary":
        """This vocabulary with more concepts, or with other versions of those it has."""
        return Vocabulary({**self.concepts, **{concept.id: concept for concept in extra}})

    @cached_property
    def narrower(self) -> dict[str, tuple[str, ...]]:
        """For each concept those directly under it."""
        found: dict[str, list[str]] = {name: [] for name in self.concepts}
        for concept in self.concepts.values():
            for wide in concept.broader:
                found[wide].append(concept.id)
        return {name: tuple(below) for name, below in found.items()}

    def _climb(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        layer = self.concepts[name].broader
        while layer:
            if name in layer:
                raise ValueError(f"{name} stands above itself")
            new = [wide for wide in layer if wide not in found]
            found.update(dict.fromkeys(new))
            layer = tuple(up for wide in new for up in self.concepts[wide].broader)
        return tuple(found)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with Bundel."""
    return Vocabulary({concept.id: concept for scheme in SCHEMES for concept in _read(scheme)})


def _read(scheme: str) -> Iterator[Concept]:
    data: dict[str, dict[str, Any]] = tomllib.loads(
        (files(__package__) / "concepts" / f"{scheme}.toml").read_text(encoding="utf-8")
    )
    for name, fields in data.items():
        known: dict[str, Any] = {key: tuple(of) if isinstance(of, list) else of for key, of in fields.items()}
        yield Concept(name, scheme, **known)
