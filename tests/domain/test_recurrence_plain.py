"""Rules in plain Chinese and English, and how they are described."""

from datetime import date

import pytest

from domain.errors import Invalid
from domain.recurrence import Rule, dates, describe, parse, parse_plain


@pytest.mark.parametrize(
    ("text", "rrule"),
    [
        ("每月第二个周六", "FREQ=MONTHLY;BYDAY=2SA"),
        ("每月第2个星期六", "FREQ=MONTHLY;BYDAY=2SA"),
        ("每个月的第 ２ 个礼拜六", "FREQ=MONTHLY;BYDAY=2SA"),
        ("每月第一、三个周一", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("每月倒数第二个周五", "FREQ=MONTHLY;BYDAY=-2FR"),
        ("每月第二个、最后一个周六", "FREQ=MONTHLY;BYDAY=2SA,-1SA"),
        ("每月第二周六", "FREQ=MONTHLY;BYDAY=2SA"),
        ("每三个月第一个周日", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU"),
        ("每月15日", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("每月十五号", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("每月1号和15号", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每月月底", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每月倒数第3天", "FREQ=MONTHLY;BYMONTHDAY=-3"),
        ("每周三", "FREQ=WEEKLY;BYDAY=WE"),
        ("每个星期天", "FREQ=WEEKLY;BYDAY=SU"),
        ("每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每周二至周四", "FREQ=WEEKLY;BYDAY=TU,WE,TH"),
        ("每周末", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("每两周周五", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("隔周的周二", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("每年3月5日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"),
        ("每年五月第二个星期日", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
        ("每年6月最后一天", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1"),
        ("每天", "FREQ=DAILY"),
        ("每十天", "FREQ=DAILY;INTERVAL=10"),
        ("second Saturday of every month", "FREQ=MONTHLY;BYDAY=2SA"),
        ("the last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("Monthly on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("every Wednesday", "FREQ=WEEKLY;BYDAY=WE"),
        ("every Monday and Thursday", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("every 2 weeks on Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every other Fri", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every year on 5 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"),
        ("every March 5th", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"),
        ("second Sunday of May every year", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
        ("every day", "FREQ=DAILY"),
        ("every three days", "FREQ=DAILY;INTERVAL=3"),
        ("RRULE:FREQ=MONTHLY;BYDAY=2SA", "FREQ=MONTHLY;BYDAY=2SA"),
    ],
)
def test_plain_words_mean_the_rule(text: str, rrule: str) -> None:
    assert parse_plain(text) == parse(rrule)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "rule.not_understood"),
        ("每月初一", "rule.not_understood"),
        ("每月第二周的周六", "rule.not_understood"),
        ("每15日", "rule.not_understood"),
        ("每周八", "rule.not_understood"),
        ("每周二上午", "rule.not_understood"),
        ("每年3月5", "rule.not_understood"),
        ("every second Friday", "rule.not_understood"),
        ("the last of every month", "rule.not_understood"),
        ("every year on the 5th", "rule.not_understood"),
        ("every weekday", "rule.not_understood"),
        ("on Friday", "rule.not_understood"),
        ("每月32日", "rule.month_day"),
        ("每月第六个周一", "rule.ordinal"),
        ("每年2月30日", "rule.never"),
        ("每两周", "rule.start_missing"),
        ("every month", "rule.start_missing"),
        ("每周三，从2025-02-30起", "rule.value"),
    ],
)
def test_what_is_not_clear_is_refused(text: str, key: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_plain(text)
    assert caught.value.key == key


def test_plain_31st_takes_the_last_day_unless_told_to_skip() -> None:
    new_year = date(2025, 1, 1)
    assert dates(parse_plain("每月31日"), new_year, 2) == [date(2025, 1, 31), date(2025, 2, 28)]
    skipping = parse_plain("每月31日", short_month="skip")
    assert dates(skipping, new_year, 2) == [date(2025, 1, 31), date(2025, 3, 31)]
    assert dates(parse_plain("每年2月29日"), new_year, 1) == [date(2025, 2, 28)]


def test_weeks_count_from_a_fixed_monday_where_no_start_is_given() -> None:
    assert dates(parse_plain("每两周周五"), date.min, 2) == [date(2024, 1, 5), date(2024, 1, 19)]


def test_a_start_gives_what_the_words_leave_open() -> None:
    assert dates(parse_plain("每两周", date(2025, 1, 8)), date(2025, 1, 8), 1) == [date(2025, 1, 22)]


@pytest.mark.parametrize(
    "text", ["每周五，从2025年3月7日起，到2025-03-21止", "every Friday from 2025-03-07 until 2025-03-21"]
)
def test_first_and_last_day(text: str) -> None:
    expected = [date(2025, 3, 7), date(2025, 3, 14), date(2025, 3, 21)]
    assert dates(parse_plain(text, date(2020, 1, 1)), date.min, 9) == expected


@pytest.mark.parametrize(
    ("rrule", "key", "values"),
    [
        ("FREQ=DAILY;INTERVAL=3", "rule.daily_every", {"interval": 3}),
        ("FREQ=WEEKLY;BYDAY=WE,FR", "rule.weekly", {"weekdays": ("weekday.we", "weekday.fr")}),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "rule.monthly_day", {"days": (1, 15)}),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "rule.monthly_last_day", {}),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "rule.yearly_last_day", {"months": ("month.6",)}),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "rule.yearly_day", {"months": ("month.3",), "days": (5,)}),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=2SA,-1SA",
            "rule.monthly_weekday_every",
            {"ordinals": ("ordinal.2", "ordinal.last"), "weekdays": ("weekday.sa",), "interval": 2},
        ),
        (
            "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
            "rule.yearly_weekday",
            {"months": ("month.5",), "ordinals": ("ordinal.2",), "weekdays": ("weekday.su",)},
        ),
    ],
)
def test_description(rrule: str, key: str, values: dict[str, object]) -> None:
    assert describe(parse(rrule)) == (key, {"until": None, "count": None} | values)


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYDAY=-2MO",
        "FREQ=MONTHLY;BYDAY=SA",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=DAILY;BYMONTH=5",
        "FREQ=YEARLY;BYDAY=20MO",
    ],
)
def test_what_has_no_short_description_is_shown_as_it_is(rrule: str) -> None:
    key, values = describe(parse(rrule))
    assert key == "rule.other"
    assert rrule in str(values["text"])


def test_description_takes_open_parts_from_the_start() -> None:
    rule: Rule = parse("FREQ=YEARLY", date(2025, 3, 5))
    assert describe(rule)[1] == {"months": ("month.3",), "days": (5,), "until": None, "count": None}
