"""Chats come and go: blocked and unblocked, moved to a supergroup, bound to a cell, silent for too long."""

from collections.abc import Mapping
from typing import Any

from bot.act import ANSWER, Act
from bot.actions import access
from bot.drawing import Reader, page
from bot.views.page import Button, Page, line
from bot.works import on_result
from domain.errors import Invalid
from domain.ids import CellId, ChatId
from storage import chats, grid, links, messages, views
from storage import history as records


async def reachable(act: Act, chat_id: ChatId, *, private: bool, reachable: bool) -> None:
    """Telegram says that the bot was blocked or let in again."""
    kind = "private" if private else "group"
    await chats.set_reachable(act.tx, act.bot.bot_id, chat_id, kind, reachable=reachable)


async def moved(act: Act, old: ChatId, new: ChatId) -> None:
    """A group became a supergroup; said by service messages in either order, and by refused sends."""
    if not await chats.move_chat(act.tx, act.bot.bot_id, old, new):
        return
    await chats.add_chat(act.tx, act.bot.bot_id, new, "group")
    await chats.move_bindings(act.tx, act.bot.bot_id, old, new)
    await messages.move_chat(act.tx, act.bot.bot_id, old, new)
    act.redrawn.update(await views.move_views(act.tx, act.bot.bot_id, old, new))


async def ask_to_bind(act: Act, names: list[str]) -> None:
    """`/bind CELL…` in a group: checked against our own tables, then Telegram is asked what group this is."""
    if act.origin.private or act.origin.chat_id is None:
        raise Invalid("bind.in_group")
    if not names:
        raise Invalid("bind.how")
    person = await access.person_of(act)
    cells = [await access.cell_to_bind(act, person, name) for name in names]
    await chats.add_chat(act.tx, act.bot.bot_id, act.origin.chat_id, "group")
    for cell in cells:
        params = {"chat_id": act.origin.chat_id}
        await act.call(act.origin.chat_id, "getChatMemberCount", params, then="bind_count", cell_id=cell.id)


async def bind(act: Act, cell_id: int) -> None:
    """The leader has confirmed that only staff are in this group."""
    person = await access.person_of(act)
    chat_id = act.origin.chat_id
    if chat_id is None or act.origin.private:
        raise Invalid("bind.in_group")
    cell = await access.cell_to_bind(act, person, (await grid.get_cell(act.tx, CellId(cell_id))).code)
    await grid.bind_chat(act.tx, act.bot.bot_id, chat_id, cell.id, act.now)
    community_id = await grid.get_community_of(act.tx, cell.id)
    records.add_history(act.tx, community_id, person.id, "bind", "cell", cell.id, act.now, chat=chat_id)
    await act.answer("bind.done_short")
    await act.say(chat_id, "bind.done", cell=cell.name)


@page("bind.ask")
async def bind_ask(reader: Reader, facts: Mapping[str, Any]) -> Page:
    button = Button("button.bind", "bind", facts["cell_id"])
    return Page((line("bind.ask", count=facts["count"], cell=facts["cell"]),), ((button,),))


@on_result("bind_count")
async def counted(act: Act, outcome: dict[str, Any]) -> None:
    """How many are in the group: said, so that the leader can judge whether residents are among them."""
    chat_id = ChatId(outcome["chat_id"])
    cell = await grid.get_cell(act.tx, CellId(outcome["facts"]["cell_id"]))
    if not outcome["ok"]:
        await act.say(chat_id, "bind.failed")
        return
    await act.say(chat_id, "bind.ask", count=outcome["result"], cell=cell.name, cell_id=cell.id)


async def recognise(act: Act, what: str, subject_id: int) -> None:
    """A press on a message of ours that we do not know: adopted by its view, or left as a pointer without buttons."""
    origin = act.origin
    if origin.chat_id is None or origin.message_id is None or what not in _ON_VIEWS:
        return
    if await links.get_link(act.tx, act.bot.bot_id, origin.chat_id, origin.message_id) is not None:
        return
    for kind in _ON_VIEWS[what]:
        view = await views.find_view(act.tx, act.bot.bot_id, origin.chat_id, kind, subject_id)
        if view is None:
            continue
        if await views.adopt_message(act.tx, view.id, origin.message_id):
            await act.link("view", view.id)
            act.redrawn.add(view.id)
        elif view.message_id != origin.message_id:
            params = {"chat_id": origin.chat_id, "message_id": origin.message_id, "reply_markup": {}}
            await act.call(origin.chat_id, "editMessageReplyMarkup", params)
        return


async def tell_gap(act: Act, since: int) -> None:
    """After more than 150 s without intake, presses are gone: each work group is asked to press again."""
    for chat_id in await grid.list_bound_chats(act.tx, act.bot.bot_id):
        await act.say(chat_id, "machine.gap", urgency=ANSWER, since_at=since, until_at=act.now)


_CARD = ("request", "holder")
_ON_VIEWS = {
    "submit": ("draft",), "pick_category": ("draft",), "discard": ("draft",), "claim": ("request",),
    "release": _CARD, "progress": _CARD, "resolve": _CARD, "solved": ("rating",), "unsolved": ("rating",),
}
