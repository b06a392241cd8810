"""What reaches the community another way: a call, a visit, a patrol, a ticket of the hotline or of the street.

Staff type one line or paste the ticket; it is shown to them, and filed when they confirm.
"""

from dataclasses import replace

from bot.act import ANSWER, Act
from bot.actions import access, filing, requests
from bot.actions import words as spoken
from bot.actions.summaries import category_of
from bot.actions.working import calendar_of
from bot.works import on_timer
from domain.addresses import Door
from domain.dictation import Dictation, meant, parse_dictation
from domain.errors import Conflict, NotFound
from domain.ids import BuildingId, ChatId, CommunityId, DraftId, EntryId, HouseholdId, PersonId
from domain.kinds import classify_kind
from domain.requests import Filing, Request
from domain.sources import Entry, filing_of
from domain.tickets import Ticket, due_at, instant, parse_ticket
from storage import families, follows, notes, people, places, sources
from storage.people import Person

_NONE = EntryId(0)
_DAY = 86_400_000


async def take_line(act: Act, person: Person, words: str) -> bool:
    """`3-2-501 老人 灯坏了 来电` from a member of staff; false where it is no such line or they are none."""
    read = parse_dictation(words, _topics(act))
    if read is None or not await people.list_posts(act.tx, person.id):
        return False
    await _show(act, person, await _dictated(act, person, read))
    return True


async def take_ticket(act: Act, person: Person, words: str) -> bool:
    """A pasted ticket from a member of staff; one that is known already leads to what came of it."""
    ticket = parse_ticket(words)
    if ticket is None or not await people.list_posts(act.tx, person.id):
        return False
    if not await _known(act, person, ticket.number):
        await _show(act, person, await ticket_entry(act, person, ticket))
    return True


async def file_entry(act: Act, entry_id: int) -> None:
    """确认提交: in the books, with whoever is concerned following it."""
    person, entry = await _own(act, entry_id)
    if not entry.placed:
        raise Conflict("entry.place_first")
    if entry.outside_number and await sources.find_request_of(act.tx, entry.community_id, entry.outside_number):
        await sources.end_entry(act.tx, entry.id, "dropped")
        await act.redraw("entry", entry.id)
        act.answer("entry.known_short")
        return
    request = await file(act, person, entry)
    act.answer("entry.filed_short", number=request.number)
    await act.redraw("entry", entry.id)


async def file(act: Act, person: Person, entry: Entry, *, urgency: str = "normal") -> Request:
    """`person` is whoever entered it."""
    what = filing_of(entry, kind=classify_kind(entry.said, act.settings.kinds))
    request = await filing.file(act, person, replace(what, urgency=urgency), words=entry.said)
    await requests.note(act, person, request, "report", entry.said)
    if entry.caller:
        await requests.note(act, person, request, "caller", entry.caller)
    await sources.end_entry(act.tx, entry.id, "filed", request_id=request.id)
    await sources.blank_entry(act.tx, entry.id)
    await _let_follow(act, request)
    return request


async def amend(act: Act, entry_id: int) -> None:
    """修改: it becomes an ordinary draft, with all the corrections that a draft has."""
    person, entry = await _own(act, entry_id)
    draft_id = await sources.add_draft(act.tx, entry, act.bot.bot_id)
    words = entry.said if entry.placed else f"{entry.address} {entry.said}".strip()
    await notes.add_note(
        act.tx, entry.community_id, "draft", draft_id, author_id=person.id, key=person.key, kind="report",
        words=words, message_id=None, now=act.now,
    )
    await sources.end_entry(act.tx, entry.id, "corrected", draft_id=draft_id)
    if not entry.placed:
        await spoken.ask(act, person, "entry_place", draft_id)
    act.answer("people.go_on")
    await act.redraw("entry", entry.id)
    act.set_timer("draft", draft_id, act.now)


async def drop(act: Act, entry_id: int) -> None:
    _, entry = await _own(act, entry_id)
    await sources.end_entry(act.tx, entry.id, "dropped")
    await sources.blank_entry(act.tx, entry.id)
    act.answer("people.go_on")
    await act.redraw("entry", entry.id)


@on_timer("entry")
async def expire(act: Act, entry_id: int) -> None:
    """Nobody has confirmed it in all this time: its words are not kept any longer."""
    if await sources.end_entry(act.tx, EntryId(entry_id), "dropped"):
        await sources.blank_entry(act.tx, EntryId(entry_id))
        await act.redraw("entry", entry_id)


async def file_corrected(
    act: Act, person: Person, entry: Entry, draft_id: DraftId, given: Filing, words: str
) -> Request:
    """A draft that began as an entry: by whom and for whom stays, the caller goes along, who is concerned follows."""
    request = await filing.file(act, person, filing_of(entry, corrected=given), words=words, from_draft=draft_id)
    if entry.caller:
        await requests.note(act, person, request, "caller", entry.caller)
    await sources.blank_entry(act.tx, entry.id)
    await _let_follow(act, request)
    return request


async def ticket_entry(act: Act, person: Person, ticket: Ticket) -> Entry:
    """What will be confirmed: place, deadline and category found, nothing stored yet."""
    household, building = await locate(act, person.community_id, ticket.door) if ticket.door else (None, None)
    calendar = await calendar_of(act.tx, act.settings, person.community_id)
    received = instant(ticket.received, act.now, calendar.zone) if ticket.received else None
    due = due_at(ticket.due, received or act.now, calendar.zone, calendar.add_days) if ticket.due else None
    return Entry(
        _NONE, person.community_id, _private(act, person), person.id, ticket.source,
        category_of(ticket.words, act.settings), ticket.words, ticket.place,
        " ".join(filter(None, (ticket.caller, ticket.phone))), household, building, None, ticket.number, due,
    )


async def _dictated(act: Act, person: Person, read: Dictation) -> Entry:
    household, building = await locate(act, person.community_id, read.door)
    subject = await _subject(act, household, read.who) if household else None
    return Entry(
        _NONE, person.community_id, _private(act, person), person.id, read.source,
        category_of(read.words, act.settings), read.words, read.address, read.who or "",
        household, building, subject, None, None,
    )


async def locate(
    act: Act, community_id: CommunityId, door: Door
) -> tuple[HouseholdId | None, BuildingId | None]:
    """The door, or the building where no door was named; neither where the register does not know it."""
    compound = ""
    if door.compound:
        # 桃花街道幸福苑 is 幸福苑.
        names = [one.name for one in await places.list_compounds(act.tx, community_id)]
        compound = next((name for name in names if name and door.compound.endswith(name)), door.compound)
    if door.room is not None:
        return await places.find_door(
            act.tx, community_id, compound, door.building, door.unit or "", door.room
        ), None
    building = await places.find_building_named(act.tx, community_id, compound, door.building)
    return None, building.id if building else None


async def _subject(act: Act, household_id: HouseholdId, who: str | None) -> PersonId | None:
    found = meant(who, await sources.list_residents(act.tx, household_id))
    if found is None and who is not None:
        elders = await sources.list_elders_of(act.tx, household_id, who)
        found = elders[0] if len(elders) == 1 else None
    return found


async def is_known(act: Act, person: Person, number: str) -> bool:
    """Filed before, or waiting in another entry of the same person."""
    if await sources.find_request_of(act.tx, person.community_id, number) is not None:
        return True
    return await sources.find_open_entry(act.tx, person.id, number) is not None


async def _known(act: Act, person: Person, number: str | None) -> bool:
    """The same ticket again: shown where it stands, never filed twice."""
    if number is None:
        return False
    request_id = await sources.find_request_of(act.tx, person.community_id, number)
    if request_id is not None:
        request = await requests.get(act, request_id)
        act.say(_private(act, person), "entry.known", reader_id=person.id, outside=number, number=request.number,
                state_key=f"state.{request.state}")
        return True
    waiting = await sources.find_open_entry(act.tx, person.id, number)
    if waiting is not None:
        await act.show(waiting.chat_id, "entry", waiting.id, urgency=ANSWER, reader_id=person.id, anew=True)
    return waiting is not None


async def _show(act: Act, person: Person, entry: Entry) -> None:
    entry_id = await sources.add_entry(act.tx, entry, person.key, act.now)
    act.link("entry", entry_id)
    act.set_timer("entry", entry_id, act.now + act.settings.retention.raw_updates * _DAY)
    await act.show(entry.chat_id, "entry", entry_id, urgency=ANSWER, reader_id=person.id, anew=True)


async def _let_follow(act: Act, request: Request) -> None:
    """The resident it is for, else the relative who is asked first, hears how it goes."""
    if request.subject_id is None:
        return
    subject = await people.get_person(act.tx, request.subject_id)
    reached = [subject.id] if subject.telegram_id else []
    reached += [one.person_id for one in await families.list_contacts(act.tx, subject.id) if one.telegram_id]
    if reached and reached[0] != request.filer_id:
        await follows.add_follower(act.tx, request.id, reached[0], act.now)


async def _own(act: Act, entry_id: int) -> tuple[Person, Entry]:
    person = await access.person_of(act)
    entry = await sources.get_entry(act.tx, EntryId(entry_id))
    if entry is None or entry.person_id != person.id:
        raise NotFound("draft.unknown")
    if entry.state != "open":
        raise Conflict("entry.over")
    return person, entry


def _private(act: Act, person: Person) -> ChatId:
    return ChatId(person.telegram_id or act.origin.sender_id or 0)


def _topics(act: Act) -> list[str]:
    return [word for category in act.settings.categories for word in category.words]
