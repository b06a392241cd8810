"""An alarm: for those who are alarmed, for the work group, and for whoever wrote of the danger."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.views.homes import label
from bot.views.page import Button, Page, grid, line
from domain.alarms import RUNNING, Alarm, State

_LATE = 120_000
_MOST = 96


class Other(NamedTuple):
    """A neighbour who reports the same."""

    name: str
    phone: str
    place: str


def alarm(
    found: Alarm, kind: str, place: str | None, *, name: str | None, phone: str | None, said: list[str],
    answers: list[tuple[str, str, int]], others: Sequence[Other] = (),
) -> Page:
    lines = [line("alarm.title", danger=kind), line("alarm.place", place=place) if place else line("alarm.no_place")]
    if name or phone:
        lines.append(line("alarm.reporter", name=name or "", phone=phone or ""))
    if others:
        lines.append(line("alarm.others", count=len(others)))
        lines += [line("alarm.other", name=one.name, phone=one.phone, place=one.place) for one in others]
    lines += [line("alarm.words", words=words) for words in said]
    lines.append(line("alarm.sent", sent_at=found.sent_at))
    if found.told_at - found.sent_at > _LATE:
        lines.append(line("alarm.late", count=_minutes(found.told_at - found.sent_at)))
    lines += [line(f"alarm.answer_{answer}", name=who, answered_at=at) for who, answer, at in answers]
    lines.append(line(f"alarm.{found.state}"))
    return Page(tuple(lines), _buttons(found))


def _buttons(found: Alarm) -> tuple[tuple[Button, ...], ...]:
    if found.state not in RUNNING:
        return ()
    there = Button("button.alarm_there", "alarm_there", found.id)
    rest = Button("button.alarm_false", "alarm_false", found.id)
    if found.state is State.THERE:
        return ((there,), (rest,))
    return ((Button("button.alarm_coming", "alarm_coming", found.id),), (there, rest))


def alarm_line(found: Alarm, place: str | None, who: str | None, others: int = 0) -> Page:
    lines = [line("alarm.line", place=place) if place else line("alarm.line_no_place")]
    if others:
        lines.append(line("alarm.others", count=others))
    if found.state in {State.COMING, State.THERE} and who:
        return Page((*lines, line(f"alarm.line_{found.state}", name=who)))
    return Page((*lines, line(f"alarm.line_{found.state}")))


def answer(
    found: Alarm, numbers: tuple[str, ...], more: list[tuple[str, str]], *, area: str | None, place: str | None,
    told: bool, late: int, far: bool,
) -> Page:
    """The numbers first, in the largest letters that there are. From another city they need an area code, also where
    nobody has configured which.
    """
    lines = [line("danger.call", numbers=_listed(numbers))]
    if area:
        lines.append(line("danger.call_from_afar", numbers=_listed(tuple(f"{area}-{number}" for number in numbers))))
    elif far:
        lines.append(line("danger.call_with_area_code", numbers=_listed(numbers)))
    lines += [line("danger.phone", name=name, phone=phone) for name, phone in more]
    lines.append(line("danger.no_substitute"))
    if late > _LATE:
        lines.append(line("danger.late", sent_at=found.sent_at))
    lines.append(line("danger.told" if told else "danger.nobody"))
    lines.append(line("danger.place", place=place) if place else line("danger.no_place"))
    where = Button("button.alarm_elsewhere" if place else "button.alarm_where", "alarm_where", found.id)
    return Page(tuple(lines), ((where,), (Button("button.alarm_over", "alarm_over", found.id),)))


def joined(
    found: Alarm, numbers: tuple[str, ...], more: list[tuple[str, str]], place: str, *, told: bool
) -> Page:
    """To a neighbour who reports the same: it is known; a press where it is not the same after all."""
    lines = [line("danger.call", numbers=_listed(numbers)),
             *(line("danger.phone", name=name, phone=phone) for name, phone in more),
             line("danger.no_substitute"),
             line(f"danger.joined_{found.state}", place=place) if told else line("danger.nobody")]
    return Page(tuple(lines), ((Button("button.alarm_apart", "alarm_apart", found.id),),))


def numbers(key: str, to_call: tuple[str, ...]) -> Page:
    return Page((line(key, numbers=_listed(to_call)),))


def choose(alarm_id: int, act: str, choices: list[tuple[int, str]]) -> Page:
    """The place stands where the generation would."""
    kind = act.removeprefix("alarm_")
    buttons = [Button(label(kind, name), act, alarm_id, one, {"name": name}) for one, name in choices[:_MOST]]
    return Page((line(f"danger.pick_{kind}"),), grid(buttons, 1 if kind == "compound" else 3))


def placed(place: str | None) -> Page:
    return Page((line("danger.placed", place=place or ""),))


def answered(key: str, name: str | None, to_call: tuple[str, ...]) -> Page:
    return Page((line(key, name=name or "", numbers=_listed(to_call)),))


def called_off(kind: str, place: str | None, *, there: bool) -> Page:
    key = "alarm.over_there" if there else "alarm.called_off"
    return Page((line(key, danger=kind, place=place or ""),))


def _listed(numbers: tuple[str, ...]) -> str:
    return " / ".join(numbers)


def _minutes(milliseconds: int) -> int:
    return max(1, milliseconds // 60_000)
