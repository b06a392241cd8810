"""What many ratings say together, and that no single one can be read from it."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratings import TOGETHER, quarters, summarise, wilson
from tests.domain.test_working import at


class Told(NamedTuple):
    solved: bool | None
    grade: int | None


_told = st.one_of(
    st.just(Told(None, None)), st.just(Told(False, None)),
    st.builds(Told, st.just(True), st.one_of(st.none(), st.integers(1, 5))),
)


def test_fewer_than_five_say_nothing() -> None:
    assert summarise([Told(True, 5)] * 4 + [Told(None, None)] * 20) is None


def test_satisfied_dissatisfied_and_silent_are_apart() -> None:
    found = summarise([Told(True, 5), Told(True, 3), Told(True, 2), Told(False, None), Told(True, 4), Told(None, None)])
    assert found is not None
    assert (found.satisfied, found.dissatisfied, found.silent, found.solved) == (3, 2, 1, 4)
    assert found.average is None, "only four grades"


def test_silence_is_never_satisfied() -> None:
    loud = summarise([Told(True, 5)] * 5)
    quiet = summarise([Told(True, 5)] * 5 + [Told(None, None)] * 50)
    assert loud is not None
    assert quiet is not None
    assert (loud.satisfied, loud.low) == (quiet.satisfied, quiet.low)


@given(st.lists(_told, max_size=30), _told)
def test_one_more_answer_changes_nothing_until_there_are_five_more(told: list[Told], newest: Told) -> None:
    answers = [one for one in told if one.solved is False or one.grade is not None]
    before, after = summarise(told), summarise([*told, newest])
    if (len(answers) + 1) % TOGETHER and before and after:
        assert before._replace(silent=0) == after._replace(silent=0)


@given(st.lists(_told, max_size=60))
def test_whatever_is_shown_rests_on_five_at_least(told: list[Told]) -> None:
    found = summarise(told)
    if found is not None:
        assert found.rated >= TOGETHER
        assert 0 <= found.low <= found.satisfied / found.rated <= found.high <= 1


@given(st.lists(_told, max_size=30), st.lists(_told, max_size=30))
def test_a_period_that_falls_out_takes_whole_fives_with_it(old: list[Told], new: list[Told]) -> None:
    both, left, gone = (found.rated if found else 0 for found in (
        summarise(old, new), summarise(new), summarise(old)))
    assert both - left == gone
    assert gone % TOGETHER == 0


def test_periods_that_are_counted_together_are_found_out() -> None:
    old, new = [Told(True, 5)] * 4, [Told(True, 5)] * 6
    together, left = summarise([*old, *new]), summarise(new)
    assert together is not None
    assert left is not None
    assert together.rated - left.rated == TOGETHER, "four people would have been told from five"
    assert summarise(old, new) == left


@pytest.mark.parametrize(("now", "last", "present"), [
    ("2026-12-01 10:00", "2026-07-01 00:00", "2026-10-01 00:00"),
    ("2027-01-01 00:00", "2026-10-01 00:00", "2027-01-01 00:00"),
    ("2027-06-30 23:59", "2027-01-01 00:00", "2027-04-01 00:00"),
])
def test_the_last_quarter_and_the_present_one(now: str, last: str, present: str) -> None:
    assert quarters(at(now), "Asia/Shanghai") == [(at(last), at(present)), (at(present), at(now) + 1)]


@pytest.mark.parametrize(("hits", "count", "low", "high"), [
    (0, 0, 0.0, 1.0), (8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662),
])
def test_wilson_against_published_figures(hits: int, count: int, low: float, high: float) -> None:
    """The last row is Newcombe's (Statistics in Medicine 17, 1998)."""
    assert list(wilson(hits, count)) == pytest.approx([low, high], abs=2e-4)


def test_one_angry_voice_does_not_sink_many() -> None:
    found = summarise([Told(True, 5)] * 9 + [Told(False, None)])
    assert found is not None
    assert found.low > 0.55
