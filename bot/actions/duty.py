"""Who is on duty: leave and its end, and who stands in."""

from typing import Any

from bot.act import Act
from bot.actions import access, posts, pushes
from bot.actions.people import chat_of
from bot.works import on_timer
from domain import duty as rules
from domain import people as authority
from domain.calendar import local_date
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.ids import CellId, ChatId, PersonId
from storage import bindings, duty, grid, people
from storage import history as records
from storage.database import Transaction
from storage.people import Person


async def show(act: Act) -> None:
    """/duty: in a group who is there; in private one's own leave and, for leaders, one's people."""
    person = await access.person_of(act)
    if not await people.list_posts(act.tx, person.id):
        raise NotAllowed("duty.no_post")
    if act.origin.private:
        act.say(chat_of(act), "duty.person", reader_id=person.id, person_id=person.id, now=act.now)
        return
    for cell_id in await bindings.list_cells_of(act.tx, act.bot.bot_id, chat_of(act)):
        if await access.handles(act.tx, person.id, cell_id):
            act.say(chat_of(act), "duty.here", cell_id=cell_id, now=act.now)


async def show_person(act: Act, person_id: int) -> None:
    person, other = await _theirs(act, person_id)
    act.answer("people.go_on")
    act.say(chat_of(act), "duty.person", reader_id=person.id, person_id=other.id, now=act.now)


async def show_cell(act: Act, cell_id: int) -> None:
    """A leader's people, cell by cell."""
    person = await access.person_of(act)
    if not await leads_at(act.tx, person.id, CellId(cell_id)):
        raise NotAllowed("duty.not_yours")
    act.answer("people.go_on")
    act.say(chat_of(act), "duty.cell", reader_id=person.id, cell_id=cell_id, now=act.now)


async def leave(act: Act, person_id: int, choice: int) -> None:
    """请假: for today, three days, a week, or until they say so."""
    person, other = await _theirs(act, person_id)
    if choice >= len(rules.DAYS):
        raise Invalid("press.old")
    community = await grid.get_community(act.tx, other.community_id)
    until_at = rules.until(choice, local_date(act.now, community.timezone), community.timezone)
    before = await duty.find_leave(act.tx, other.id)
    await duty.save_leave(act.tx, other.id, until_at, before.stand_in_id if before else None, act.now)
    if until_at is None:
        act.end_timer("leave", other.id)
    else:
        act.set_timer("leave", other.id, until_at)
    note(act, person, other, "leave", until=until_at)
    act.answer("duty.leave_short")
    act.say(chat_of(act), "duty.person", reader_id=person.id, person_id=other.id, now=act.now)
    await _tell(act, person, other, "duty.on_leave")


async def end_leave(act: Act, person_id: int) -> None:
    """销假."""
    person, other = await _theirs(act, person_id)
    if not await duty.end_leave(act.tx, other.id):
        raise Conflict("duty.not_away")
    act.end_timer("leave", other.id)
    note(act, person, other, "end_leave")
    act.answer("duty.back_short")
    act.say(chat_of(act), "duty.person", reader_id=person.id, person_id=other.id, now=act.now)
    await _tell(act, person, other, "duty.is_back")


@on_timer("leave")
async def leave_is_over(act: Act, person_id: int) -> None:
    found = await duty.find_leave(act.tx, PersonId(person_id))
    if found is None or found.until_at is None or found.until_at > act.now:
        return
    await duty.end_leave(act.tx, found.person_id)
    await pushes.push(act, found.person_id, "duty.welcome_back")


async def ask_stand_in(act: Act, person_id: int) -> None:
    person, other = await _theirs(act, person_id)
    act.answer("people.go_on")
    act.say(chat_of(act), "duty.pick_stand_in", reader_id=person.id, person_id=other.id, now=act.now)


async def set_stand_in(act: Act, person_id: int, stand_in_id: int) -> None:
    """Whoever stands in answers for the same cells, and may do what the other may, until the leave ends."""
    person, other = await _theirs(act, person_id)
    found = await duty.find_leave(act.tx, other.id)
    if found is None:
        raise Conflict("duty.not_away")
    if stand_in_id not in await colleagues(act.tx, other.id, act.now):
        raise NotFound("duty.unknown")
    await duty.save_leave(act.tx, other.id, found.until_at, PersonId(stand_in_id), act.now)
    note(act, person, other, "stand_in", stand_in=stand_in_id)
    act.answer("duty.stand_in_short")
    act.say(chat_of(act), "duty.person", reader_id=person.id, person_id=other.id, now=act.now)
    await pushes.push(act, PersonId(stand_in_id), "duty.you_stand_in", who_id=other.id)


async def tell_leader(act: Act, cell_id: CellId, passed: set[PersonId], key: str, **facts: Any) -> None:
    """Whoever leads the cell, or stands next above it."""
    for rung in await posts.ladder(act.tx, cell_id, act.now):
        for person_id in rung.people:
            if person_id not in passed and await leads_at(act.tx, person_id, cell_id):
                await pushes.push(act, person_id, key, **facts)
                return


async def _tell(act: Act, person: Person, other: Person, key: str) -> None:
    """The leaders hear of leave; where a leader has set it, the person does."""
    if person.id != other.id:
        if other.telegram_id is not None:  # at once: whoever is away would hear of it only when they are back
            act.say(ChatId(other.telegram_id), f"{key}_you", reader_id=other.id, who_id=other.id)
        return
    cells = dict.fromkeys(post.cell_id for post in await people.list_posts(act.tx, other.id))
    for cell_id in list(cells)[:1]:
        await tell_leader(act, cell_id, {other.id}, key, who_id=other.id)


def note(act: Act, person: Person, other: Person, what: str, **facts: int | None) -> None:
    records.add_history(act.tx, person.community_id, person.id, what, "person", other.id, act.now, **facts)


async def _theirs(act: Act, person_id: int) -> tuple[Person, Person]:
    """Oneself, or one of one's people. Raises NotAllowed or NotFound."""
    person = await access.person_of(act)
    if person.id == person_id:
        if not await people.list_posts(act.tx, person.id):
            raise NotAllowed("duty.no_post")
        return person, person
    return await led(act, person_id)


async def led(act: Act, person_id: int) -> tuple[Person, Person]:
    person = await access.person_of(act)
    for post in await people.list_posts(act.tx, PersonId(person_id)):
        if person.id != person_id and await leads_at(act.tx, person.id, post.cell_id):
            return person, await people.get_person(act.tx, PersonId(person_id))
    raise NotAllowed("duty.not_yours")


async def leads_at(tx: Transaction, person_id: PersonId, cell_id: CellId) -> bool:
    chain = {cell.id for cell in await grid.list_chain(tx, cell_id)}
    return authority.leads(await people.list_posts(tx, person_id), chain)


async def colleagues(tx: Transaction, person_id: PersonId, now: int) -> list[PersonId]:
    """Whoever may stand in: the same cell, what is above it, and the cells beside it; nobody who is away, and nobody
    whom the bot could not tell.
    """
    cells: list[CellId] = []
    for post in await people.list_posts(tx, person_id):
        chain = await grid.list_chain(tx, post.cell_id)
        cells += [cell.id for cell in chain] + (await grid.list_below(tx, chain[1].id) if len(chain) > 1 else [])
    found = [one.person_id for cell in dict.fromkeys(cells) for one in await duty.list_duties_at(tx, cell, now)
             if not one.away and one.role != "anchor" and one.person_id != person_id]
    known = [await people.get_person(tx, one) for one in dict.fromkeys(found)]
    return [one.id for one in known if one.telegram_id is not None and one.consent is not None]
