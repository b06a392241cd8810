"""Which community a newcomer lives in: asked once, where there are several and no invite says it."""

from collections.abc import Mapping
from typing import Any

from bot.act import Act
from bot.actions import access
from bot.actions.people import chat_of, know_chat
from bot.drawing import Reader, page
from bot.views import communities as pages
from bot.views.page import Page
from domain.communities import matches
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import CommunityId
from storage import chats, grid, people
from storage.grid import Community

_LAST_PAGE = 1_000


async def must_ask(act: Act) -> bool:
    """Somebody whom no register knows, where there is more than one community to choose from."""
    return await access.known_person(act) is None and len(await grid.list_communities(act.tx)) > 1


async def ask(act: Act) -> None:
    """They have agreed; what is kept of it till they choose is which notice it was."""
    await know_chat(act)
    await chats.set_agreed(act.tx, act.bot.bot_id, chat_of(act), act.settings.consent)
    act.answer("people.thanks")
    act.say(chat_of(act), "communities.ask")


async def turn(act: Act, number: int) -> None:
    """For whoever is asked: no other message of ours is turned into this list."""
    newcomer = await access.has_agreed(act)
    if number > _LAST_PAGE or not (newcomer or await access.known_person(act)):
        raise Invalid("press.old")
    if not newcomer and not await access.may_move(act.tx, await access.person_of(act)):
        raise Conflict("communities.tied")
    act.answer("people.go_on")
    act.turn("communities.ask" if newcomer else "communities.ask_again", page=number)


async def chosen(act: Act, community_id: int) -> Community:
    """Raises NotAllowed for somebody who has agreed to nothing or is known already, NotFound for no community."""
    if not await access.has_agreed(act):
        raise NotFound("press.old")
    found = next((one for one in await grid.list_communities(act.tx) if one.id == community_id), None)
    if found is None:
        raise NotFound("press.old")
    return found


async def named(act: Act, words: str, but: CommunityId | None = None) -> list[Community]:
    """Those whose name holds the words."""
    return [one for one in await grid.list_communities(act.tx) if one.id != but and matches(one.name, words)]


async def by_words(act: Act, words: str) -> CommunityId:
    """The only one whose name holds the words. Raises NotFound, which shows what may be meant; danger comes first."""
    found = await named(act, words)
    if len(found) == 1:
        return found[0].id
    key = "communities.which" if found else "communities.unknown"
    raise NotFound(key, found=[one.id for one in found[:pages.A_PAGE]])


@page("communities.ask", "communities.ask_again", "communities.which", "communities.unknown")
async def choices(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """Somebody who has chosen already is shown the others, and where they are now."""
    person = await people.find_by_telegram(reader.tx, reader.chat_id)
    here = await grid.get_community(reader.tx, person.community_id) if person else None
    only = set(facts.get("found") or ())
    shown = [(int(one.id), one.name) for one in await grid.list_communities(reader.tx)
             if (not only or one.id in only) and one != here]
    asked = "communities.ask_again" if here else "communities.ask"
    key = "communities.which" if only else "communities.unknown" if "found" in facts else asked
    return pages.choose(key, shown, facts.get("page", 0), (here.id, here.name) if here else None)
