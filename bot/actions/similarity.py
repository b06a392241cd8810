"""跟进: a neighbour has filed the same; it is followed instead of filed again."""

from bot.act import Act
from bot.actions import access, drafts, requests
from bot.actions.summaries import Understood, understand
from bot.views.drafts import Similar, building_name
from domain.errors import NotFound
from domain.ids import RequestId
from domain.requests import Request
from domain.similarity import ALIKE, AT_MOST, likeness
from storage import follows, places, similarity
from storage import history as records
from storage import requests as table
from storage.database import Transaction
from storage.drafts import Draft

_RECENT = 30 * 86_400_000


async def find(tx: Transaction, draft: Draft, understood: Understood, now: int) -> Similar | None:
    """The likest of the open requests near by, with no more of it than a neighbour may know."""
    best: tuple[float, RequestId] | None = None
    for request_id, words in (await _near(tx, draft, understood, now)).items():
        like = likeness(understood.words, words)
        if like >= ALIKE and (best is None or like > best[0]):
            best = like, request_id
    request = await table.get_request(tx, best[1]) if best else None
    if request is None:
        return None
    return Similar(request.id, request.category, await _building(tx, request), request.filed_at, str(request.state))


async def _near(tx: Transaction, draft: Draft, understood: Understood, now: int) -> dict[RequestId, str]:
    if understood.cell_id is None or not understood.words:
        return {}
    return await similarity.list_near(
        tx, understood.cell_id, understood.building_id, understood.category, draft.person_id,
        since=now - _RECENT, limit=AT_MOST,
    )


async def _building(tx: Transaction, request: Request) -> str:
    building = await places.find_building(tx, request.building_id) if request.building_id else None
    if building is not None:
        return building_name(building.compound, building.name)
    place = await places.get_place(tx, request.household_id) if request.household_id else None
    return building_name(place.compound, place.building) if place else ""


async def follow(act: Act, draft_id: int, request_id: int) -> None:
    """Only what could be offered may be followed: a forged press finds nothing."""
    person = await access.person_of(act)
    draft = await drafts.own(act, person, draft_id)
    if request_id not in await _near(act.tx, draft, await understand(act.tx, draft, act.settings), act.now):
        raise NotFound("request.unknown")
    request = await requests.get(act, request_id)
    await follows.add_follower(act.tx, request.id, person.id, act.now)
    records.add_history(act.tx, person.community_id, person.id, "follow", "request", request.id, act.now)
    await drafts.close_followed(act, draft._replace(request_id=request.id))
    act.answer("draft.following_short")
    act.say(draft.chat_id, "mine.following", reader_id=person.id, number=request.number)
    await act.redraw("request", request.id)


async def not_same(act: Act, draft_id: int) -> None:
    """不是同一件: the summary goes on without the offer."""
    person = await access.person_of(act)
    draft = await drafts.own(act, person, draft_id)
    await drafts.save(act, draft._replace(alone=True))
    act.answer("people.go_on")


async def unfollow(act: Act, request_id: int) -> None:
    """不再跟进."""
    person = await access.person_of(act)
    if not await follows.drop_follower(act.tx, RequestId(request_id), person.id):
        raise NotFound("request.unknown")
    act.answer("mine.unfollowed")
    for kind in ("request", "mine"):
        await act.redraw(kind, request_id)
