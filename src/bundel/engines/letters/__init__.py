"""The reply reader: what a Dutch letter from an authority is, says and leaves out, with the words it matched.

`read` takes the text of a letter and gives a `Letter`. The rules are data, one readable file per subject in
`patterns/`; nothing is guessed and no name is kept. Sources: Awb, Wmo 2015, Wkkgz and the special laws as they
stand on wetten.overheid.nl, each named with its rule.
"""

from bundel.engines.letters.letter import Letter
from bundel.engines.letters.reader import read

__all__ = ["Letter", "read"]
