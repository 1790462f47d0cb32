"""The person leaves the text, the problem stays: personal data found by rules and compact lists.

Sources: see `numbers` for the checks on numbers; the lists under `data` are written for Bundel, the
municipalities come from the TOOI register (CC0).
"""

from bundel.engines.deidentify.finding import Replaced, find, replace, replaced
from bundel.engines.deidentify.kinds import DIRECT, REPLACE_ALL, Kind, Policy, Span

__all__ = ["DIRECT", "REPLACE_ALL", "Kind", "Policy", "Replaced", "Span", "find", "replace", "replaced"]
