"""Do others recognise this? Similar texts found by the field's own vocabulary, words and what they share.

Sources: the concepts under `concepts` were written for Bundel in the form of SKOS (W3C, 2009); texts are weighed by
inverse document frequency (Spärck Jones, 1972) and ranked anew with the help of the first found (Rocchio, 1971).
"""

from bundel.engines.similarity.files import Damaged
from bundel.engines.similarity.finder import Finder, Found, finder
from bundel.engines.similarity.index import Card, Index, Similar
from bundel.engines.similarity.vocabulary import SCHEMES, Concept, Vocabulary, vocabulary

__all__ = [
    "SCHEMES",
    "Card",
    "Concept",
    "Damaged",
    "Finder",
    "Found",
    "Index",
    "Similar",
    "Vocabulary",
    "finder",
    "vocabulary",
]
