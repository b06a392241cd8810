"""Where requests hang in the work groups: the card, a line of a digest in a burst, the pinned board of what is open."""

from typing import Any

from bot.act import Act
from bot.actions import pushes, topics
from bot.works import on_result, on_timer
from domain.ids import BotId, ChatId, PersonId, ViewId
from domain.people import LEADERS
from domain.requests import Request, State
from storage import bindings, boards, grid, people, views
from storage.bindings import Binding
from storage.database import Transaction

_MINUTE = 60_000
_LINES = 20
_MOST = 90
_GATHER = 3_000
_PIN_AFTER = 3_000


async def home(tx: Transaction, bot_id: BotId, request: Request) -> Binding | None:
    """The group in which the card belongs: the cell's own, else the nearest one above; none while it is stopped."""
    binding = await bindings.find_nearest(tx, bot_id, request.cell_id)
    return None if binding is None or binding.stopped else binding


async def hang(act: Act, request: Request, binding: Binding) -> None:
    """A card of its own; where very many come within a minute, a line of a digest until somebody takes it."""
    topic_id = await topics.topic_for(act, binding, request.category)
    if topic_id is None:
        return
    bot_id, chat_id = act.bot.bot_id, binding.chat_id
    touch(act, chat_id)
    hangs = await views.find_view(act.tx, bot_id, chat_id, "request", request.id)
    if hangs is None and request.state is State.OPEN:
        count = await boards.count_card(act.tx, bot_id, chat_id, topic_id, act.now)
        if count > act.settings.boards.cards_a_minute:
            await _add_to_digest(act, request, chat_id, topic_id)
            return
    await act.show(chat_id, "request", request.id, topic_id=topic_id)


async def hang_anew(act: Act, request: Request, chat_id: ChatId) -> bool:
    """A fresh card at the end of the group where it belongs; false in any other group."""
    binding = await home(act.tx, act.bot.bot_id, request)
    if binding is None or binding.chat_id != chat_id:
        return False
    topic_id = await topics.topic_for(act, binding, request.category)
    if topic_id is not None:
        await act.show(chat_id, "request", request.id, anew=True, topic_id=topic_id)
    return True


@on_result("topic_made")
async def hang_in_topic(act: Act, outcome: dict[str, Any]) -> None:
    """The cards that waited for a topic are hung up; where it could not be made, among the others."""
    category = await topics.note_made(act, outcome)
    for one in await boards.list_open_here(act.tx, act.bot.bot_id, ChatId(outcome["chat_id"]), _MOST):
        binding = await home(act.tx, act.bot.bot_id, one.request)
        if binding is not None and one.request.category == category:
            await hang(act, one.request, binding)


async def follow(act: Act, request: Request) -> None:
    """The request has changed: its line changes too, it gets a card once it is taken, and the boards follow."""
    if request.sensitive:
        return
    binding = await home(act.tx, act.bot.bot_id, request)
    digests = await boards.list_digests_of(act.tx, request.id)
    for digest_id in digests:
        _draw_soon(act, digest_id)
    if digests and binding is not None and request.state is not State.OPEN:
        await hang(act, request, binding)
    for chat_id in await views.list_groups_of(act.tx, act.bot.bot_id, "request", request.id):
        touch(act, chat_id)
    if binding is not None:
        touch(act, binding.chat_id)


def touch(act: Act, chat_id: ChatId) -> None:
    """The group's board is drawn soon; several changes become one edit."""
    act.keep_timer("board", chat_id, act.now + act.settings.boards.redraw_seconds * 1000)


async def draw_at_once(act: Act, chat_id: ChatId) -> None:
    act.set_timer("board", chat_id, act.now)


async def views_of(act: Act, chat_id: ChatId) -> set[ViewId]:
    """The boards and digests of this group, asked to be drawn again."""
    bot_id = act.bot.bot_id
    found = [await views.want_kind_again(act.tx, bot_id, chat_id, kind) for kind in ("board", "digest")]
    return {one for some in found for one in some}


@on_timer("board")
async def draw(act: Act, chat_id: int) -> None:
    """One board for each topic to which cells of this group are bound."""
    for topic_id in {one.topic_id for one in await bindings.list_bindings(act.tx, act.bot.bot_id, ChatId(chat_id))
                     if not one.stopped}:
        await act.show(ChatId(chat_id), "board", 0, topic_id=topic_id)
        act.set_timer("pin", chat_id, act.now + _PIN_AFTER)


@on_timer("pin")
async def pin(act: Act, chat_id: int) -> None:
    """A board that has just been sent is pinned, without waking anybody."""
    for view in await views.list_views(act.tx, act.bot.bot_id, ChatId(chat_id), "board"):
        pinned = await boards.find_pinned(act.tx, act.bot.bot_id, view.chat_id, view.topic_id)
        if view.message_id is None or view.message_id == pinned:
            continue
        await boards.set_pinned(act.tx, act.bot.bot_id, view.chat_id, view.topic_id, view.message_id)
        params = {"chat_id": chat_id, "message_id": view.message_id, "disable_notification": True}
        act.call(view.chat_id, "pinChatMessage", params, then="board_pinned", topic_id=view.topic_id)


@on_result("board_pinned")
async def pinned(act: Act, outcome: dict[str, Any]) -> None:
    """Without the right to pin, the board works all the same; those who can give it are asked once."""
    chat_id, bot_id = ChatId(outcome["chat_id"]), act.bot.bot_id
    if outcome["ok"] or not await boards.note_refused(act.tx, bot_id, chat_id, outcome["facts"]["topic_id"], act.now):
        return
    for person_id, cell in await leaders(act, chat_id):
        await pushes.push(act, person_id, "board.cannot_pin", cell=cell)


async def leaders(act: Act, chat_id: ChatId) -> list[tuple[PersonId, str]]:
    """Who leads the cells of this group, each once, with the name of the cell."""
    found: dict[PersonId, str] = {}
    for binding in await bindings.list_bindings(act.tx, act.bot.bot_id, chat_id):
        for cell in await grid.list_chain(act.tx, binding.cell_id):
            led = [one for one in await people.list_posts_at(act.tx, cell.id) if one.role in LEADERS]
            for post in led:
                found.setdefault(post.person_id, cell.name)
            if led:
                break
    return list(found.items())


async def _add_to_digest(act: Act, request: Request, chat_id: ChatId, topic_id: int) -> None:
    digest_id = await boards.find_digest(act.tx, act.bot.bot_id, chat_id, topic_id, act.now - _MINUTE)
    if digest_id is None:
        digest_id = await boards.open_digest(act.tx, act.bot.bot_id, chat_id, topic_id, act.now)
    if await boards.add_line(act.tx, digest_id, request.id) >= _LINES:
        await boards.close_digest(act.tx, digest_id, act.now)
    _draw_soon(act, digest_id)


def _draw_soon(act: Act, digest_id: int) -> None:
    act.keep_timer("digest", digest_id, act.now + _GATHER)


@on_timer("digest")
async def draw_digest(act: Act, digest_id: int) -> None:
    chat_id, topic_id = await boards.get_digest_place(act.tx, digest_id)
    await act.show(chat_id, "digest", digest_id, topic_id=topic_id)
