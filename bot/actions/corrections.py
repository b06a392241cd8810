"""修改: what was understood is put right with buttons, on the message where it stands."""

from dataclasses import replace

from bot.act import Act
from bot.actions import access, drafts, words
from bot.actions.sources import locate
from bot.actions.summaries import dictated_as
from bot.views.drafts import PAGES
from domain.addresses import parse_door
from domain.errors import Invalid, NotFound
from domain.ids import BuildingId, DraftId, HouseholdId, PersonId
from storage import drafts as table
from storage import families, homes, notes, places
from storage.drafts import Draft
from storage.people import Person

# The words that a button may say instead.
_PLACE = ("draft_place", "entry_place")


async def open_page(act: Act, draft_id: int, number: int) -> None:
    draft, _ = await _own(act, draft_id)
    if number >= len(PAGES):
        raise Invalid("press.old")
    await drafts.save(act, draft._replace(page=PAGES[number]))
    act.answer("people.go_on")


async def set_category(act: Act, draft_id: int, number: int) -> None:
    draft, _ = await _own(act, draft_id)
    if number >= len(act.settings.categories):
        raise Invalid("press.old")
    category = act.settings.categories[number].code
    await _set(act, draft._replace(category=category))
    act.answer("draft.category_set", category=category)


async def set_kind(act: Act, draft_id: int, number: int) -> None:
    draft, _ = await _own(act, draft_id)
    if number >= len(act.settings.kinds):
        raise Invalid("press.old")
    await _set(act, draft._replace(kind=act.settings.kinds[number].code))
    act.answer("draft.changed_so")


async def set_home(act: Act, draft_id: int, household_id: int) -> None:
    """One of one's own doors, or of whom it is for."""
    draft, person = await _own(act, draft_id)
    if household_id not in await homes.list_homes(act.tx, draft.subject_id or draft.person_id):
        raise NotFound("people.no_door")
    await notes.drop_place(act.tx, draft.id)
    await words.forget(act, person, *_PLACE)
    await _set(act, draft._replace(household_id=HouseholdId(household_id), building_id=None))
    act.answer("draft.changed_so")


async def set_building(act: Act, draft_id: int, building_id: int) -> None:
    """Another place of the community: the whole building, no door."""
    draft, person = await _own(act, draft_id)
    building = await places.find_building(act.tx, building_id)
    if building is None or building.community_id != person.community_id:
        raise NotFound("people.no_door")
    nearby = await dictated_as(act.tx, draft) is not None and not (draft.household_id or draft.building_id)
    if not nearby:  # else it says who answers for the place that was typed
        await notes.drop_place(act.tx, draft.id)
    await words.forget(act, person, *_PLACE)
    await _set(act, draft._replace(building_id=BuildingId(building_id)))
    act.answer("draft.changed_so")


async def ask_place(act: Act, draft_id: int) -> None:
    draft, person = await _own(act, draft_id)
    await words.ask(act, person, "draft_place", draft.id)
    act.answer("people.go_on")
    act.say(draft.chat_id, "draft.ask_place", reader_id=person.id)


@words.on_words("draft_place")
async def place_by_words(act: Act, person: Person, draft_id: int, said: str) -> None:
    """小区南门, 中心花园: kept as it is said; the building that it names, else the door beside it, says who answers."""
    draft = await drafts.own(act, person, draft_id)
    await notes.drop_place(act.tx, draft.id)
    if await dictated_as(act.tx, draft) is not None:
        await _place_dictated(act, person, draft, said)
        return
    await _note_place(act, person, draft, said)
    await _set(act, draft._replace(building_id=await _building(act, person, said)), anew=True)


@words.on_words("entry_place")
async def place_of_entry(act: Act, person: Person, draft_id: int, said: str) -> bool:
    """The address that a ticket or a call lacked; whatever is none is about something new."""
    draft = await table.get_draft(act.tx, DraftId(draft_id))
    if parse_door(said) is None or draft is None or draft.state != "open":
        return False
    await place_by_words(act, person, draft_id, said)
    return True


async def _place_dictated(act: Act, person: Person, draft: Draft, said: str) -> None:
    """The door itself, as in the line of a caller. What the register does not know needs the building nearby."""
    named = parse_door(said)
    household, building = await locate(act, person.community_id, named) if named else (None, None)
    if household is None:
        await _note_place(act, person, draft, said)
        building = building or await _building(act, person, said)
    found = draft._replace(household_id=household, building_id=building) if household or building else draft
    placed = found.household_id or found.building_id
    await _set(act, found, page="summary" if placed else "building", anew=True)


async def _building(act: Act, person: Person, said: str) -> BuildingId | None:
    named = parse_door(said)
    if named is None:
        return None
    _, building = await locate(act, person.community_id, replace(named, unit=None, room=None))
    return building


async def _note_place(act: Act, person: Person, draft: Draft, said: str) -> None:
    await notes.add_note(
        act.tx, person.community_id, "draft", draft.id, author_id=person.id, key=person.key, kind="place",
        words=said[:100], message_id=None, now=act.now,
    )


async def set_whom(act: Act, draft_id: int, person_id: int) -> None:
    """0 is oneself. An elder only for whoever stands in the register as a contact."""
    draft, person = await _own(act, draft_id)
    if person_id and not await families.is_contact(act.tx, PersonId(person_id), person.id):
        raise NotFound("people.no_door")
    await notes.drop_place(act.tx, draft.id)
    subject = PersonId(person_id) if person_id else None
    await _set(act, draft._replace(subject_id=subject, household_id=None, building_id=None))
    act.answer("draft.changed_so")


async def toggle_urgency(act: Act, draft_id: int) -> None:
    draft, _ = await _own(act, draft_id)
    await _set(act, draft._replace(urgency="normal" if draft.urgency == "urgent" else "urgent"), page="correct")
    act.answer("draft.changed_so")


async def toggle_contact(act: Act, draft_id: int) -> None:
    draft, _ = await _own(act, draft_id)
    await _set(act, draft._replace(contact="phone" if draft.contact == "relay" else "relay"), page="correct")
    act.answer("draft.changed_so")


async def toggle_anonymous(act: Act, draft_id: int) -> None:
    """Whoever wants to stay unnamed is not telephoned either."""
    draft, _ = await _own(act, draft_id)
    contact = draft.contact if draft.anonymous else "relay"
    await _set(act, draft._replace(anonymous=not draft.anonymous, contact=contact), page="correct")
    act.answer("draft.anonymous_no" if draft.anonymous else "draft.anonymous_yes")


async def _own(act: Act, draft_id: int) -> tuple[Draft, Person]:
    person = await access.person_of(act)
    return await drafts.own(act, person, draft_id), person


async def _set(act: Act, draft: Draft, *, page: str = "summary", anew: bool = False) -> None:
    """The generation grows, so that a press on what was shown before cannot submit something else."""
    await drafts.save(act, draft._replace(page=page, generation=draft.generation + 1), anew=anew)
