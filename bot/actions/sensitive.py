"""What no group may see: finds out whom it speaks of, and takes it past them to the next person up."""

from collections.abc import Iterable

from bot.act import ANSWER, Act
from bot.actions import posts
from domain import sensitive as rules
from domain.danger import find_kinds
from domain.ids import CellId, ChatId, CommunityId, PersonId
from domain.requests import Filing, Request
from domain.sensitive import Standing
from storage import mentions, people
from storage.database import Transaction


async def people_named(
    act: Act, community_id: CommunityId, cell_id: CellId, filing: Filing, text: str
) -> set[PersonId]:
    """Members of staff by name or title; for 你们网格员, whoever has that post on the way up from the door."""
    titles = act.settings.sensitive.titles
    named = rules.named_staff(text, await mentions.list_staff(act.tx, community_id), titles)
    roles = rules.pointed_roles(text, filing.kind, titles)
    if roles and not named:
        line = await _standings(act.tx, cell_id, act.now)
        named |= {one.person_id for one in line if one.role in roles}
    return named


def is_sensitive(act: Act, filing: Filing, text: str, named: set[PersonId]) -> bool:
    return filing.sensitive or rules.is_sensitive(
        filing.kind, filing.category, text, act.settings.sensitive, names_staff=bool(named),
        dangers=find_kinds(text, act.settings.danger),
    )


async def deliver(act: Act, request: Request) -> None:
    """To those who may take it, in their private chats."""
    for person_id in await recipients(act.tx, request, act.now):
        if person_id == request.offered_to_id:
            continue
        person = await people.get_person(act.tx, person_id)
        if person.telegram_id is not None:
            await act.show(ChatId(person.telegram_id), "holder", request.id, urgency=ANSWER, reader_id=person.id,
                           anew=True)


async def recipients(tx: Transaction, request: Request, now: int) -> list[PersonId]:
    named = await mentions.list_mentions(tx, request.id)
    return rules.recipients(await _standings(tx, request.cell_id, now), named, request.filer_id, 0)


async def may_know(tx: Transaction, request: Request, person_id: PersonId | None, now: int) -> bool:
    """Whether this member of staff may know of it at all; whoever has it in hand may."""
    if person_id is None:
        return False
    named = await mentions.list_mentions(tx, request.id)
    if person_id in named:
        return False
    if person_id in {request.holder_id, request.offered_to_id, request.worker_id}:
        return True
    return rules.may_know(await _standings(tx, request.cell_id, now), named, 0, person_id)


async def allowed(tx: Transaction, request: Request, asked: Iterable[PersonId], now: int) -> list[PersonId]:
    """Those of them who may be told of it: everybody, unless it is for some alone."""
    if not request.sensitive:
        return list(asked)
    return [one for one in asked if await may_know(tx, request, one, now)]


async def _standings(tx: Transaction, cell_id: CellId, now: int) -> list[Standing]:
    """Every post from the cell up to the community, and those who stand in for somebody."""
    found: list[Standing] = []
    for depth, rung in enumerate(await posts.ladder(tx, cell_id, now)):
        held = await people.list_posts_at(tx, rung.cell.id)
        found += [Standing(post.person_id, depth, post.role, post.person_id in rung.people) for post in held]
        holders = {post.person_id for post in held}
        found += [Standing(one, depth, "staff") for one in rung.people if one not in holders]
    return found
