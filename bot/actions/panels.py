"""A request's private page has more than one face: what is open on it, and what was chosen there."""

from bot.act import ANSWER, Act
from bot.actions import access
from bot.actions import requests as core
from bot.actions.pointers import turn_into_pointer
from domain import requests as rules
from domain.errors import Conflict, Invalid, NotAllowed
from domain.ids import ChatId
from domain.requests import HELD, Request, State
from storage import panels, views
from storage.panels import Panel
from storage.people import Person

# The place in this list stands in the buttons: add at the end, never move one. Beside it the act that it leads to.
PANELS: tuple[tuple[str, str], ...] = (
    ("main", "look"), ("more", "look"), ("delegate", "delegate"), ("release", "release"), ("transfer", "transfer"),
    ("transfer_why", "transfer"), ("hand_over", "hand_over"), ("invite", "invite"), ("hold", "hold"),
    ("decline", "decline"), ("merge", "merge"), ("news", "look"), ("hold_why", "hold"), ("invite_what", "invite"),
)
NUMBERS = {name: n for n, (name, _) in enumerate(PANELS)}
ACTS = dict(PANELS)


async def open_panel(act: Act, request_id: int, number: int) -> None:
    """Another face of the page, in its place."""
    if number >= len(PANELS):
        raise Invalid("press.old")
    name, what = PANELS[number]
    person, request = await core.for_staff(act, request_id, what)
    await check(act, person, request, what)
    act.answer("people.go_on")
    await turn(act, person, request, name)


async def check(act: Act, person: Person, request: Request, what: str) -> None:
    """Raises NotAllowed for anybody but the holder, their worker, and the leaders of the line."""
    if request.state is State.OPEN and person.id == request.offered_to_id and what in {"look", "delegate", "transfer"}:
        return
    if what != "look":
        rules.check(request, what)
    if person.id in {request.holder_id, request.worker_id}:
        return
    if not await access.leads(act.tx, person.id, request.cell_id):
        raise NotAllowed("request.not_yours" if request.state in HELD else "request.not_now",
                         state_key=f"state.{request.state}")


async def open_main(act: Act, person: Person, request: Request) -> None:
    await panels.open_panel(act.tx, request.id, person.id, "main", request.generation)


async def turn(act: Act, person: Person, request: Request, name: str, chosen_id: int = 0) -> None:
    """Remember what is open, and draw it."""
    await panels.open_panel(act.tx, request.id, person.id, name, request.generation, chosen_id)
    await show(act, person, request)


async def chosen(act: Act, person: Person, request: Request, *names: str) -> Panel:
    """The open panel. Raises Conflict where the request has moved since it was opened, or another one is open."""
    panel = await panels.find_panel(act.tx, request.id, person.id)
    if panel is None or panel.generation != request.generation or panel.name not in names:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")
    return panel


async def show(act: Act, person: Person, request: Request) -> None:
    """In place where it was pressed, in a new message where an edit would be missed.

    The copy that is left behind says where to look: neither door nor buttons stay on it.
    """
    if person.telegram_id is None:
        return
    chat_id = ChatId(person.telegram_id)
    shown = await views.find_view(act.tx, act.bot.bot_id, chat_id, "holder", request.id)
    left = shown.message_id if shown else None
    here = left is not None and act.origin.callback_id is not None and left == act.origin.message_id
    await act.show(chat_id, "holder", request.id, urgency=ANSWER, reader_id=person.id, anew=not here)
    if left is not None and not here:
        await turn_into_pointer(act, chat_id, left)
