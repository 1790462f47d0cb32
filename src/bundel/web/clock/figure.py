"""The two clocks as a drawing: where each bar, month and label goes, wide and tall."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

LEFT, RIGHT = 116, 692  # the wide drawing, right of the names
TOP, BOTTOM = 24, 344  # the tall drawing
LABEL_HEIGHT = 50
MOST_MONTHS = 6
# A date with its words is about this wide: beside the bar where that fits, else under it.
LABEL_WIDTH = 260
BESIDE, BELOW = 77, 118
FIRST_ROW, BOTH_ROWS = 100, 206


@dataclass(frozen=True)
class Bar:
    """A term from its first day to its last."""

    start: date
    end: date


class Place(NamedTuple):
    """A bar in a drawing: where it begins, how long it is, and where and how its label stands."""

    at: int
    length: int
    end: int
    label_at: int
    label_y: int
    anchor: str


class Label(NamedTuple):
    """A label of the tall drawing: its height, its line on the scale, its day and what it is."""

    y: int
    at: int
    day: date
    what: str


@dataclass(frozen=True)
class Figure:
    """Both terms on one scale of days; `mine` or `theirs` may be absent."""

    mine: Bar | None
    theirs: Bar | None
    today: date

    @cached_property
    def first(self) -> date:
        return min(bar.start for bar in (self.mine, self.theirs) if bar) - timedelta(days=1)

    @cached_property
    def last(self) -> date:
        end = max(bar.end for bar in (self.mine, self.theirs) if bar)
        # a day of today far behind the terms would press them flat
        near = end + (end - self.first) / 2
        return max(end, self.today) if self.today <= near else end

    @property
    def shows_today(self) -> bool:
        return self.first <= self.today <= self.last

    def _on(self, day: date, low: int, high: int) -> int:
        span = max((self.last - self.first).days, 1)
        return round(low + (high - low) * (day - self.first).days / span)

    def _wide(self, bar: Bar | None) -> Place | None:
        if bar is None:
            return None
        at, end = self._on(bar.start, LEFT, RIGHT), self._on(bar.end, LEFT, RIGHT)
        end = max(end, at + 6)
        if end + LABEL_WIDTH <= RIGHT:
            return Place(at, end - at, end, end + 16, BESIDE, "start")
        return Place(at, end - at, end, end, BELOW, "end")

    @property
    def my_bar(self) -> Place | None:
        return self._wide(self.mine)

    @property
    def their_bar(self) -> Place | None:
        return self._wide(self.theirs)

    @property
    def today_x(self) -> int:
        return self._on(self.today, LEFT, RIGHT)

    @property
    def today_end(self) -> int:
        """How far down the line of today goes: not through the words under a bar it does not touch."""
        return BOTH_ROWS if self.mine and self.theirs and self.today >= self.theirs.start else FIRST_ROW

    @property
    def today_anchor(self) -> str:
        return "start" if self.today_x < LEFT + 60 else "end" if self.today_x > RIGHT - 60 else "middle"

    @property
    def months(self) -> list[tuple[int, date]]:
        """The first days of months in view, at most a handful, and none whose name would fall off the edge."""
        found, month = [], (self.first.replace(day=1) + timedelta(days=32)).replace(day=1)
        while month <= self.last:
            found.append((self._on(month, LEFT, RIGHT), month))
            month = (month + timedelta(days=32)).replace(day=1)
        every = -(-len(found) // MOST_MONTHS)
        return [(x, month) for x, month in found[:: every or 1] if x < RIGHT - 60]

    def _tall(self, bar: Bar | None) -> tuple[int, int] | None:
        if bar is None:
            return None
        at = self._on(bar.start, TOP, BOTTOM)
        return at, max(self._on(bar.end, TOP, BOTTOM) - at, 6)

    @property
    def my_tall(self) -> tuple[int, int] | None:
        return self._tall(self.mine)

    @property
    def their_tall(self) -> tuple[int, int] | None:
        return self._tall(self.theirs)

    @cached_property
    def labels(self) -> list[Label]:
        """The labels of the tall drawing from top to bottom, none over another."""
        days = [(self.mine.end, "mine")] if self.mine else []
        days += [(self.theirs.end, "theirs")] if self.theirs else []
        days += [(self.today, "today")] if self.shows_today else []
        placed: list[Label] = []
        for day, what in sorted(days):
            at = self._on(day, TOP, BOTTOM)
            y = max(at, placed[-1].y + LABEL_HEIGHT) if placed else at
            placed.append(Label(y, at, day, what))
        return placed

    @property
    def tall_height(self) -> int:
        return max(self.labels[-1].y + 36, BOTTOM + 12)
