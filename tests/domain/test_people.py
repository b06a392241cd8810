"""Who answers for a cell: leave, stand-ins, and posts for a category."""

from domain.ids import PersonId
from domain.people import Duty, on_duty

LI, WANG, ZHAO = PersonId(1), PersonId(2), PersonId(3)


def test_everybody_answers_once_in_the_given_order() -> None:
    assert on_duty([Duty(LI, "grid_member"), Duty(WANG, "grid_leader"), Duty(LI, "anchor")]) == [LI, WANG]


def test_a_post_for_the_category_comes_first() -> None:
    duties = [Duty(LI, "grid_member"), Duty(WANG, "grid_leader", ("lift",))]
    assert on_duty(duties, category="lift") == [WANG, LI]
    assert on_duty(duties, category="water") == [LI, WANG]


def test_somebody_away_is_skipped_or_stood_in_for() -> None:
    assert on_duty([Duty(LI, "grid_member", away=True), Duty(WANG, "grid_leader")]) == [WANG]
    assert on_duty([Duty(LI, "grid_member", away=True, stand_in_id=ZHAO)]) == [ZHAO]


def test_a_stand_in_who_is_away_as_well_stands_in_for_nobody() -> None:
    assert on_duty([Duty(LI, "grid_member", away=True, stand_in_id=ZHAO)], frozenset({ZHAO})) == []
