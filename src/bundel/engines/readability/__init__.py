"""How readable a text is, with quiet hints; it reports and blocks nothing.

Sources: R. Flesch, A new readability yardstick (1948); W.H. Douma, De leesbaarheid van landbouwbladen (1960).
The lists of officialese with plain alternatives under `data` are written for Bundel.
"""

from bundel.engines.readability.assessing import Measured, Report, assess
from bundel.engines.readability.hints import Code, Hint
from bundel.engines.readability.syllables import count_syllables

__all__ = ["Code", "Hint", "Measured", "Report", "assess", "count_syllables"]
