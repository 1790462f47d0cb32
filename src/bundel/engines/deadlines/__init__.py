"""The citizen's legal clock: every date of Dutch administrative procedure, with the sum, the article and no guess.

`compute` answers one request, `path` gives the whole way ahead for both sides. The rules are data, one file per
law in `laws/`; the days on which no term ends stand in `holidays.toml`. Sources: Awb, Algemene termijnenwet and
the special laws as they stand on wetten.overheid.nl, and the rulings named with each rule.
"""

from bundel.engines.deadlines.ahead import path
from bundel.engines.deadlines.clock import Answer, compute
from bundel.engines.deadlines.way import PathStep

__all__ = ["Answer", "PathStep", "compute", "path"]
