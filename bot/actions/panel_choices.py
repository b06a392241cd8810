"""What can be chosen on each panel of a request's private page: colleagues, cells, units, reasons, days."""

from collections.abc import Awaitable, Callable

from bot.actions import merges, posts, sensitive
from bot.actions.names import staff_name
from bot.drawing import Reader
from bot.views.page import Button
from domain import handling as rules
from domain.requests import Request
from storage import grid, routing, units

Choose = Callable[[Reader, Request], Awaitable[list[Button]]]
_MOST = 12
# A community with ten compounds has ten property companies.
_MOST_UNITS = 60


async def of_panel(reader: Reader, request: Request, name: str) -> list[Button]:
    return await _CHOICES[name](reader, request) if name in _CHOICES else []


async def _people(reader: Reader, request: Request, act: str) -> list[Button]:
    found: list[Button] = []
    for rung in await posts.ladder(reader.tx, request.cell_id, reader.now, request.category):
        for one in await sensitive.allowed(reader.tx, request, rung.people, reader.now):
            if one not in {reader.person_id, request.holder_id} and all(b.generation != one for b in found):
                values = {"person": await staff_name(reader, one), "cell": rung.cell.name}
                found.append(Button("button.to_person", act, request.id, one, values))
    return found[:_MOST]


async def _delegate(reader: Reader, request: Request) -> list[Button]:
    return await _people(reader, request, "delegate")


async def _invite(reader: Reader, request: Request) -> list[Button]:
    return await _people(reader, request, "invite")


async def _transfer(reader: Reader, request: Request) -> list[Button]:
    cells = [Button("button.to_cell", "transfer_cell", request.id, cell.id, {"cell": cell.name})
             for cell in await grid.list_near(reader.tx, request.cell_id)]
    return [*await _people(reader, request, "transfer_person"), *cells[:_MOST]]


async def _units(reader: Reader, request: Request) -> list[Button]:
    listed = await units.list_units(reader.tx, request.community_id)
    names = {request.category, *(reader.settings.category_name(request.category, one) for one in ("zh", "en"))}
    decided = await routing.list_decisions(reader.tx, request.id)
    wanted = decided[-1].handling_unit_id if decided else None
    listed.sort(key=lambda unit: (unit.id != wanted, not names & set(unit.categories)))
    return [Button("button.unit_named", "hand_over", request.id, unit.id, {"unit": unit.name})
            for unit in listed[:_MOST_UNITS]]


async def _merge(reader: Reader, request: Request) -> list[Button]:
    return [Button("button.one_request", "merge_into", request.id, one.id, {
        "number": one.number, "category": one.category, "state_key": f"state_short.{one.state}"})
        for one in await merges.candidates(reader.tx, request)]


def _listed(act: str, keys: tuple[str, ...]) -> Choose:
    async def choose(reader: Reader, request: Request) -> list[Button]:
        return [Button(f"reason.{key}", act, request.id, n) for n, key in enumerate(keys)]

    return choose


def _pauses(act: str) -> Choose:
    async def choose(reader: Reader, request: Request) -> list[Button]:
        return [Button(f"button.pause_{days}", act, request.id, days) for days in rules.PAUSES]

    return choose


_CHOICES: dict[str, Choose] = {
    "delegate": _delegate, "invite": _invite, "transfer": _transfer, "hand_over": _units, "merge": _merge,
    "release": _listed("reason", rules.RELEASE_REASONS), "transfer_why": _listed("reason", rules.TRANSFER_REASONS),
    "decline": _listed("decline_reason", rules.DECLINE_REASONS), "hold": _pauses("pause"), "news": _pauses("news"),
}
