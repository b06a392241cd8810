"""Chats come and go: blocked and unblocked, moved to a supergroup, bound to a cell, silent for too long."""

from typing import Any

from bot.act import ANSWER, Act
from bot.actions import access, bindings, boards, members, units
from bot.actions.pointers import turn_into_pointer
from bot.buttons import Press, unpack
from bot.works import on_refusal, on_result
from domain.errors import Invalid, NotFound
from domain.ids import CellId, ChatId, RequestId
from storage import bindings as table
from storage import boards as boards_table
from storage import chats, grid, links, messages, views
from storage import history as records
from storage import units as unit_table
from storage.views import View


async def reachable(act: Act, chat_id: ChatId, *, private: bool, reachable: bool, status: str) -> None:
    """Telegram says that the bot was blocked or let in again, or is no administrator any more."""
    kind = "private" if private else "group"
    await chats.set_reachable(act.tx, act.bot.bot_id, chat_id, kind, reachable=reachable)
    if reachable:
        act.redrawn.update(await views.want_parked_again(act.tx, act.bot.bot_id, chat_id))
    if not private:
        await members.changed(act, chat_id, act.bot.bot_id, status)
    elif not reachable:
        await members.blocked(act, chat_id)


async def moved(act: Act, old: ChatId, new: ChatId) -> None:
    """A group became a supergroup; said by service messages in either order, and by refused sends."""
    boards.touch(act, new)
    if not await chats.move_chat(act.tx, act.bot.bot_id, old, new):
        return
    await chats.add_chat(act.tx, act.bot.bot_id, new, "group")
    await chats.move_bindings(act.tx, act.bot.bot_id, old, new)
    await unit_table.move_unit_chats(act.tx, act.bot.bot_id, old, new)
    await messages.move_chat(act.tx, act.bot.bot_id, old, new)
    act.redrawn.update(await views.move_views(act.tx, act.bot.bot_id, old, new))


async def ask_to_bind(act: Act, names: list[str], title: str, topic_id: int = 0, *, forum: bool = False) -> None:
    """`/bind CELL…` in a group: checked against our own tables, then Telegram is asked what group this is."""
    if act.origin.private or act.origin.chat_id is None:
        raise Invalid("bind.in_group")
    if not names:
        await bindings.list_bound(act)
        return
    person = await access.person_of(act)
    if await units.bind_chat(act, person, act.origin.chat_id, " ".join(names)):
        return
    cells = [await access.cell_to_bind(act, person, name) for name in dict.fromkeys(names)]
    if bindings.is_for_residents(act, title):
        raise Invalid("bind.for_residents")
    await chats.add_chat(act.tx, act.bot.bot_id, act.origin.chat_id, "group")
    params = {"chat_id": act.origin.chat_id}
    act.call(act.origin.chat_id, "getChatMemberCount", params, then="bind_count", topic_id=topic_id, forum=int(forum),
             asked_by=act.origin.message_id or 0, cells=",".join(str(cell.id) for cell in cells))


async def bind(act: Act, cell_id: int, topic_id: int = 0, *, by_category: bool = False) -> None:
    """The leader has confirmed that only staff are in this group."""
    person = await access.person_of(act)
    chat_id = act.origin.chat_id
    if chat_id is None or act.origin.private:
        raise Invalid("bind.in_group")
    named = await grid.find_cell_by_id(act.tx, CellId(cell_id))
    if named is None:
        raise NotFound("press.old")
    cell = await access.bindable(act, person, named)
    await table.bind_chat(act.tx, act.bot.bot_id, chat_id, cell.id, act.now)
    await table.set_place(act.tx, act.bot.bot_id, cell.id, topic_id, by_category=by_category)
    community_id = await grid.get_community_of(act.tx, cell.id)
    records.add_history(act.tx, community_id, person.id, "bind", "cell", cell.id, act.now, chat=chat_id)
    act.answer("bind.done_short")
    act.say(chat_id, "bind.done", cell=cell.name)
    await boards.draw_at_once(act, chat_id)
    members.plan_check(act, chat_id)


@on_result("bind_count")
async def counted(act: Act, outcome: dict[str, Any]) -> None:
    """How many are in the group: said, so that the leader can judge whether residents are among them."""
    chat_id, facts = ChatId(outcome["chat_id"]), outcome["facts"]
    if not outcome["ok"]:
        act.say(chat_id, "bind.failed")
        return
    cells = [int(one) for one in facts["cells"].split(",")]
    act.say(chat_id, "bind.ask", count=outcome["result"], cells=cells, topic_id=facts["topic_id"],
            forum=facts["forum"], **({"reply_to": facts["asked_by"]} if facts["topic_id"] else {}))


@on_refusal
async def recognise(act: Act) -> None:
    """A press on a copy that its view does not know: adopted if the view has no message, else turned into a pointer."""
    origin = act.origin
    press = unpack(origin.pressed or "")
    if origin.chat_id is None or origin.message_id is None or press is None or press.act not in _ON_VIEWS:
        return
    known = await links.get_link(act.tx, act.bot.bot_id, origin.chat_id, origin.message_id)
    if known is not None and known.kind == "message":
        return
    shown = await _views_with(act, origin.chat_id, press)
    if not shown or origin.message_id in {view.message_id for view in shown}:
        return
    for view in shown:
        if await views.adopt_message(act.tx, view.id, origin.message_id):
            act.link("view", view.id)
            act.redrawn.add(view.id)
            return
    await turn_into_pointer(act, origin.chat_id, origin.message_id)


async def _views_with(act: Act, chat_id: ChatId, press: Press) -> list[View]:
    """Those that carry such a button here. A digest and a board carry the buttons of many requests."""
    kinds, bot_id = _ON_VIEWS[press.act], act.bot.bot_id
    if kinds == ("board",):
        return await views.list_views(act.tx, bot_id, chat_id, "board")
    subjects = [press.subject_id]
    if kinds == ("digest",):
        subjects = await boards_table.list_digests_of(act.tx, RequestId(press.subject_id))
    found = [await views.find_view(act.tx, bot_id, chat_id, kind, subject) for kind in kinds for subject in subjects]
    return [view for view in found if view is not None]


async def tell_gap(act: Act, since: int) -> None:
    """After more than 150 s without intake, presses are gone: each work group is asked to press again."""
    for chat_id in await table.list_bound_chats(act.tx, act.bot.bot_id):
        act.say(chat_id, "machine.gap", urgency=ANSWER, since_at=since, until_at=act.now)


_CARD = ("request", "holder")
_ON_VIEWS = {
    **dict.fromkeys((
        "submit", "discard", "pick_category", "draft_page", "set_category", "set_kind", "set_home", "set_building",
        "ask_place", "set_whom", "toggle_urgency", "toggle_contact", "toggle_anonymous", "split", "follow", "not_same",
        "restore", "as_progress",
    ), ("draft",)),
    "add": ("mine",), "unfollow": ("mine",), "claim": ("request",), "claim_line": ("digest",), "show_card": ("board",),
    "alarm_coming": ("alarm",), "alarm_there": ("alarm",), "alarm_false": ("alarm",),
    "release": _CARD, "progress": _CARD, "resolve": _CARD, "accept": _CARD, "panel": ("holder",),
    "contacted": ("holder",), "ask": ("holder",), "reason": ("holder",), "transfer_person": ("holder",),
    "transfer_cell": ("holder",), "delegate": ("holder",), "pause": ("holder",), "resume": ("holder",),
    "invite": ("holder",), "decline_reason": ("holder",), "merge_into": ("holder",), "hand_over": ("holder",),
    "street": ("holder",), "news": ("holder",), "unit_taken": ("handover",), "unit_done": ("handover",),
    "unit_refused": ("handover",), "unit_more": ("handover",), "unit_contact": ("handover",),
    "import_all": ("import",), "import_not": ("import",),
    "heading": ("register",), "register_all": ("register",), "register_not": ("register",),
    "entry_file": ("entry",), "entry_amend": ("entry",), "entry_drop": ("entry",),
    "solved": ("rating",), "unsolved": ("rating",), "grade": ("rating",), "change_rating": ("rating",),
    "hurry": ("mine",), "rating_reason": ("rating",), "rating_words": ("rating",), "not_reached": ("rating",),
}
