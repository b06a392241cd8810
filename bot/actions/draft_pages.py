"""Loads what somebody sees of their own draft."""

from collections.abc import Awaitable, Callable

from bot.actions import answers, similarity
from bot.actions.people import door, masked
from bot.actions.request_pages import place_of, receipt
from bot.actions.summaries import Understood, dictated_as, understand
from bot.drawing import Reader, view
from bot.views import answers as answer_pages
from bot.views import drafts as pages
from bot.views.page import Page
from domain.drafts import numbered, start
from domain.ids import DraftId
from domain.requests import Request
from storage import drafts, families, homes, people, places, requests
from storage.database import Transaction
from storage.drafts import Draft
from storage.views import View

_Maker = Callable[[Reader, Draft, Understood], Awaitable[Page]]

_SHORT, _RECENT = 40, 10
# Where nobody pressed 不提交了: what became of it by itself.
_ENDS = {"answer": "answered", "still": "put_away", "progress": "noted"}
# So many requests in hand are named under a summary.
_OFFERED = 3


@view("draft")
async def draft(reader: Reader, shown: View) -> Page | None:
    found = await drafts.get_draft(reader.tx, DraftId(shown.subject_id))
    if found is None:
        return None
    if found.state != "open":
        return await _closed(reader, found)
    return await _PAGES[found.page](reader, found, await understand(reader.tx, found, reader.settings))


async def _closed(reader: Reader, found: Draft) -> Page:
    """What was submitted says in its place which number it has and who has it."""
    about = await requests.get_request(reader.tx, found.request_id) if found.request_id else None
    if found.state == "filed" and about is not None:
        return await receipt(reader, about)
    state = "followed" if found.state == "dropped" and about is not None else found.state
    if found.state == "dropped" and found.page in _ENDS:
        state = _ENDS[found.page]
    return pages.closed(state, found.id, restorable=found.page == "undo", number=about.number if about else "")


async def _summary(reader: Reader, found: Draft, understood: Understood) -> Page:
    one = await _one(reader, found, understood)
    near = None if found.alone else await similarity.find(reader.tx, found, understood, reader.now)
    about = await _asks_about(reader, found, understood)
    held = await _in_hand(reader, found)
    return pages.summary(one._replace(similar=near, asks_about=about, held=held), still=found.page == "still")


async def _in_hand(reader: Reader, found: Draft) -> list[tuple[Request, str]]:
    """What somebody has in hand may be what their loose words are about; a piece that was split off is its own."""
    if not found.gathering:
        return []
    return [(one, await place_of(reader, one))
            for one in await requests.list_touched_last(reader.tx, found.person_id, _OFFERED)]


async def _asks_about(reader: Reader, found: Draft, understood: Understood) -> Request | None:
    """什么时候来修: no new matter, it seems, but a question about the latest that is not over."""
    words = understood.words.lower()
    if understood.category != "other" or len(words) > _SHORT or not any(
        word in words for word in reader.settings.talk.asks
    ):
        return None
    filed = await requests.list_filed_by(reader.tx, found.person_id, _RECENT)
    return next((one for one in filed if one.ended_at is None), None)


async def _answer(reader: Reader, found: Draft, understood: Understood) -> Page:
    """As it is when it is read: an answer that is no longer given makes room for the summary."""
    ready = await answers.for_draft(reader.tx, found, understood, reader.now)
    if ready is None:
        return await _summary(reader, found, understood)
    return answer_pages.given(ready.question, ready.text, found.id, found.generation)


async def _correct(reader: Reader, found: Draft, understood: Understood) -> Page:
    elders = await families.list_elders(reader.tx, found.person_id)
    items, starts = _splits(understood)
    return pages.correct(
        await _one(reader, found, understood), has_elders=bool(elders), can_split=bool(items or starts)
    )


async def _one(reader: Reader, found: Draft, understood: Understood) -> pages.Summary:
    whom = await people.get_person(reader.tx, found.subject_id) if found.subject_id else None
    return pages.Summary(
        found.id, found.generation, understood.words, [note.media for note in understood.notes if note.media],
        understood.category, understood.kind, await _place(reader.tx, found, understood),
        whom.name if whom else None, found.urgency, found.contact, found.anonymous, found.gathering, None,
        entry=await dictated_as(reader.tx, found),
    )


async def _place(tx: Transaction, found: Draft, understood: Understood) -> str | None:
    if understood.place_words:
        return understood.place_words
    building = await places.find_building(tx, found.building_id) if found.building_id else None
    if building is not None:
        return pages.building_name(building.compound, building.name)
    place = understood.place
    if place is None:
        return None
    return masked(place) if found.anonymous else door(place)


async def _categories(reader: Reader, found: Draft, understood: Understood) -> Page:
    return pages.categories([category.code for category in reader.settings.categories], found.id)


async def _kinds(reader: Reader, found: Draft, understood: Understood) -> Page:
    return pages.kinds([kind.code for kind in reader.settings.kinds], found.id)


async def _homes(reader: Reader, found: Draft, understood: Understood) -> Page:
    """One's own doors, or those of whom it is for."""
    doors: list[tuple[int, str]] = []
    for home in await homes.list_homes(reader.tx, found.subject_id or found.person_id):
        place = await places.get_place(reader.tx, home)
        if place is not None:
            doors.append((home, door(place)))
    return pages.homes(doors, found.id)


async def _buildings(reader: Reader, found: Draft, understood: Understood) -> Page:
    """Those around it; where no place is known yet, those of the whole community."""
    if understood.building_id:
        near = await places.list_buildings(reader.tx, understood.building_id)
        return pages.buildings([(one.id, one.name) for one in near], found.id)
    compounds = await places.list_compounds(reader.tx, found.community_id)
    whole = len(compounds) > 1
    every = [(one.id, pages.building_name(compound.name, one.name) if whole else one.name)
             for compound in compounds for one in await places.list_buildings(reader.tx, compound.id)]
    return pages.buildings(every, found.id, whole=whole)


async def _whom(reader: Reader, found: Draft, understood: Understood) -> Page:
    elders = await families.list_elders(reader.tx, found.person_id)
    return pages.whom([(one.person_id, one.name or one.relation) for one in elders], found.id)


async def _split(reader: Reader, found: Draft, understood: Understood) -> Page:
    items, starts = _splits(understood)
    return pages.split(items, starts, found.id)


def _splits(understood: Understood) -> tuple[int, list[tuple[int, str]]]:
    """How many numbered items there are, and with which messages another matter could begin."""
    written = [note for note in understood.notes if note.kind == "report"]
    items = max((len(numbered(note.words or "")) for note in written), default=0)
    spoken = [note for note in written if note.words]
    return items, [(note.id, start(note.words or "")) for note in spoken[1:]]


_PAGES: dict[str, _Maker] = {
    "summary": _summary, "still": _summary, "correct": _correct, "category": _categories, "kind": _kinds,
    "place": _homes, "building": _buildings, "whom": _whom, "split": _split,
    "answer": _answer,
}
