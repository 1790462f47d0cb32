"""Problems with their theme, ours and those shared with the project, and what a ranking of them is worth."""

import json
import math
import os
import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).resolve().parent
_SHARED = Path(os.environ.get("BUNDEL_SHARED", _HERE.parents[2] / "../shared/data"))


class Problem(NamedTuple):
    """One person's problem and the theme it belongs to."""

    id: str
    text: str
    theme: str


class Worth(NamedTuple):
    """How high those of the same theme come, on average over the queries that have any."""

    ndcg: float
    mrr: float
    queries: int


def own_problems() -> list[Problem]:
    """The invented ones beside this file."""
    themes = tomllib.loads((_HERE / "problems.toml").read_text(encoding="utf-8"))
    return [Problem(f"{theme}-{n}", text, theme) for theme, texts in themes.items() for n, text in enumerate(texts)]


def shared_problems() -> list[Problem]:
    """The examples shared with the project; none where they are absent."""
    file = _SHARED / "texts" / "concerns.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    return [Problem(row["id"], row["text"], row["theme"]) for row in rows]


def is_shown(theme: str) -> bool:
    """Half of the themes: the vocabulary was written and tuned beside these. The others were only counted."""
    return sha256(theme.encode()).digest()[0] % 2 == 0


def worth(problems: list[Problem], search: Callable[[Problem], Iterable[str]], themes: Callable[[str], bool]) -> Worth:
    """nDCG@10 and mean reciprocal rank of the ids that `search` gives, best first, for problems of these themes."""
    theme_of = {problem.id: problem.theme for problem in problems}
    sizes = Counter(theme_of.values())
    gains: list[float] = []
    ranks: list[float] = []
    for problem in problems:
        if sizes[problem.theme] < 2 or not themes(problem.theme):
            continue
        same = [theme_of[name] == problem.theme for name in search(problem)]
        ideal = sum(1 / math.log2(n + 2) for n in range(min(10, sizes[problem.theme] - 1)))
        gains.append(sum(1 / math.log2(n + 2) for n, hit in enumerate(same[:10]) if hit) / ideal)
        ranks.append(1 / (1 + same.index(True)) if True in same else 0.0)
    count = max(1, len(gains))
    return Worth(sum(gains) / count, sum(ranks) / count, len(gains))


def careless(text: str) -> str:
    """The text typed in a hurry: small letters, no marks, an error in every eighth longer word."""
    chance = random.Random(text)
    return " ".join(_mistyped(word, chance) for word in re.sub(r"[^\w\s]", " ", text.lower()).split())


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 4 or chance.random() > 1 / 8:
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
