"""When a mail that did not leave is tried again."""

from datetime import timedelta

import pytest

from bundel.notices.labels import SUBJECTS
from bundel.notices.rules import NoticeKind, Problem, wait_after


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=30)),
        (4, timedelta(hours=2)),
        (5, timedelta(hours=6)),
        (6, timedelta(hours=12)),
        (7, timedelta(hours=24)),
        (8, None),
    ],
)
def test_each_attempt_waits_longer_and_the_eighth_is_the_last(attempts: int, wait: timedelta | None) -> None:
    assert wait_after(attempts, Problem.NOT_REACHED) == wait


@pytest.mark.parametrize("problem", [Problem.ADDRESS_REFUSED, Problem.NO_RECEIVER])
def test_what_cannot_change_is_not_tried_again(problem: Problem) -> None:
    assert wait_after(1, problem) is None


def test_every_mail_has_a_subject() -> None:
    assert set(SUBJECTS) == set(NoticeKind)
