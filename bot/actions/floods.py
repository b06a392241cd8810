"""Too much at once: everything is stored, less is answered; danger is never limited."""

from collections.abc import Mapping
from typing import Any

from bot.act import Act
from bot.actions import access, posts, pushes
from bot.drawing import Reader, page
from bot.views.page import Page, line
from bot.works import first
from domain.floods import Verdict, take
from domain.ids import PersonId
from storage import floods, grid, people


@first
async def slow_down(act: Act) -> bool:
    """Counts what is written to the bot; presses are answered always. True where nobody is to be answered any more."""
    origin, settings = act.origin, act.settings.flood
    if not (settings.burst and origin.to_bot and origin.chat_id is not None and origin.sender_id is not None):
        return False
    bucket = await floods.find_bucket(act.tx, act.bot.bot_id, origin.chat_id, origin.sender_id)
    left, verdict = take(bucket, settings, act.now)
    if verdict.say:
        act.say(origin.chat_id, f"flood.{verdict.what}", count=settings.mute_for // 60)
    floods.save_bucket(act.tx, act.bot.bot_id, origin.chat_id, origin.sender_id, left)
    act.quiet = verdict.what != "answer"
    if verdict == Verdict("muted", say=True):
        await _tell_office(act)
    return act.quiet


async def _tell_office(act: Act) -> None:
    """Whoever looks after the community may know what is behind it."""
    person = await access.known_person(act)
    communities = await grid.list_communities(act.tx)
    community_id = person.community_id if person else next((one.id for one in communities), None)
    root = await grid.find_root(act.tx, community_id) if community_id else None
    for one in await posts.answering(act.tx, root, act.now) if root else []:
        await pushes.push(act, one, "flood.office", sender_id=person.id if person else 0,
                          count=act.settings.flood.mute_for // 60)


@page("flood.office")
async def office(reader: Reader, facts: Mapping[str, Any]) -> Page:
    person = await people.get_person(reader.tx, PersonId(facts["sender_id"])) if facts["sender_id"] else None
    most = reader.settings.flood.mute_at - 1
    if person is None or person.name is None:
        return Page((line("flood.office_stranger", count=facts["count"], most=most),))
    return Page((line("flood.office", name=person.name, count=facts["count"], most=most),))
