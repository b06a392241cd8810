"""换一个社区: the way out of a wrong choice, for as long as nothing ties somebody to the community."""

from collections.abc import Mapping
from typing import Any

from bot.act import Act
from bot.actions import access, communities, people, phones, words
from bot.actions.people import chat_of
from bot.drawing import Reader, page
from bot.views import communities as pages
from bot.views.page import Page
from domain.errors import Conflict, NotFound
from domain.ids import CommunityId
from storage import communities as table
from storage import drafts, grid
from storage import history as records
from storage import people as register
from storage.people import Person


async def ask(act: Act) -> None:
    """The question of the first day once more, without the community that it was."""
    person = await _free(act)
    await words.ask(act, person, "community", 0)
    act.answer("people.go_on")
    act.say(chat_of(act), "communities.ask_again")


async def choose(act: Act, community_id: int, here: int) -> None:
    """`here` is the community that the button leads away from: a copy that was used up leads nowhere."""
    person = await _free(act)
    found = next((one for one in await grid.list_communities(act.tx) if one.id == community_id), None)
    if found is None or person.community_id != here or found.id == here:
        raise NotFound("press.old")
    await _move(act, person, found)


@words.on_words("community")
async def by_words(act: Act, person: Person, _: int, said: str) -> bool:
    """Part of its name; what is no other community's is about something else."""
    if not await access.may_move(act.tx, person):
        return False
    found = await communities.named(act, said, but=person.community_id)
    if len(found) > 1:
        raise NotFound("communities.which", found=[one.id for one in found[:pages.A_PAGE]])
    if found:
        await _move(act, person, found[0])
    return bool(found)


async def _free(act: Act) -> Person:
    person = await access.person_of(act)
    if not act.origin.private:
        raise NotFound("press.old")
    if not await access.may_move(act.tx, person):
        raise Conflict("communities.tied")
    return person


async def _move(act: Act, person: Person, community: grid.Community) -> None:
    """The same entry from here on, unless the register there has one for this very account."""
    await table.stop_following(act.tx, person.id)
    await table.move_drafts(act.tx, person.id, community.id)
    await words.forget(act, person)
    act.answer("people.go_on")
    people.without_buttons(act)
    act.say(chat_of(act), "communities.chosen", name=community.name)
    member = await table.find_member(act.tx, community.id, person.telegram_id)
    if member is not None:
        await phones.be_recognised(act, person, await register.get_person(act.tx, member))
    else:
        await _arrive(act, person, community.id)
    await _go_on_with_drafts(act)


async def _arrive(act: Act, person: Person, community_id: CommunityId) -> None:
    await table.move_person(act.tx, person, community_id)
    records.add_history(act.tx, community_id, person.id, "change_community", "person", person.id, act.now)
    moved = await register.get_person(act.tx, person.id)
    if not (moved.phone and await phones.recognise(act, moved, moved.phone)):
        await people.next_step(act, moved)


async def _go_on_with_drafts(act: Act) -> None:
    person = await access.person_of(act)
    for draft in await drafts.list_open_of(act.tx, person.id):
        if draft.gathering:
            act.set_timer("draft", draft.id, act.now)
        await act.redraw("draft", draft.id)


@page("communities.offer")
async def offer(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """Only the name of the community, and only to whoever has shared the number as their own."""
    there = await grid.get_community(reader.tx, CommunityId(facts["community_id"]))
    here = await grid.get_community(reader.tx, CommunityId(facts["here"]))
    return pages.offer(there.id, there.name, here.id, here.name)
