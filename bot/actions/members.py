"""Who comes and goes in the work groups: told by Telegram at once, and asked for once a day all the same."""

from collections.abc import Mapping
from typing import Any

from bot.act import BROADCAST, Act
from bot.actions import boards, cards, duty, pushes
from bot.actions import requests as core
from bot.drawing import Reader, page
from bot.views import members as pages
from bot.views.page import Page
from bot.works import on_result, on_timer
from domain.handling import vacate
from domain.ids import CellId, ChatId, PersonId
from domain.people import VOLUNTEERS
from storage import bindings, chats, grid, members, people, requests
from storage import boards as board_table
from storage import history as records
from storage.members import HERE
from storage.messages import Message
from storage.people import Person

_DAY = 86_400_000
_PLAN_EVERY = 6 * 3_600_000
_AT_ONCE = 20
_MOST_ASKED = 80


async def changed(act: Act, chat_id: ChatId, telegram_id: int, status: str, *, asked: bool = False) -> None:
    """Somebody has come, gone, or been made an administrator; what they held in this group's cells goes back.

    A volunteer who has never been in the group has not left it, whatever Telegram answers when it is `asked`.
    """
    if not await bindings.list_bindings(act.tx, act.bot.bot_id, chat_id):
        return
    known = await members.find_member(act.tx, act.bot.bot_id, chat_id, telegram_id)
    if known is not None and known.status == status:
        return
    member = await members.save_member(act.tx, act.bot.bot_id, chat_id, telegram_id, status, act.now)
    person = await people.find_by_telegram(act.tx, telegram_id)
    if asked and known is None and person is not None and await _volunteers(act, person):
        return
    if telegram_id == act.bot.bot_id:
        await _bot_changed(act, chat_id, status, known.status if known else None)
    elif person is not None and not member.here and await people.list_posts(act.tx, person.id):
        act.set_timer("left_group", member.id, act.now)
        await _tell(act, chat_id, "member.left", person)
        await _ask_whether_gone(act, person)


async def _volunteers(act: Act, person: Person) -> bool:
    """Whether they do it for nothing: many of these never join the work group."""
    return all(post.role in VOLUNTEERS for post in await people.list_posts(act.tx, person.id))


@on_timer("left_group")
async def give_back(act: Act, member_id: int) -> None:
    """A few at a time: open again in the same cell, unless they have come back meanwhile."""
    member = await members.get_member(act.tx, member_id)
    person = await people.find_by_telegram(act.tx, member.telegram_id) if member else None
    if member is None or member.here or person is None:
        return
    cells = await _cells_of(act, member.chat_id)
    left = [one for one in await requests.list_left_by(act.tx, person.id, 1000) if one.cell_id in cells]
    for request in left[:_AT_ONCE]:
        freed = await core.save(act, vacate(request, act.now), person, "vacated")
        await cards.put_up(act, freed)
    if len(left) > _AT_ONCE:
        act.set_timer("left_group", member.id, act.now)


async def _cells_of(act: Act, chat_id: ChatId) -> set[CellId]:
    bound = await bindings.list_bindings(act.tx, act.bot.bot_id, chat_id)
    return {cell for one in bound for cell in await grid.list_below(act.tx, one.cell_id)}


async def blocked(act: Act, telegram_id: int) -> None:
    """Somebody has stopped the bot: with the work group left as well, the leader is asked."""
    person = await people.find_by_telegram(act.tx, telegram_id)
    if person is not None and await people.list_posts(act.tx, person.id):
        await _ask_whether_gone(act, person)


async def _ask_whether_gone(act: Act, person: Person) -> None:
    """他还在岗吗: posts end by a leader's word alone."""
    assert person.telegram_id is not None
    left = await members.list_left(act.tx, act.bot.bot_id, person.telegram_id)
    chat = await chats.get_chat(act.tx, act.bot.bot_id, ChatId(person.telegram_id))
    if left and chat is not None and chat.state == "unreachable":
        await _tell(act, left[0].chat_id, "member.gone", person)


async def stays(act: Act, person_id: int) -> None:
    """在岗: nothing changes, and that is written down."""
    person, other = await duty.led(act, person_id)
    records.add_history(act.tx, person.community_id, person.id, "stays", "person", other.id, act.now)
    act.answer("member.stays_short")


async def _bot_changed(act: Act, chat_id: ChatId, status: str, before: str | None) -> None:
    """Thrown out, let in again, or no administrator any more: the leaders hear of it, and the cards find their way."""
    here, was_here = status in HERE, before is None or before in HERE
    if here != was_here:
        await _tell(act, chat_id, "group.back" if here else "group.kicked")
        for one in await board_table.list_open_here(act.tx, act.bot.bot_id, chat_id, _AT_ONCE):
            await cards.put_up(act, one.request)
    elif before == "administrator":
        await _tell(act, chat_id, "group.demoted")


async def _tell(act: Act, chat_id: ChatId, key: str, person: Person | None = None) -> None:
    for leader, cell in await boards.leaders(act, chat_id):
        if person is None or leader != person.id:
            await pushes.push(act, leader, key, cell=cell, **({"who_id": person.id} if person else {}))


async def plan_checks(act: Act) -> None:
    await plan(act, int(act.bot.bot_id))


@on_timer("group_plan")
async def plan(act: Act, bot_id: int) -> None:
    """Each work group has its own minute of the day, the same after every start; workbooks bring new groups."""
    act.set_timer("group_plan", bot_id, act.now + _PLAN_EVERY)
    for chat_id in await bindings.list_bound_chats(act.tx, act.bot.bot_id):
        plan_check(act, chat_id)


def plan_check(act: Act, chat_id: ChatId) -> None:
    act.set_timer("group_check", chat_id, act.now + 1 + (abs(chat_id) * 7919 * 1000 - act.now - 1) % _DAY)


@on_timer("group_check")
async def ask(act: Act, chat: int) -> None:
    """Ask Telegram who of the staff is still there, and what we are there ourselves."""
    chat_id = ChatId(chat)
    known = await chats.get_chat(act.tx, act.bot.bot_id, chat_id)
    if not await bindings.list_bindings(act.tx, act.bot.bot_id, chat_id):
        return
    plan_check(act, chat_id)
    if known is not None and known.state != "open":
        return
    staff = await members.list_staff_of(act.tx, act.bot.bot_id, chat_id, _MOST_ASKED)
    for telegram_id in (int(act.bot.bot_id), *(account for _, account in staff)):
        facts = {"call": "getChatMember", "params": {"chat_id": chat_id, "user_id": telegram_id},
                 "telegram_id": telegram_id}
        act.post(Message(act.bot.bot_id, chat_id, BROADCAST, "call", facts, method="call", then_act="member_checked"))


@on_result("member_checked")
async def checked(act: Act, outcome: dict[str, Any]) -> None:
    """What differs from what we knew is told like any other change; what Telegram cannot say changes nothing."""
    if outcome["ok"]:
        status = str(outcome["result"]["status"])
        await changed(act, ChatId(outcome["chat_id"]), int(outcome["facts"]["telegram_id"]), status, asked=True)


@page("member.left")
async def left(reader: Reader, facts: Mapping[str, Any]) -> Page:
    person = await people.get_person(reader.tx, PersonId(facts["who_id"]))
    return pages.left(person.name or "", facts["cell"], person.id)


@page("member.gone")
async def gone(reader: Reader, facts: Mapping[str, Any]) -> Page:
    person = await people.get_person(reader.tx, PersonId(facts["who_id"]))
    return pages.gone(person.name or "", facts["cell"], person.id)
