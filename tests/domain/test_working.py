"""The working calendar: against a count minute by minute, and by its laws."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.working import HOUR, WorkingCalendar, parse_hours

HOURS = ((time(8, 30), time(12)), (time(13, 30), time(18)))
WEEKEND = frozenset({6, 7})
NEW_YEAR = WorkingCalendar(
    "Asia/Shanghai", HOURS, WEEKEND, frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 3)}), date(2027, 12, 31)
)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
START = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
_MINUTE = 60_000
_moments = st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: START + minutes * _MINUTE)
_spans = st.integers(0, 20 * 8 * 60).map(lambda minutes: minutes * _MINUTE)
_dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_calendars = st.builds(
    WorkingCalendar, st.sampled_from(ZONES),
    st.sampled_from([HOURS, ((time(0), time(23, 59)),), ((time(1, 45), time(2, 15)), (time(9), time(10)))]),
    st.sampled_from([WEEKEND, frozenset(), frozenset({1, 2, 3, 4, 5, 6})]),
    st.frozensets(_dates, max_size=20), st.frozensets(_dates, max_size=5),
)


def at(text: str, zone: str = "Asia/Shanghai") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(("start", "hours", "due"), [
    ("2026-12-01 10:00", 4, "2026-12-01 15:30"),
    ("2026-12-01 10:00", 2, "2026-12-01 12:00"),
    ("2026-12-01 12:30", 1, "2026-12-01 14:30"),
    ("2026-12-01 20:00", 1, "2026-12-02 09:30"),
    ("2026-12-04 17:00", 2, "2026-12-07 09:30"),
    ("2026-12-31 17:00", 2, "2027-01-03 09:30"),
    ("2026-12-05 10:00", 8, "2026-12-07 18:00"),
])
def test_hours_pass_only_while_the_office_works(start: str, hours: int, due: str) -> None:
    assert NEW_YEAR.add(at(start), hours * HOUR) == at(due)
    assert NEW_YEAR.between(at(start), at(due)) == hours * HOUR


@pytest.mark.parametrize(("start", "days", "due"), [
    ("2026-12-04 10:00", 3, "2026-12-09 18:00"),
    ("2026-12-05 10:00", 1, "2026-12-07 18:00"),
    ("2026-12-31 23:00", 1, "2027-01-03 18:00"),
    ("2026-12-01 07:00", 0, "2026-12-01 18:00"),
])
def test_three_working_days_end_with_the_third_day(start: str, days: int, due: str) -> None:
    assert NEW_YEAR.add_days(at(start), days) == at(due)


def test_it_can_be_explained() -> None:
    assert NEW_YEAR.skipped(at("2026-12-31 10:00"), at("2027-01-03 10:00")) == [
        (date(2027, 1, 1), "holiday"), (date(2027, 1, 2), "weekend")
    ]


def test_it_knows_how_far_it_knows() -> None:
    assert NEW_YEAR.covers(date(2027, 12, 31))
    assert not NEW_YEAR.covers(date(2028, 1, 1))
    assert not WorkingCalendar("Asia/Shanghai", HOURS, WEEKEND).covers(date(2026, 1, 1))


def test_other_data_has_another_version() -> None:
    plain = WorkingCalendar("Asia/Shanghai", HOURS, WEEKEND)
    assert plain.version == WorkingCalendar("Asia/Shanghai", HOURS, frozenset({7, 6})).version
    assert len({plain.version, NEW_YEAR.version, WorkingCalendar("Asia/Urumqi", HOURS, WEEKEND).version}) == 3


@given(_calendars, _moments, _spans, _spans)
def test_two_stretches_are_one(calendar: WorkingCalendar, start: int, one: int, other: int) -> None:
    assert calendar.add(calendar.add(start, one), other) == calendar.add(start, one + other)


@given(_calendars, _moments, _spans)
def test_what_was_added_is_what_lies_between(calendar: WorkingCalendar, start: int, span: int) -> None:
    assert calendar.between(start, calendar.add(start, span)) == span


@given(_calendars, _moments, _moments, _spans)
def test_who_begins_later_is_not_due_earlier(calendar: WorkingCalendar, one: int, other: int, span: int) -> None:
    first, second = sorted((one, other))
    assert calendar.add(first, span) <= calendar.add(second, span)
    assert calendar.next_working(first) <= calendar.next_working(second)


@given(_calendars, _moments, _spans.filter(bool))
def test_nothing_is_due_while_nobody_works(calendar: WorkingCalendar, start: int, span: int) -> None:
    due = calendar.add(start, span)
    assert _works(calendar, due - _MINUTE)


@given(_calendars, _moments, st.integers(0, 3 * 24 * 60))
@settings(max_examples=40)
def test_as_a_count_minute_by_minute(calendar: WorkingCalendar, start: int, minutes: int) -> None:
    counted = sum(_works(calendar, start + n * _MINUTE) for n in range(minutes))
    assert calendar.between(start, start + minutes * _MINUTE) == counted * _MINUTE


@given(_calendars, _moments)
def test_the_next_working_instant_is_one(calendar: WorkingCalendar, start: int) -> None:
    opening = calendar.next_working(start)
    assert opening >= start
    assert _works(calendar, opening)
    assert calendar.between(start, opening) == 0


@given(_calendars, _moments, st.integers(1, 30))
def test_so_many_days_have_passed(calendar: WorkingCalendar, start: int, days: int) -> None:
    due = datetime.fromtimestamp(calendar.add_days(start, days) / 1000, ZoneInfo(calendar.zone)).date()
    first = datetime.fromtimestamp(start / 1000, ZoneInfo(calendar.zone)).date()
    passed = (date.fromordinal(n) for n in range(first.toordinal() + 1, due.toordinal() + 1))
    assert sum(calendar.works_on(day) for day in passed) == days


@pytest.mark.parametrize("written", [[], ["12:00-08:30"], ["08:30-12:00", "11:00-18:00"], ["morning"]])
def test_hours_that_make_no_sense_are_refused(written: list[str]) -> None:
    with pytest.raises(ValueError, match=r"hours|Invalid|time"):
        parse_hours(written)


def test_hours_are_read() -> None:
    assert parse_hours(["08:30-12:00", "13:30-18:00"]) == HOURS


def _works(calendar: WorkingCalendar, instant: int) -> bool:
    """The slow way: what does the clock on the wall say?"""
    local = datetime.fromtimestamp(instant / 1000, ZoneInfo(calendar.zone))
    inside = any(begin <= local.time() < end for begin, end in calendar.hours)
    return calendar.works_on(local.date()) and inside
