"""What staff entered for somebody else, to be confirmed; and the report that goes back to an outside platform."""

from typing import NamedTuple

from bot.views.page import Button, Line, Page, line
from domain.sources import Entry


class Entered(NamedTuple):
    """An entry as whoever made it reads it."""

    entry: Entry
    place: str | None
    subject: str | None
    number: str | None
    cell: str | None


def entry(entered: Entered) -> Page:
    one = entered.entry
    lines = [
        line("entry.title"),
        line("entry.words", words=one.said),
        line("entry.category", category=one.category),
        line("entry.place", place=entered.place) if entered.place else line("entry.no_place", address=one.address),
        *([line("entry.subject", subject=entered.subject)] if entered.subject else []),
        *origin(one, named=bool(entered.subject)),
    ]
    correct = (Button("button.amend", "entry_amend", one.id), Button("button.drop", "entry_drop", one.id))
    if entered.place:
        return Page(tuple(lines), ((Button("button.record", "entry_file", one.id),), correct))
    return Page(tuple(lines), (correct,))


def origin(one: Entry, *, named: bool) -> list[Line]:
    """Who told it, unless whom it is for is named, and by which way; also of a draft that began as an entry."""
    return [
        *([line("entry.caller", caller=one.caller)] if one.caller and not named else []),
        line("entry.source", source_key=f"source.{one.source}"),
        *([line("entry.outside", number=one.outside_number)] if one.outside_number else []),
        *([line("entry.due", due_at=one.outside_due_at)] if one.outside_due_at else []),
    ]


def ended(entered: Entered) -> Page:
    """What stays of it."""
    one = entered.entry
    if entered.number and one.request_id:
        told = line("entry.filed", number=entered.number, category=one.category, cell=entered.cell)
        return Page((told,), ((Button("button.report_text", "report_text", one.request_id),),))
    return Page((line(f"entry.{one.state}"),))
