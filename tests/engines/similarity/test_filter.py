"""The filter answers each line, in order, from its corpus."""

import json
from pathlib import Path

import pytest
from tests.engines.similarity.examples import own_problems

from bundel.engines.similarity.filter import prepare


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    file = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"id": problem.id, "text": problem.text}) for problem in own_problems()]
    file.write_text("\n".join([*lines, "", json.dumps({"id": 7, "text": "een zwevende bushalte"})]))
    return file


def test_filter_gives_the_nearest_and_never_the_query(corpus: Path) -> None:
    similar = prepare(["--corpus", str(corpus), "--top", "3"])
    problem = own_problems()[0]
    answer = similar({"id": problem.id, "text": problem.text})
    assert answer["id"] == problem.id
    assert len(answer["similar"]) == 3
    assert problem.id not in [found["id"] for found in answer["similar"]]


def test_filter_tells_a_number_from_its_digits(corpus: Path) -> None:
    similar = prepare(["--corpus", str(corpus)])
    assert similar({"id": "7", "text": "zwevende bushalte"})["similar"][0]["id"] == 7
    assert 7 not in [found["id"] for found in similar({"id": 7, "text": "zwevende bushalte"})["similar"]]


def test_filter_answers_a_text_that_resembles_nothing(corpus: Path) -> None:
    assert prepare(["--corpus", str(corpus)])({"id": 1, "text": "…"}) == {"id": 1, "similar": []}


def test_filter_without_a_corpus_compares_with_the_lines_before() -> None:
    similar = prepare([])
    first, second, *_ = own_problems()
    assert similar({"id": 1, "text": first.text})["similar"] == []
    assert [found["id"] for found in similar({"id": 2, "text": second.text})["similar"]] == [1]
    assert [found["id"] for found in similar({"id": 1, "text": first.text})["similar"]] == [2]


@pytest.mark.parametrize("row", [{"id": 1}, {"id": 1, "text": 2}])
def test_filter_refuses_a_line_without_text(corpus: Path, row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be a string"):
        prepare(["--corpus", str(corpus)])(row)


@pytest.mark.parametrize("flags", [["--corpus", "/nowhere/at/all"], ["--corpus", "here", "--top", "0"]])
def test_filter_refuses_wrong_flags(flags: list[str]) -> None:
    with pytest.raises(SystemExit):
        prepare(flags)


@pytest.mark.parametrize("line", ["[]", '{"id": 1}', "{", '{"text": "x"}'])
def test_filter_refuses_a_corpus_it_cannot_read(tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line)
    with pytest.raises(SystemExit):
        prepare(["--corpus", str(tmp_path / "bad.jsonl")])
