"""How well problems of one theme find each other beside other engines, and what that costs as the index grows.

`BUNDEL_BENCH_CARDS=1000000` sets the largest size (100,000 without it). bm25s and tantivy are compared where this
Python has them.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.engines.similarity.examples import Problem, careless, is_shown, shared_problems, worth
from tests.engines.similarity.stories import Story, stories

from bundel.engines.similarity import Card, Index

Search = Callable[[str, str], list[str]]

_SIZES = (10_000, 100_000, 1_000_000)
_QUERIES = 200
_TOP = 10
_MEMORY = """
import json, sys
from pathlib import Path
from bundel.engines.similarity import Index
index = Index.open(Path(sys.argv[1]))
for text in json.load(sys.stdin):
    index.similar(text, within=["public"])
print("ready", flush=True)
sys.stdin.close()
import time
time.sleep(float(sys.argv[2]))
"""


def main() -> list[dict[str, Any]]:
    """Rows on quality (where the shared examples are), then on growth."""
    problems = shared_problems()
    return [*(_quality(problems) if problems else []), *_growth(int(os.environ.get("BUNDEL_BENCH_CARDS", "100000")))]


def _quality(problems: list[Problem]) -> list[dict[str, Any]]:
    others: dict[str, Search] = {
        "TF-IDF of words": _tfidf(problems, analyzer="word"),
        "character 3–5-grams": _tfidf(problems, analyzer="char_wb", ngram_range=(3, 5)),
    }
    for name, make in (("bm25s", _bm25), ("tantivy", _tantivy)):
        try:
            others[name] = make(problems)
        except ImportError:
            sys.stderr.write(f"{name}: not compared; this Python does not have it\n")
    with TemporaryDirectory() as folder:
        index = Index.open(Path(folder))
        index.build(Card(problem.id, "public", problem.text) for problem in problems)

        def ours(text: str, but: str) -> list[str]:
            return [found.id for found in index.similar(text, _TOP, within=["public"], but=but)]

        halves = (("themes shown", is_shown), ("themes held back", lambda theme: not is_shown(theme)))
        return [
            row
            for half, themes in halves
            for row in (
                *(_compared(f"{half}, beside {n}", problems, ours, other, themes) for n, other in others.items()),
                _typed(half, problems, ours, themes),
            )
        ]


def _compared(
    measure: str, problems: list[Problem], ours: Search, other: Search, themes: Callable[[str], bool]
) -> dict[str, Any]:
    mine = worth(problems, lambda problem: ours(problem.text, problem.id), themes)
    base = worth(problems, lambda problem: other(problem.text, problem.id), themes)
    return {
        "measure": f"nDCG@10 and MRR, {measure}",
        "ours": f"{mine.ndcg:.3f} {mine.mrr:.3f}",
        "baseline": f"{base.ndcg:.3f} {base.mrr:.3f}",
        "ratio": f"{mine.ndcg / base.ndcg:.2f}",
        "bar": "0.55 and 0.80",
    }


def _typed(half: str, problems: list[Problem], ours: Search, themes: Callable[[str], bool]) -> dict[str, Any]:
    neat = worth(problems, lambda problem: ours(problem.text, problem.id), themes)
    hasty = worth(problems, lambda problem: ours(careless(problem.text), problem.id), themes)
    return {
        "measure": f"nDCG@10 typed carelessly, {half} (baseline: as it was)",
        "ours": f"{hasty.ndcg:.3f}",
        "baseline": f"{neat.ndcg:.3f}",
        "ratio": f"{hasty.ndcg / neat.ndcg:.2f}",
        "bar": "at most 0.05 less",
    }


def _ranked(problems: list[Problem], scores: Iterable[float], but: str) -> list[str]:
    pairs = sorted(zip(scores, (problem.id for problem in problems), strict=True), key=lambda pair: -pair[0])
    return list(islice((name for _, name in pairs if name != but), _TOP))


def _tfidf(problems: list[Problem], **how: Any) -> Search:
    vectorizer = import_module("sklearn.feature_extraction.text").TfidfVectorizer(sublinear_tf=True, **how)
    matrix = vectorizer.fit_transform([problem.text for problem in problems])
    return lambda text, but: _ranked(problems, (matrix @ vectorizer.transform([text]).T).toarray().ravel(), but)


def _bm25(problems: list[Problem]) -> Search:
    bm25s = import_module("bm25s")
    engine = bm25s.BM25()
    engine.index(bm25s.tokenize([problem.text for problem in problems], show_progress=False), show_progress=False)

    def search(text: str, but: str) -> list[str]:
        tokens = bm25s.tokenize([text], show_progress=False, return_ids=False)[0]
        return _ranked(problems, engine.get_scores(tokens), but)

    return search


def _tantivy(problems: list[Problem]) -> Search:
    tantivy = import_module("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=False, tokenizer_name="default")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for problem in problems:
        writer.add_document(tantivy.Document(id=problem.id, text=problem.text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str, but: str) -> list[str]:
        query = index.parse_query("".join(sign if sign.isalnum() else " " for sign in text.lower()), ["text"])
        hits = searcher.search(query, _TOP + 1).hits
        return [name for _, at in hits if (name := searcher.doc(at)["id"][0]) != but][:_TOP]

    return search


def _growth(largest: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    base: dict[str, float] = {}
    for size in (size for size in _SIZES if size <= largest):
        for measure, value, bar in _at_size(size):
            base.setdefault(measure, value)
            rows.append(
                {
                    "measure": f"{measure}, {size:,} cards (baseline: {_SIZES[0]:,})",
                    "ours": round(value, 2),
                    "baseline": round(base[measure], 2),
                    "ratio": f"{value / base[measure]:.2f}" if base[measure] else "",
                    "bar": bar,
                }
            )
    return rows


def _at_size(size: int) -> list[tuple[str, float, str]]:
    copies: list[Story] = []

    def cards() -> Iterable[Card]:
        for story in stories(size):
            if story.copy_of is not None and len(copies) < _QUERIES:
                copies.append(story)
            yield Card(story.id, "public", story.text)

    with TemporaryDirectory() as folder:
        index = Index.open(Path(folder))
        before = time.process_time()
        index.build(cards())
        built = time.process_time() - before
        index.similar("even wachten", within=["public"])
        seconds, found = [], 0
        for story in copies:
            before = time.process_time()
            near = index.similar(story.text, _TOP, within=["public"], but=story.id)
            seconds.append(time.process_time() - before)
            found += story.copy_of in {one.id for one in near}
        before = time.perf_counter()
        index.add("new", "public", "een zwevende bushalte")
        first = index.similar("zwevende bushalte", within=["public"])[0].id
        added = (time.perf_counter() - before) if first == "new" else float("nan")
        disk = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        return [
            ("build, CPU s", built, ""),
            ("ten neighbours, CPU ms p50", statistics.median(seconds) * 1000, ""),
            ("ten neighbours, CPU ms p95", statistics.quantiles(seconds, n=20)[-1] * 1000, "20 at 1,000,000"),
            ("planted near-copy in the ten, share", found / max(1, len(copies)), ""),
            ("from added to found, ms", added * 1000, "the next query"),
            ("on disk, MB", disk / 2**20, ""),
            ("memory of two processes together, MB", _memory(folder, [story.text for story in copies]), "1,000"),
            ("peak of the builder so far, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, ""),
        ]


def _memory(folder: str, texts: list[str]) -> float:
    """The proportional memory of two processes that have both answered these texts."""
    running = [
        subprocess.Popen([sys.executable, "-c", _MEMORY, folder, "60"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    try:
        for one in running:
            assert one.stdin
            one.stdin.write(json.dumps(texts).encode())
            one.stdin.close()
        for one in running:
            assert one.stdout
            one.stdout.readline()
        return sum(_proportional(one.pid) for one in running) / 1024
    finally:
        for one in running:
            one.kill()
            one.wait()
            if one.stdout:
                one.stdout.close()


def _proportional(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
