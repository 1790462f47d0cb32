"""The index finds what is near, within the fence, in every process, and says when a file is damaged."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.similarity.examples import own_problems
from tests.engines.similarity.stories import stories

from bundel.engines.similarity import Card, Damaged, Index, segment

SENTENCES = st.text(max_size=80) | st.sampled_from([problem.text for problem in own_problems()])


def _cards(group: str = "public") -> Iterator[Card]:
    for problem in own_problems():
        yield Card(problem.id, group, problem.text)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index")
    made.build(_cards())
    return made


def _near(index: Index, text: str, group: str = "public", but: str | None = None) -> list[str]:
    return [found.id for found in index.similar(text, 5, within=[group], but=but)]


def test_similar_finds_the_same_theme_first(index: Index) -> None:
    first = own_problems()[0]
    assert set(_near(index, first.text, but=first.id)[:2]) == {"hours-cut-1", "hours-cut-2"}


def test_similar_leaves_out_the_card_itself(index: Index) -> None:
    for problem in own_problems():
        assert _near(index, problem.text)[0] == problem.id
        assert problem.id not in _near(index, problem.text, but=problem.id)


def test_scores_fall_and_stay_within_one(index: Index) -> None:
    scores = [found.score for found in index.similar(own_problems()[3].text, 24, within=["public"])]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1


def test_similar_is_the_same_after_reopening(index: Index, tmp_path: Path) -> None:
    again = Index.open(tmp_path / "index")
    for problem in own_problems():
        assert again.similar(problem.text, within=["public"]) == index.similar(problem.text, within=["public"])


def test_similar_never_leaves_the_groups_asked_for(index: Index) -> None:
    index.build(_cards("north"))
    index.add("secret", "south", own_problems()[0].text)
    assert "secret" not in _near(index, own_problems()[0].text)
    assert "secret" not in _near(index, own_problems()[0].text, "north")
    assert _near(index, own_problems()[0].text, "south") == ["secret"]
    assert _near(index, own_problems()[0].text, "nobody") == []


def test_card_in_two_groups_is_answered_once(index: Index) -> None:
    index.build(_cards("north"))
    found = index.similar(own_problems()[0].text, 30, within=["public", "north"])
    assert len({one.id for one in found}) == len(found)


@pytest.mark.parametrize("group", ["..", "a/b", "", "A", "x" * 65])
def test_group_that_could_lead_elsewhere_is_refused(index: Index, group: str) -> None:
    with pytest.raises(ValueError, match="a group is named"):
        index.similar("x", within=[group])


def test_added_card_is_found_by_another_index_at_once(index: Index, tmp_path: Path) -> None:
    other = Index.open(tmp_path / "index")
    assert "new" not in _near(other, "De paarse olifant op wielen is gestolen.")
    index.add("new", "public", "De paarse olifant op wielen is gestolen.")
    assert _near(other, "paarse olifant gestolen")[0] == "new"
    assert other.count("public") == len(own_problems()) + 1
    assert other.recent("public") == 1


def test_added_card_is_found_by_another_process(index: Index, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bundel.engines.similarity import Index;"
        "Index.open(Path(sys.argv[1])).add('far', 'public', 'een zwevende bushalte')"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "index")], check=True, env={**os.environ})
    assert _near(index, "zwevende bushalte")[0] == "far"


def test_changed_card_answers_to_its_new_text_only(index: Index) -> None:
    index.add("no-doctor-0", "public", "een zwevende bushalte")
    assert _near(index, "zwevende bushalte")[0] == "no-doctor-0"
    assert "no-doctor-0" not in _near(index, own_problems()[-3].text)
    assert index.count("public") == len(own_problems())


def test_removed_card_is_not_found(index: Index, tmp_path: Path) -> None:
    index.add("new", "public", own_problems()[0].text)
    for name in ("new", "hours-cut-0", "never-there"):
        index.remove(name, "public")
    for seen in (index, Index.open(tmp_path / "index")):
        assert not {"new", "hours-cut-0"} & set(_near(seen, own_problems()[0].text))
        assert seen.count("public") == len(own_problems()) - 1


def test_build_keeps_what_came_meanwhile(index: Index) -> None:
    def cards() -> Iterator[Card]:
        yield from _cards()
        index.add("meanwhile", "public", "een zwevende bushalte")
        index.remove("hours-cut-0", "public")

    index.add("before", "public", "een zwevende bushalte")
    index.build(cards())
    assert _near(index, "zwevende bushalte")[0] == "meanwhile"
    assert not {"before", "hours-cut-0"} & set(_near(index, own_problems()[0].text))


def test_build_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[int] = []
    cards = (Card(story.id, "public", story.text) for story in stories(2000))
    Index.open(tmp_path).build(cards, progress=told.append)
    assert told == [1000, 2000]


def test_build_empties_a_group_without_cards(index: Index) -> None:
    index.build([], groups=["public"])
    assert index.count("public") == 0
    assert _near(index, own_problems()[0].text) == []


def test_build_refuses_an_id_twice(index: Index) -> None:
    with pytest.raises(ValueError, match="twice"):
        index.build([*_cards(), *_cards()])


def test_forgotten_group_leaves_no_file(index: Index, tmp_path: Path) -> None:
    index.forget("public")
    assert _near(index, own_problems()[0].text) == []
    assert list((tmp_path / "index").iterdir()) == []


def test_forgotten_group_that_begins_anew_is_another(tmp_path: Path) -> None:
    reader, writer = Index.open(tmp_path), Index.open(tmp_path)
    for name in ("one", "two"):
        writer.add(name, "north", "een zwevende bushalte")
        assert _near(reader, "zwevende bushalte", "north") == [name]
        writer.forget("north")


def test_index_holds_no_readable_text(index: Index, tmp_path: Path) -> None:
    index.add("new", "public", "een zwevende bushalte")
    data = b"".join(file.read_bytes() for file in (tmp_path / "index").rglob("*") if file.is_file())
    assert b"zwevende" not in data
    assert b"rolstoel" not in data


@pytest.mark.parametrize("place", [0, 20, 200, 5000, -100])
def test_damaged_segment_is_noticed_and_built_again(index: Index, tmp_path: Path, place: int) -> None:
    file = next((tmp_path / "index" / "public").glob("*.cards"))
    data = bytearray(file.read_bytes())
    data[place] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(Damaged):
        Index.open(tmp_path / "index").similar("x", within=["public"])
    index.build(_cards())
    assert Index.open(tmp_path / "index").count("public") == len(own_problems())


@pytest.mark.parametrize("cut", [1, 10, 30, -5])
def test_torn_journal_is_noticed(index: Index, tmp_path: Path, cut: int) -> None:
    index.add("new", "public", "een zwevende bushalte")
    file = next((tmp_path / "index" / "public").glob("*.added"))
    file.write_bytes(file.read_bytes()[:-cut])  # -5: only five bytes are left
    with pytest.raises(Damaged):
        Index.open(tmp_path / "index").similar("x", within=["public"])
    index.add("newer", "public", "een zwevende bushalte")
    with pytest.raises(Damaged):
        Index.open(tmp_path / "index").similar("x", within=["public"])
    index.build(_cards())
    assert index.count("public") == len(own_problems())


def test_cut_segment_and_lost_pointer_are_noticed(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "index" / "public"
    file = next(folder.glob("*.cards"))
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(Damaged):
        Index.open(tmp_path / "index").similar("x", within=["public"])
    (folder / "current").write_text("seven")
    with pytest.raises(Damaged):
        Index.open(tmp_path / "index").similar("x", within=["public"])
    file.unlink()
    (folder / "current").write_text(file.stem)
    with pytest.raises(Damaged):
        Index.open(tmp_path / "index").similar("x", within=["public"])


def test_lost_journal_is_noticed(index: Index, tmp_path: Path) -> None:
    index.add("new", "public", "een zwevende bushalte")
    assert index.recent("public") == 1
    journal = next((tmp_path / "index" / "public").glob("*.added"))
    journal.write_bytes(b"")
    with pytest.raises(Damaged):
        index.similar("x", within=["public"])
    journal.unlink()
    with pytest.raises(Damaged):
        index.similar("x", within=["public"])
    with pytest.raises(Damaged):
        Index.open(tmp_path / "index").similar("x", within=["public"])


def test_common_features_only_weigh_the_candidates(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "_BUDGET", 3)
    monkeypatch.setattr(segment, "_CANDIDATES", 3)
    found = index.similar(own_problems()[0].text, 10, within=["public"])
    assert [one.id for one in found] == [own_problems()[0].id]


def test_near_copies_are_found_among_many(tmp_path: Path) -> None:
    many = list(stories(3000))
    index = Index.open(tmp_path)
    index.build(Card(story.id, "public", story.text) for story in many)
    copies = [story for story in many if story.copy_of]
    found = [story.copy_of in _near(index, story.text, but=story.id) for story in copies]
    assert sum(found) >= 0.95 * len(found) > 0


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(SENTENCES, max_size=8), query=SENTENCES)
def test_any_text_can_be_added_and_asked(tmp_path: Path, texts: list[str], query: str) -> None:
    index = Index.open(tmp_path)
    index.forget("any")
    index.build([Card(f"b{n}", "any", text) for n, text in enumerate(texts)])
    for number, text in enumerate(texts):
        index.add(f"a{number}", "any", text)
    found = index.similar(query, within=["any"], but="a0")
    assert "a0" not in {one.id for one in found}
    assert all(0 <= one.score <= 1 for one in found)
    assert found == Index.open(tmp_path).similar(query, within=["any"], but="a0")
