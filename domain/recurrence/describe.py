"""A rule in terms of text keys: the words are found where the reader's language is known."""

from domain.recurrence.rfc import CODES, format  # noqa: A004
from domain.recurrence.rule import Freq, Rule

_Said = tuple[str, dict[str, object]]


def describe(rule: Rule) -> _Said:
    """A text key and its values.

    Keys: `rule.daily` {}, `rule.weekly` {weekdays}, `rule.monthly_day` {days}, `rule.monthly_last_day` {},
    `rule.monthly_weekday` {ordinals, weekdays}, `rule.yearly_day` {months, days}, `rule.yearly_last_day`
    {months}, `rule.yearly_weekday` {months, ordinals, weekdays}, each also with `_every` and {interval} for
    an interval above one; `rule.other` {text} for what these do not say. Every one has `until` and `count`
    too, None where endless.

    `weekdays`, `ordinals` and `months` are tuples of text keys (`weekday.mo`, `ordinal.2`, `ordinal.last`,
    `month.3`), `days` of numbers. Exceptions and extra dates are not described: show them from the rule.
    """
    key, values = _SAYINGS[rule.freq](rule) or ("rule.other", {"text": format(rule)})
    values |= {"until": rule.until, "count": rule.count}
    if rule.interval > 1 and key != "rule.other":
        return f"{key}_every", values | {"interval": rule.interval}
    return key, values


def _daily(rule: Rule) -> _Said | None:
    return None if rule.by_weekday or rule.by_month_day or rule.by_month else ("rule.daily", {})


def _weekly(rule: Rule) -> _Said | None:
    if rule.by_month:
        return None
    days = [w.day for w in rule.by_weekday] or [rule.start.weekday()]
    return "rule.weekly", {"weekdays": _weekdays(days)}


def _monthly(rule: Rule) -> _Said | None:
    return None if rule.by_month else _in_month(rule, "rule.monthly", {})


def _yearly(rule: Rule) -> _Said | None:
    dated = rule.by_month_day or rule.by_weekday
    if dated and not rule.by_month:
        return None
    months = rule.by_month or (rule.start.month,)
    return _in_month(rule, "rule.yearly", {"months": tuple(f"month.{month}" for month in months)})


def _in_month(rule: Rule, key: str, values: dict[str, object]) -> _Said | None:
    days = rule.by_month_day or (() if rule.by_weekday else (rule.start.day,))
    if rule.by_weekday:
        return None if days else _by_weekday(rule, f"{key}_weekday", values)
    if days == (-1,):
        return f"{key}_last_day", values
    return None if min(days) < 0 else (f"{key}_day", values | {"days": days})


def _by_weekday(rule: Rule, key: str, values: dict[str, object]) -> _Said | None:
    ordinals = sorted({w.ordinal for w in rule.by_weekday}, key=lambda n: (n < 0, n))
    days = sorted({w.day for w in rule.by_weekday})
    # "The first and third Monday and Friday" is right only if each goes with each.
    if len(ordinals) * len(days) != len(rule.by_weekday) or 0 in ordinals or min(ordinals) < -1:
        return None
    names = tuple("ordinal.last" if n < 0 else f"ordinal.{n}" for n in ordinals)
    return key, values | {"ordinals": names, "weekdays": _weekdays(days)}


def _weekdays(days: list[int]) -> tuple[str, ...]:
    return tuple(f"weekday.{CODES[day].lower()}" for day in days)


_SAYINGS = {Freq.DAILY: _daily, Freq.WEEKLY: _weekly, Freq.MONTHLY: _monthly, Freq.YEARLY: _yearly}
