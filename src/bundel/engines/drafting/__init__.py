"""Sample letters for what a person can do now: in Dutch, with the English beside it, from what they told.

`fitting` says which letters make sense at this point of the way, `compose` makes one. Each sample is a readable file
in `samples/` with its article of law; sources: Awb, Wmo 2015 as they stand on wetten.overheid.nl.
"""

from bundel.engines.drafting.composing import (
    DAYS,
    Composition,
    Incomplete,
    Sample,
    Step,
    Words,
    compose,
    fitting,
    in_words,
    samples,
)

__all__ = ["DAYS", "Composition", "Incomplete", "Sample", "Step", "Words", "compose", "fitting", "in_words", "samples"]
