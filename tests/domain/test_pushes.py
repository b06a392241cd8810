"""When somebody may be told something."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.pushes import Told, morning_after, on_duty_at, say_at, worth_saying

ZONE = "Asia/Shanghai"
HOURS = ("08:30", "18:00")


def _at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


def _text(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(ZONE)).strftime("%m-%d %H:%M")


def _weekday(day: date) -> bool:
    return day.weekday() < 5


def test_duty_is_now_or_begins_on_the_next_working_morning() -> None:
    found = {at: _text(on_duty_at(_at(at), HOURS, ZONE, _weekday)) for at in (
        "2026-12-01T10:00", "2026-12-01T07:00", "2026-12-01T18:00", "2026-12-04T20:00", "2026-12-05T09:00")}
    assert found == {
        "2026-12-01T10:00": "12-01 10:00", "2026-12-01T07:00": "12-01 08:30", "2026-12-01T18:00": "12-02 08:30",
        "2026-12-04T20:00": "12-07 08:30", "2026-12-05T09:00": "12-07 08:30"}


def test_leave_is_skipped_to_its_end() -> None:
    back = date(2026, 12, 21)
    assert _text(on_duty_at(_at("2026-12-01T10:00"), HOURS, ZONE, lambda day: day >= back)) == "12-21 08:30"


def test_the_morning_after_is_never_today() -> None:
    assert _text(morning_after(_at("2026-12-01T06:00"), "08:30", ZONE, _weekday)) == "12-02 08:30"
    assert _text(morning_after(_at("2026-12-04T12:00"), "08:30", ZONE, _weekday)) == "12-07 08:30"


def test_the_first_goes_at_once_the_next_with_what_else_comes_and_the_sixth_waits() -> None:
    def when(told: Told, *, soon: bool = False, on_duty: int = 1_000_000) -> int | None:
        return say_at(1_000_000, on_duty, told, soon=soon, merge=600_000, at_most=5)

    assert when(Told(0, None)) == 1_000_000
    assert when(Told(1, 900_000)) == 1_500_000
    assert when(Told(1, 300_000)) == 1_000_000
    assert when(Told(1, 900_000), soon=True) == 1_000_000
    assert when(Told(5, 300_000)) is None
    assert when(Told(5, 300_000), soon=True) == 1_000_000
    assert when(Told(0, None), soon=True, on_duty=9_000_000) == 9_000_000


def test_a_repetition_says_nothing_new_but_words_are_never_dropped() -> None:
    items: list[tuple[str, dict[str, int]]] = [
        ("a", {"request_id": 1}), ("p", {"request_id": 1, "note_id": 5}), ("a", {"request_id": 2}),
        ("p", {"request_id": 1, "note_id": 6}), ("a", {"request_id": 1}),
    ]
    assert worth_saying(items) == [items[1], items[2], items[3], items[4]]
