"""What hangs in the work groups: one card a request, where those who act will see it."""

from bot.act import Act
from bot.actions import access, boards, posts, sensitive
from domain.errors import NotFound
from domain.ids import ChatId
from domain.requests import Request
from storage import bindings, grid, people, requests, units
from storage.people import Person

_CARDS_AT_ONCE = 5


async def put_up(act: Act, request: Request) -> None:
    """Show it where it will be seen: the cell's own group, else the nearest one above, else to each post in private."""
    if request.sensitive:
        await sensitive.deliver(act, request)
        return
    binding = await boards.home(act.tx, act.bot.bot_id, request)
    if binding is not None:
        await boards.hang(act, request, binding)
        return
    for person_id in await posts.answering(act.tx, request.cell_id, act.now, request.category):
        person = await people.get_person(act.tx, person_id)
        if person.telegram_id is not None and person.id != request.offered_to_id:
            await act.show(ChatId(person.telegram_id), "request", request.id, reader_id=person.id)


async def list_tasks(act: Act) -> None:
    """/tasks in a work group: what nobody has claimed yet, as fresh cards; in private what is open in one's cells."""
    person = await access.person_of(act)
    chat_id = act.origin.chat_id
    assert chat_id is not None
    if act.origin.private:
        await _list_in_private(act, person, chat_id)
        return
    for cell_id in await bindings.list_cells_of(act.tx, act.bot.bot_id, chat_id):
        if not await access.handles(act.tx, person.id, cell_id):
            continue
        unclaimed = await requests.list_unclaimed(act.tx, cell_id)
        cell = await grid.get_cell(act.tx, cell_id)
        act.say(chat_id, "staff.tasks" if unclaimed else "staff.no_tasks", cell=cell.name, count=len(unclaimed))
        for request in unclaimed[:_CARDS_AT_ONCE]:
            await boards.hang_anew(act, request, chat_id)


async def _list_in_private(act: Act, person: Person, chat_id: ChatId) -> None:
    """Staff read the board of their own cells, a unit's people what they have in hand, residents what they filed."""
    if cells := await posts.cells_of(act.tx, person.id):
        for cell in cells:
            act.say(chat_id, "board.of_cell", reader_id=person.id, cell_id=cell.id)
    elif await units.list_units_of(act.tx, person.id):
        act.say(chat_id, "staff.mine", reader_id=person.id)
    else:
        act.say(chat_id, "mine.list", reader_id=person.id, page=0)


async def show_card(act: Act, request_id: int) -> None:
    """A fresh card of what the board lists, in the group where it belongs."""
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "claim")
    if act.origin.chat_id is None or not await boards.hang_anew(act, request, act.origin.chat_id):
        raise NotFound("press.old")
    act.answer("people.go_on")
