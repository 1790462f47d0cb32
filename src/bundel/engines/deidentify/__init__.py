"""The person leaves the text, the problem stays: personal data found by rules and compact lists.

Sources: see `numbers` for the checks on numbers; the lists under `data` are written for Bundel, the
municipalities come from the TOOI register (CC0).
"""

from bundel.engines.deidentify.finding import Replaced, find, replace, replaced
from bundel.engines.deidentify.kinds import DIRECT, REPLACE_ALL, Kind, Policy, Span
from bundel.engines.deidentify.places import type_of_institution
from bundel.engines.deidentify.traces import Before, is_everyday, left_of, shape_of

__all__ = [
    "DIRECT",
    "REPLACE_ALL",
    "Before",
    "Kind",
    "Policy",
    "Replaced",
    "Span",
    "find",
    "is_everyday",
    "left_of",
    "replace",
    "replaced",
    "shape_of",
    "type_of_institution",
]
