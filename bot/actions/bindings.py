"""Which cells a group works for: several at once, taken back, and stopped where residents are in it."""

from collections.abc import Mapping
from typing import Any

from bot.act import Act
from bot.actions import access, boards, cards, pushes
from bot.actions.people import LANGUAGES, without_buttons
from bot.drawing import Reader, page
from bot.views import bindings as pages
from bot.views.page import Page
from domain.errors import Invalid, NotAllowed, NotFound
from domain.ids import CellId, ChatId
from domain.people import may_bind
from domain.routing import Cell
from storage import bindings, chats, grid, people
from storage import boards as table
from storage import history as records
from storage.people import Person

_AT_ONCE = 30


def is_for_residents(act: Act, title: str) -> bool:
    """业主群 and the like: no card belongs there, whoever asks for it."""
    lowered = title.lower()
    return any(word.lower() in lowered for word in act.settings.boards.residents_titles)


async def list_bound(act: Act) -> None:
    """/bind alone: what this group works for, each with a button to take it back."""
    assert act.origin.chat_id is not None
    await access.person_of(act)
    bound = await bindings.list_bindings(act.tx, act.bot.bot_id, act.origin.chat_id)
    act.say(act.origin.chat_id, "bind.list", cells=[one.cell_id for one in bound])


@page("bind.list")
async def bind_list(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.bound([await grid.get_cell(reader.tx, CellId(one)) for one in facts["cells"]])


@page("bind.ask")
async def bind_ask(reader: Reader, facts: Mapping[str, Any]) -> Page:
    cells = [await grid.get_cell(reader.tx, CellId(one)) for one in facts["cells"]]
    return pages.ask(cells, facts["count"], facts["topic_id"], forum=bool(facts["forum"]))


@page("board.residents")
async def residents(reader: Reader, facts: Mapping[str, Any]) -> Page:
    return pages.residents(await grid.get_cell(reader.tx, CellId(facts["cell_id"])))


async def unbind(act: Act, cell_id: int) -> None:
    """解除绑定, 改为私聊通知: its cards go to the group above, or in private to those who answer."""
    person, cell = await _leads(act, cell_id)
    binding = await bindings.find_binding(act.tx, act.bot.bot_id, cell.id)
    if binding is None or not await bindings.drop_binding(act.tx, act.bot.bot_id, cell.id, binding.chat_id):
        raise NotFound("press.old")
    _record(act, person, "unbind", cell, binding.chat_id)
    boards.touch(act, binding.chat_id)
    await _hang_again(act, cell.id)
    act.answer("bind.undone_short")
    act.say(act.origin.chat_id or binding.chat_id, "bind.undone", cell=cell.name)


async def still_staff(act: Act, cell_id: int) -> None:
    """确认是工作人员: the cards come back."""
    person, cell = await _leads(act, cell_id)
    binding = await bindings.find_binding(act.tx, act.bot.bot_id, cell.id)
    if binding is None or not await bindings.resume_chat(act.tx, act.bot.bot_id, binding.chat_id):
        raise NotFound("press.old")
    _record(act, person, "still_staff", cell, binding.chat_id)
    boards.touch(act, binding.chat_id)
    await _hang_again(act, cell.id)
    act.answer("bind.done_short")
    act.say(ChatId(act.origin.sender_id or 0), "bind.resumed", cell=cell.name)


async def joined(act: Act, user_ids: list[int]) -> None:
    """Somebody has come into a work group: a registered resident without a post ends the cards there at once."""
    for user_id in user_ids:
        person = await people.find_by_telegram(act.tx, user_id)
        if person is None or await people.list_posts(act.tx, person.id):
            continue
        if await people.get_home(act.tx, person.id) is not None:
            await stop(act)
            return


async def renamed(act: Act, title: str) -> None:
    if is_for_residents(act, title):
        await stop(act)


async def stop(act: Act) -> None:
    """No more cards here; those who lead its cells are asked in private what this group is."""
    chat_id = act.origin.chat_id
    assert chat_id is not None
    open_here = await table.list_open_here(act.tx, act.bot.bot_id, chat_id, _AT_ONCE)
    if not await bindings.stop_chat(act.tx, act.bot.bot_id, chat_id, act.now):
        return
    for one in open_here:
        await act.redraw("request", one.request.id)
        await cards.put_up(act, one.request)
    for view in await boards.views_of(act, chat_id):
        act.redrawn.add(view)
    bound = await bindings.list_bindings(act.tx, act.bot.bot_id, chat_id)
    for person_id, _ in await boards.leaders(act, chat_id):
        await pushes.push(act, person_id, "board.residents", cell_id=bound[0].cell_id)


async def ask_language(act: Act) -> None:
    """/language in a work group: whoever leads one of its cells says what the group reads."""
    act.say(await _led_group(act), "people.pick_language")


async def choose_language(act: Act, number: int) -> None:
    chat_id = await _led_group(act)
    if number >= len(LANGUAGES):
        raise Invalid("press.old")
    await chats.set_chat_language(act.tx, act.bot.bot_id, chat_id, LANGUAGES[number])
    boards.touch(act, chat_id)
    for one in await table.list_open_here(act.tx, act.bot.bot_id, chat_id, _AT_ONCE):
        await act.redraw("request", one.request.id)
    for view in await boards.views_of(act, chat_id):
        act.redrawn.add(view)
    act.answer("people.language_set", to_language=LANGUAGES[number])
    without_buttons(act)


async def _led_group(act: Act) -> ChatId:
    """The group where it is said. Raises NotAllowed for whoever leads none of its cells, and where it has none."""
    person = await access.person_of(act)
    chat_id = act.origin.chat_id
    assert chat_id is not None
    bound = [one.cell_id for one in await bindings.list_bindings(act.tx, act.bot.bot_id, chat_id)]
    above = [cell.id for cell_id in bound for cell in await grid.list_chain(act.tx, cell_id)]
    if not may_bind(await people.list_posts(act.tx, person.id), set(above)):
        raise NotAllowed("bind.language_by_leaders")
    return chat_id


async def _leads(act: Act, cell_id: int) -> tuple[Person, Cell]:
    person = await access.person_of(act)
    named = await grid.find_cell_by_id(act.tx, CellId(cell_id))
    if named is None:
        raise Invalid("press.old")
    return person, await access.bindable(act, person, named)


def _record(act: Act, person: Person, what: str, cell: Cell, chat_id: ChatId) -> None:
    records.add_history(act.tx, person.community_id, person.id, what, "cell", cell.id, act.now, chat=chat_id)


async def _hang_again(act: Act, cell_id: CellId) -> None:
    for request in await table.list_open_of(act.tx, cell_id, _AT_ONCE):
        await act.redraw("request", request.id)
        await cards.put_up(act, request)
