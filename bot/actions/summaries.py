"""What was understood of a draft: by what somebody has corrected, else by the words themselves."""

from typing import NamedTuple

from bot.settings import Settings
from domain.danger import find
from domain.ids import BuildingId, CellId, HouseholdId
from domain.kinds import classify_kind
from domain.routing import classify
from domain.sources import Entry
from storage import notes, places, sources
from storage.database import Transaction
from storage.drafts import Draft
from storage.notes import Note
from storage.places import Place


class Understood(NamedTuple):
    """The words, what they are about, and the place that they are about; None where no place is known yet."""

    words: str
    notes: list[Note]
    category: str
    kind: str
    household_id: HouseholdId | None
    building_id: BuildingId | None
    cell_id: CellId | None
    place_words: str | None
    place: Place | None


class Spot(NamedTuple):
    """Whose door it is, in which building, and which cell answers for it."""

    household_id: HouseholdId | None
    building_id: BuildingId | None
    cell_id: CellId | None
    place: Place | None


async def understand(tx: Transaction, draft: Draft, settings: Settings) -> Understood:
    written = await notes.list_notes(tx, "draft", draft.id)
    words = "\n".join(note.words for note in written if note.kind == "report" and note.words)
    spoken = [note.words for note in written if note.kind == "place" and note.words]
    spot = await spot_of(tx, draft)
    return Understood(
        words, written, draft.category or category_of(words, settings),
        draft.kind or classify_kind(words, settings.kinds), spot.household_id, spot.building_id, spot.cell_id,
        spoken[-1] if spoken else None, spot.place,
    )


def category_of(words: str, settings: Settings) -> str:
    """Of words that speak of danger it is the danger's."""
    danger = find(words, settings.danger)
    known = settings.danger.kind(danger.kind).category if danger else None
    return known or classify(words, settings.categories)


async def spot_of(tx: Transaction, draft: Draft) -> Spot:
    place = await _home_of(tx, draft)
    home = place.household_id if place else None
    building = await places.find_building(tx, draft.building_id) if draft.building_id else None
    if building is not None:
        return Spot(home, building.id, building.cell_id, place)
    return Spot(home, place.building_id if place else None, place.cell_id if place else None, place)


async def _home_of(tx: Transaction, draft: Draft) -> Place | None:
    if draft.household_id is not None:
        return await places.get_place(tx, draft.household_id)
    if await dictated_as(tx, draft) is not None:
        return None
    return await places.find_home_of(tx, draft.subject_id or draft.person_id)


async def dictated_as(tx: Transaction, draft: Draft) -> Entry | None:
    """What staff had typed for somebody else before it became this draft. What still gathers never was anything."""
    return None if draft.gathering else await sources.find_entry_of_draft(tx, draft.id)
