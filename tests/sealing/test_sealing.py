"""Seals open only with their key and at their place; a destroyed key opens nothing."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Two
from tests.worlds import NOW

from bundel.sealing.cipher import (
    PIECE_BYTES,
    Place,
    SealBroken,
    derive,
    from_text,
    new_key,
    seal,
    seal_in_pieces,
    to_text,
    unseal,
    unseal_in_pieces,
)
from bundel.sealing.codes import as_typed, code_from, in_fours, slow_hash
from bundel.sealing.keys import Erased, destroy_key, make_key, open_key, word_marks
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import acting_for

HERE = Place(UUID(int=1), "concern", "story", UUID(int=2))
ELSEWHERE = [
    Place(UUID(int=9), "concern", "story", UUID(int=2)),
    Place(UUID(int=1), "message", "story", UUID(int=2)),
    Place(UUID(int=1), "concern", "wish", UUID(int=2)),
    Place(UUID(int=1), "concern", "story", UUID(int=9)),
]


@given(st.binary())
def test_a_seal_opens_at_its_place(content: bytes) -> None:
    key = new_key()
    assert unseal(key, seal(key, content, HERE), HERE) == content


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_seal_opens_nowhere_else(place: Place) -> None:
    key = new_key()
    with pytest.raises(SealBroken):
        unseal(key, seal(key, b"story", HERE), place)


def test_another_key_a_changed_byte_and_rubbish_do_not_open() -> None:
    key = new_key()
    sealed = seal(key, b"story", HERE)
    for wrong_key, wrong in ((new_key(), sealed), (key, sealed[:-1] + b"x"), (key, b""), (key, b"\x02" + sealed[1:])):
        with pytest.raises(SealBroken):
            unseal(wrong_key, wrong, HERE)


def test_two_seals_of_one_text_differ() -> None:
    key = new_key()
    assert seal(key, b"story", HERE) != seal(key, b"story", HERE)


@given(st.binary(min_size=1, max_size=64))
def test_bytes_survive_a_cookie(raw: bytes) -> None:
    assert from_text(to_text(raw)) == raw


def test_text_that_is_no_cookie_of_ours_is_empty() -> None:
    assert from_text("é") == b""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1234 5678 9012 3456", "1234567890123456"),
        ("1234-5678-9012-3456", "1234567890123456"),
        (" 1234567890123456\n", "1234567890123456"),
        ("1234.5678.9012.3456", "1234567890123456"),
        ("123456789012345", None),
        ("12345678901234567", None),
        ("1234 5678 9012 345x", None),
        ("١٢٣٤ 5678 9012 3456", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str, code: str | None) -> None:
    assert as_typed(typed) == code


def test_a_code_belongs_to_its_secret_and_purpose() -> None:
    code = code_from(b"s" * 32, "receipt")
    assert as_typed(in_fours(code)) == code
    assert code == code_from(b"s" * 32, "receipt")
    assert code != code_from(b"s" * 32, "resume")
    assert code != code_from(b"t" * 32, "receipt")
    assert slow_hash(code, "receipt") == slow_hash(code, "receipt") != slow_hash(code, "resume")
    assert derive(b"s" * 32, "a") != derive(b"s" * 32, "b")


@pytest.mark.django_db
def test_a_data_key_opens_in_its_workspace_and_not_after_erasure(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        key = make_key(now=NOW)
        sealed = key.seal("verhaal", table="concern", column="story", row=UUID(int=5))
        again = open_key(key.id)
        assert again.unseal(sealed, table="concern", column="story", row=UUID(int=5)) == "verhaal"
        assert key.seal("", table="concern", column="wish", row=UUID(int=5)) == b""
        assert key.unseal(b"", table="concern", column="wish", row=UUID(int=5)) == ""
    with acting_for(two.there.workspace.id), pytest.raises(Erased):
        open_key(key.id)
    with acting_for(two.here.workspace.id):
        destroy_key(key.id)
        with pytest.raises(Erased):
            open_key(key.id)


@pytest.mark.django_db
def test_a_key_of_an_unknown_master_says_so(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        key = make_key(now=NOW)
        SealKey.objects.filter(pk=key.id).update(master="lost")
        with pytest.raises(SealBroken, match="lost"):
            open_key(key.id)


@pytest.mark.django_db
def test_names_are_marked_per_word_and_per_workspace(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        marks = word_marks("Çelik van den Bérg-Çelik")
        assert marks == word_marks("celik VAN den berg")
        assert len(marks) == 4
        assert word_marks("berg")[0] in marks
        assert word_marks("a 1 -") == []
    with acting_for(two.there.workspace.id):
        assert not set(word_marks("berg")) & set(marks)


CONTENTS = [b"", b"x", b"x" * (PIECE_BYTES - 1), b"x" * PIECE_BYTES, b"x" * (PIECE_BYTES + 1), b"xy" * PIECE_BYTES]


def in_parts(content: bytes, size: int) -> list[bytes]:
    return [content[n : n + size] for n in range(0, len(content), size)]


@pytest.mark.parametrize("content", CONTENTS, ids=len)
@pytest.mark.parametrize("size", [1000, PIECE_BYTES, 10**7])
def test_a_long_content_opens_whatever_parts_it_comes_in(content: bytes, size: int) -> None:
    key = new_key()
    sealed = b"".join(seal_in_pieces(key, in_parts(content, size), HERE))
    assert b"".join(unseal_in_pieces(key, in_parts(sealed, size), HERE)) == content


def test_pieces_cut_off_swapped_left_out_or_added_do_not_open() -> None:
    key = new_key()
    head, *pieces = seal_in_pieces(key, [bytes(3 * PIECE_BYTES)], HERE)
    one, two, three = pieces
    _, *others = seal_in_pieces(key, [bytes(3 * PIECE_BYTES)], HERE)
    wrong = [[one, two], [one], [], [two, one, three], [one, three], [one, two, three, three], [one, two, others[2]]]
    for kept in wrong:
        with pytest.raises(SealBroken):
            b"".join(unseal_in_pieces(key, [head, *kept], HERE))
    for rubbish in (b"", b"\x02", b"\x01" + bytes(50)):
        with pytest.raises(SealBroken):
            b"".join(unseal_in_pieces(key, [rubbish], HERE))


@pytest.mark.parametrize("place", ELSEWHERE)
def test_pieces_open_nowhere_else_and_with_no_other_key(place: Place) -> None:
    key = new_key()
    sealed = list(seal_in_pieces(key, [b"brief"], HERE))
    for other_key, other_place in ((key, place), (new_key(), HERE)):
        with pytest.raises(SealBroken):
            b"".join(unseal_in_pieces(other_key, sealed, other_place))
