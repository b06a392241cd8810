"""What a heading means that nobody knew: asked of the office once, remembered by community."""

from typing import Any

from bot.act import Act
from bot.actions import access
from bot.actions.registers import fetch, ready
from bot.workbook import Unknown
from bot.workbook.headings import bare
from bot.works import on_result
from domain.errors import Invalid
from storage import headings, people
from storage import registers as table

CHOICES = 100
_PASS_OVER, _PASS_OVER_ALL = 0, 99


async def name(act: Act, register_id: int, pressed: int) -> None:
    """What a heading means, or that it is passed over; remembered, so that it is asked once."""
    person = await access.office_of(act)
    found = await ready(act, person, register_id)
    position, choice = divmod(pressed, CHOICES)
    unknown = [Unknown(*one) for one in found.read.get("unknown", ())]
    if position != found.read.get("named", 0) or position >= len(unknown):
        raise Invalid("press.old")
    named = [(unknown[position], _chosen(unknown[position], choice))]
    if choice == _PASS_OVER_ALL:
        named = [(one, "") for one in unknown[position:]]
    for one, field in named:
        await headings.save_heading(act.tx, person.community_id, one.key, bare(one.heading), field)
    taken = {(one.key, field) for one, field in named}
    left = [one._replace(free=tuple(field for field in one.free if (one.key, field) not in taken)) for one in unknown]
    read = {**found.read, "named": position + len(named), "unknown": left}
    await table.save_read(act.tx, found.id, person.key, found.file, read)
    act.answer("register.noted")
    await act.redraw("register", found.id)
    if read["named"] == len(unknown):
        fetch(act, person, found, "register_again")


@on_result("register_again")
async def read_again(act: Act, outcome: dict[str, Any]) -> None:
    """With the headings that are known now."""
    found = await table.get_register(act.tx, outcome["facts"]["register_id"])
    if found is None or found.state != "ready":
        return
    person = await people.get_person(act.tx, found.person_id)
    read = outcome["result"] if outcome["ok"] and "error" not in outcome["result"] else {**found.read, "unknown": []}
    await table.save_read(act.tx, found.id, person.key, found.file, read)
    await act.redraw("register", found.id)


def _chosen(one: Unknown, choice: int) -> str:
    """Raises Invalid for a button that was never there."""
    if choice in {_PASS_OVER, _PASS_OVER_ALL}:
        return ""
    if choice > len(one.free):
        raise Invalid("press.old")
    return one.free[choice - 1]
