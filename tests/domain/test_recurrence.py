"""The dates of rules, against tables and against dateutil."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.recurrence import Freq, Rule, Weekday, at, dates, format, occurrences, parse  # noqa: A004

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai")


def days(*stamps: str) -> list[date]:
    return [date.fromisoformat(stamp) for stamp in stamps]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=2SA", days("2025-01-11", "2025-02-08", "2025-03-08")),
        ("FREQ=MONTHLY;BYDAY=-1FR", days("2025-01-31", "2025-02-28", "2025-03-28")),
        ("FREQ=MONTHLY;BYMONTHDAY=31", days("2025-01-31", "2025-03-31", "2025-05-31")),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", days("2025-01-31", "2025-02-28", "2025-03-31")),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", days("2028-02-29", "2032-02-29", "2036-02-29")),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", days("2025-06-13", "2026-02-13", "2026-03-13")),
        ("FREQ=YEARLY;BYDAY=20MO", days("2025-05-19", "2026-05-18", "2027-05-17")),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", days("2025-01-05", "2025-01-13", "2025-01-19")),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU", days("2025-01-12", "2025-01-13", "2025-01-26")),
        ("FREQ=MONTHLY;BYDAY=SA,1SU", days("2025-01-04", "2025-01-05", "2025-01-11")),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=5SA", days("2048-02-29", "2076-02-29", "2116-02-29")),
        ("FREQ=DAILY;BYMONTH=12", days("2025-12-01", "2025-12-02", "2025-12-03")),
        ("FREQ=MONTHLY", days("2025-02-01", "2025-03-01", "2025-04-01")),
        ("FREQ=DAILY;COUNT=3", days("2025-01-02", "2025-01-03")),
        ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20250108T160000Z", days("2025-01-08")),
    ],
)
def test_dates_after_new_year(text: str, expected: list[date]) -> None:
    assert dates(parse(text, date(2025, 1, 1)), date(2025, 1, 1), 3) == expected


def test_short_month_may_take_its_last_day() -> None:
    rule = Rule(Freq.MONTHLY, date(2024, 1, 31), by_month_day=(30, 31), short_month="last")
    expected = days("2024-01-31", "2024-02-29", "2024-03-30", "2024-03-31", "2024-04-30")
    assert dates(rule, date.min, 5) == expected
    leap = Rule(Freq.YEARLY, date(2024, 2, 29), short_month="last")
    assert dates(leap, date.min, 3) == days("2024-02-29", "2025-02-28", "2026-02-28")


def test_rfc_7529_asks_for_the_same() -> None:
    theirs = parse("RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD")
    assert theirs == parse("RRULE:FREQ=MONTHLY;BYMONTHDAY=31\nX-SHORT-MONTH:LAST")


def test_exception_beats_extra_and_extra_stands_once() -> None:
    lines = (
        "DTSTART:20250101",
        "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3",
        "EXDATE:20250108,20250120",
        "RDATE;VALUE=DATE:20250103,20250115",
        "RDATE:20250120,20241224",
    )
    expected = days("2024-12-24", "2025-01-01", "2025-01-03", "2025-01-15")
    assert list(occurrences(parse("\n".join(lines)))) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "rule.not_understood"),
        ("hello", "rule.part"),
        ("FREQ=HOURLY", "rule.value"),
        ("FREQ=DAILY;FREQ=DAILY", "rule.part"),
        ("FREQ=MONTHLY;BYSETPOS=2;BYDAY=SA", "rule.part"),
        ("FREQ=WEEKLY;BYDAY=1SA", "rule.ordinal"),
        ("FREQ=MONTHLY;BYDAY=6SA", "rule.ordinal"),
        ("FREQ=MONTHLY;BYDAY=0SA", "rule.value"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "rule.month_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "rule.month_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "rule.month_day"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1", "rule.month"),
        ("FREQ=DAILY;INTERVAL=0", "rule.interval"),
        ("FREQ=DAILY;INTERVAL=" + "9" * 30, "rule.value"),
        ("FREQ=DAILY;UNTIL=20250230", "rule.value"),
        ("DTSTART:20250101\nRRULE:FREQ=DAILY;COUNT=2;UNTIL=20260101", "rule.end"),
        ("DTSTART:20250101\nRRULE:FREQ=DAILY;UNTIL=20241231", "rule.end"),
        ("FREQ=MONTHLY;BYDAY=SA;COUNT=2", "rule.start_missing"),
        ("FREQ=WEEKLY", "rule.start_missing"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule.never"),
        ("DTSTART:20250101\nRRULE:FREQ=DAILY;COUNT=1\nEXDATE:20250101", "rule.never"),
        ("RRULE:FREQ=DAILY\nRRULE:FREQ=DAILY", "rule.part"),
    ],
)
def test_what_is_refused(text: str, key: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(text)
    assert caught.value.key == key


@pytest.mark.parametrize("wrong", [{"week_start": 7}, {"by_weekday": (Weekday(-1),)}])
def test_a_rule_cannot_be_built_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match=r"rule\.weekday"):
        Rule(Freq.WEEKLY, **wrong)


def test_interval_is_counted_from_the_start_however_far_away() -> None:
    rule = Rule(Freq.DAILY, date(1990, 1, 1), interval=7)
    assert dates(rule, date(2025, 1, 1), 1)[0].weekday() == date(1990, 1, 1).weekday()
    assert dates(rule, date(9998, 1, 1), 1) == [date(9998, 1, 1) + timedelta(days=4)]
    assert dates(rule, date.max, 1) == []


SOME_DATE = st.dates(date(1999, 1, 1), date(2030, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Rules that do occur: of others dateutil seeks the dates until the year 9999."""
    freq = draw(st.sampled_from(Freq))
    months = draw(st.sets(st.integers(1, 12), max_size=3).map(tuple))
    start, end = draw(SOME_DATE), draw(st.sampled_from(("until", "count", "")))
    return Rule(
        freq,
        start,
        interval=draw(st.sampled_from((1, 5) if months else (1, 2, 3, 4, 5))),
        **draw(days_of(freq, months)),
        by_month=months,
        until=start + timedelta(days=draw(st.integers(0, 3000))) if end == "until" else None,
        count=draw(st.integers(1, 30)) if end == "count" else None,
        exceptions=tuple(draw(st.lists(SOME_DATE, max_size=3))),
        extras=tuple(draw(st.lists(SOME_DATE, max_size=3))),
        week_start=draw(st.integers(0, 6)),
    )


@st.composite
def days_of(draw: st.DrawFn, freq: Freq, months: tuple[int, ...]) -> dict[str, Any]:
    """By date or by weekday; all weekdays with ordinals or none, for dateutil joins a mixture by "and"."""
    limit = 28 if months else 31
    month_days = st.sets(st.integers(-limit, limit).filter(bool), min_size=1, max_size=3).map(tuple)
    most = {Freq.MONTHLY: 4 if months else 5, Freq.YEARLY: 4 if months else 53}.get(freq, 0)
    ordinals = st.integers(-most, most).filter(bool) if most and draw(st.booleans()) else st.just(0)
    weekdays = st.sets(st.builds(Weekday, st.integers(0, 6), ordinals), min_size=1, max_size=3).map(tuple)
    if freq is not Freq.WEEKLY and draw(st.booleans()):
        return {"by_month_day": draw(month_days)}
    open_ended = not months or freq in {Freq.DAILY, Freq.WEEKLY}
    return {} if open_ended and draw(st.booleans()) else {"by_weekday": draw(weekdays)}


@settings(deadline=None)
@given(rules(), SOME_DATE)
def test_same_dates_as_dateutil(rule: Rule, after: date) -> None:
    oracle = rrulestr(format(rule).replace(";VALUE=DATE", ""), forceset=True)
    begin = datetime(after.year, after.month, after.day, tzinfo=UTC).replace(tzinfo=None)
    end = begin + timedelta(days=2000)
    expected = [moment.date() for moment in oracle.between(begin, end)]
    ours = takewhile(lambda day: day < end.date(), occurrences(rule, after))
    assert list(ours) == expected


@given(rules(), st.sampled_from(("skip", "last")))
def test_text_reads_back_to_the_same_rule(rule: Rule, short_month: str) -> None:
    object.__setattr__(rule, "short_month", short_month)
    if dates(rule, date.min, 1):
        assert parse(format(rule)) == rule


@given(st.integers(1, 31), SOME_DATE)
def test_last_gives_every_month_exactly_one_date(day: int, start: date) -> None:
    rule = Rule(Freq.MONTHLY, start, by_month_day=(day,), short_month="last")
    found = dates(rule, start, 30)
    months = [d.year * 12 + d.month for d in found]
    assert months == list(range(months[0], months[0] + 30))
    assert all(d.day == day or (d.day < day and (d + timedelta(days=1)).day == 1) for d in found)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "utc"),
    [
        ("Europe/Berlin", "2025-03-30", "02:30", "2025-03-30T01:30"),
        ("Europe/Berlin", "2025-10-26", "02:30", "2025-10-26T00:30"),
        ("America/New_York", "2025-03-09", "02:30", "2025-03-09T07:30"),
        ("America/New_York", "2025-11-02", "01:30", "2025-11-02T05:30"),
        ("Australia/Lord_Howe", "2025-10-05", "02:10", "2025-10-04T15:40"),
        ("Australia/Lord_Howe", "2025-04-06", "01:45", "2025-04-05T14:45"),
        ("Asia/Shanghai", "2025-03-30", "09:00", "2025-03-30T01:00"),
        ("Asia/Shanghai", "1940-06-01", "00:30", "1940-05-31T16:30"),
    ],
)
def test_gap_moves_forward_and_fold_takes_the_first(zone: str, day: str, wall: str, utc: str) -> None:
    found = at(date.fromisoformat(day), time.fromisoformat(wall), ZoneInfo(zone))
    assert datetime.fromtimestamp(found / 1000, UTC).isoformat()[:16] == utc


@given(st.sampled_from(ZONES), SOME_DATE, st.times(), st.sampled_from((0, 1)))
def test_instant_shows_the_wall_clock_or_later(zone: str, day: date, wall: time, fold: int) -> None:
    clock = ZoneInfo(zone)
    found = at(day, wall.replace(fold=fold), clock)
    shown = datetime.fromtimestamp(found // 1000, clock).replace(tzinfo=None, fold=0)
    asked = datetime.combine(day, wall.replace(microsecond=0))
    assert shown - asked in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)}
    # No earlier instant shows the same wall clock.
    for earlier in (timedelta(minutes=30), timedelta(hours=1)):
        before = datetime.fromtimestamp(found // 1000, UTC) - earlier
        assert before.astimezone(clock).replace(tzinfo=None, fold=0) != asked
