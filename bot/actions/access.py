"""The gate: the only way to get a person, a request or a cell for somebody. Authority comes from our tables alone."""

from bot.act import Act
from bot.actions import sensitive
from domain import people as rules
from domain.alarms import Alarm
from domain.errors import NotAllowed, NotFound
from domain.ids import AlarmId, CellId, PersonId, RequestId
from domain.requests import Request, State
from domain.routing import Cell
from storage import alarms, chats, communities, duty, families, follows, grid, people, requests, units
from storage.database import Transaction
from storage.people import Person

# What a relative may do with a request for an elder, besides whoever filed it.
_FOR_FAMILY = frozenset({"see", "add", "withdraw"})


async def person_of(act: Act) -> Person:
    """Whoever caused the act. Raises NotAllowed for somebody who has not agreed to the notice as it is now."""
    person = await known_person(act)
    if person is None or not agrees(act, person):
        raise NotAllowed(await _way_in(act, person), to_language=None if person else act.origin.language)
    return person


async def speaker_of(act: Act) -> Person:
    """The same for words that are to be kept: also somebody who has agreed to an earlier notice may be heard."""
    return await speaking(act, await known_person(act))


async def speaking(act: Act, person: Person | None) -> Person:
    """Raises NotAllowed for a stranger, naming the way in."""
    if person is None or person.consent is None:
        raise NotAllowed(await _way_in(act, person), to_language=None if person else act.origin.language)
    return person


def agrees(act: Act, person: Person) -> bool:
    return person.consent == act.settings.consent


async def _way_in(act: Act, person: Person | None) -> str:
    """A group is answered with the way to the private chat, a private chat with the notice itself, once."""
    if not act.origin.private:
        return "people.open_first"
    if act.origin.callback_id is not None:
        return "people.start_first"
    if person is not None and person.consent is not None:
        return "people.notice_again"
    if await has_agreed(act):
        return "communities.ask"
    chat = await chats.get_chat(act.tx, act.bot.bot_id, act.origin.chat_id) if act.origin.chat_id else None
    return "people.not_kept" if chat is not None and chat.noticed_at is not None else "people.notice"


async def has_agreed(act: Act) -> bool:
    """A newcomer who has agreed to the notice and has yet to say in which community they live."""
    if not act.origin.private or act.origin.chat_id is None or await known_person(act) is not None:
        return False
    chat = await chats.get_chat(act.tx, act.bot.bot_id, act.origin.chat_id)
    return chat is not None and chat.agreed == act.settings.consent


async def may_move(tx: Transaction, person: Person) -> bool:
    """Whether somebody may still say that they live in another community: there is one, and nothing ties them here."""
    return len(await grid.list_communities(tx)) > 1 and not await communities.is_tied(tx, person)


async def office_of(act: Act) -> Person:
    """Somebody of the community's office. Raises NotAllowed."""
    person = await person_of(act)
    if not any(post.role == "office" for post in await people.list_posts(act.tx, person.id)):
        raise NotAllowed("access.office_only")
    return person


async def known_person(act: Act) -> Person | None:
    if act.origin.sender_id is None:
        return None
    return await people.find_by_telegram(act.tx, act.origin.sender_id)


async def request_for(act: Act, person: Person, request_id: int, what: str) -> Request:
    """Raises NotFound for what does not exist or is another community's, NotAllowed for what is not theirs to do.

    What somebody filed before they moved to another community stays theirs.
    """
    request = await requests.get_request(act.tx, RequestId(request_id))
    foreign = request is None or request.community_id != person.community_id
    if request is None or (foreign and (what in rules.STAFF_ACTS or not await may_see(act.tx, request, person.id))):
        raise NotFound("request.unknown")
    if what in rules.STAFF_ACTS:
        if request.sensitive and not await sensitive.may_know(act.tx, request, person.id, act.now):
            raise NotFound("request.unknown")
        if not await handles(act.tx, person.id, request.cell_id):
            raise NotAllowed("request.not_your_grid")
    elif request.filer_id != person.id and not (what in _FOR_FAMILY and await may_see(act.tx, request, person.id)):
        raise NotAllowed("request.not_filed_by_you")
    return request


async def may_look(tx: Transaction, request: Request, person_id: PersonId | None, now: int) -> bool:
    """Staff of the line; of what no group may see, only those who are not its subject and stand above them."""
    if person_id is None or not await handles(tx, person_id, request.cell_id):
        return False
    return not request.sensitive or await sensitive.may_know(tx, request, person_id, now)


async def may_see(tx: Transaction, request: Request, person_id: PersonId | None) -> bool:
    """Whoever filed it, whoever it is for, and that person's relatives; these not what was said in confidence."""
    if person_id is None:
        return False
    if person_id in {request.filer_id, request.subject_id}:
        return True
    if request.in_confidence:
        return False
    concerned = request.subject_id or (request.filer_id if request.source == "resident" else None)
    return concerned is not None and await families.is_contact(tx, concerned, person_id)


async def may_hear(tx: Transaction, request: Request, person_id: PersonId | None) -> bool:
    """They, and the neighbours who follow it: these hear what is done about it, and never what was said."""
    if await may_see(tx, request, person_id):
        return True
    return person_id is not None and person_id in await follows.list_followers(tx, request.id)


async def alarm_for(act: Act, alarm_id: int) -> tuple[Person, Alarm]:
    """For whoever was alarmed or answers there; nobody is asked for consent first when it is about danger."""
    person = await known_person(act)
    alarm = await alarms.get_alarm(act.tx, AlarmId(alarm_id))
    if alarm is None or person is None or alarm.community_id != person.community_id:
        raise NotFound("alarm.unknown")
    alarmed = {one.person_id for one in await alarms.list_alarmed(act.tx, alarm.id)}
    if person.id not in alarmed and not await handles(act.tx, person.id, alarm.cell_id):
        raise NotAllowed("alarm.not_yours")
    return person, alarm


async def own_alarm(act: Act, alarm_id: int) -> Alarm:
    """For whoever raised it, whether they have ever agreed to anything or not."""
    alarm = await alarms.get_alarm(act.tx, AlarmId(alarm_id))
    if alarm is None or alarm.telegram_id != act.origin.sender_id:
        raise NotFound("alarm.unknown")
    return alarm


async def leads(tx: Transaction, person_id: PersonId, cell_id: CellId) -> bool:
    """A leader or the office, of the cell or of what is above it."""
    chain = {cell.id for cell in await grid.list_chain(tx, cell_id)}
    return rules.may_bind(await _posts(tx, person_id), chain)


async def stands_over(tx: Transaction, person_id: PersonId, cell_id: CellId) -> bool:
    """Anybody above the cell, and its own leaders."""
    above = {cell.id for cell in (await grid.list_chain(tx, cell_id))[1:]}
    posts = await _posts(tx, person_id)
    return rules.may_handle(posts, above) or rules.may_bind(posts, above | {cell_id})


async def handles(tx: Transaction, person_id: PersonId, cell_id: CellId) -> bool:
    posts = await _posts(tx, person_id)
    if not posts:
        return False
    line = {cell.id for cell in await grid.list_chain(tx, cell_id)} | set(await grid.list_below(tx, cell_id))
    return rules.may_handle(posts, line)


async def cell_to_bind(act: Act, person: Person, text: str) -> Cell:
    """The cell that somebody names for this group. Raises NotFound or NotAllowed."""
    cell = await grid.find_cell(act.tx, text)
    if cell is None:
        raise NotFound("bind.no_cell")
    return await bindable(act, person, cell)


async def bindable(act: Act, person: Person, cell: Cell) -> Cell:
    """The cell itself. Raises NotAllowed for somebody who leads neither it nor what is above it."""
    chain = {one.id for one in await grid.list_chain(act.tx, cell.id)}
    if not rules.may_bind(await people.list_posts(act.tx, person.id), chain):
        raise NotAllowed("bind.not_allowed", cell=cell.name)
    return cell


async def may_see_contact(tx: Transaction, request: Request, person_id: PersonId | None) -> bool:
    """For the present holder, and whoever does the work for them; asked again whenever they are drawn."""
    return person_id is not None and person_id in {request.holder_id, request.worker_id}


async def in_units_hands(tx: Transaction, request: Request, person_id: PersonId | None) -> bool:
    """For the people of the handling unit, for as long as it has the request."""
    if person_id is None or request.state is not State.EXTERNAL or request.handling_unit_id is None:
        return False
    return person_id in await units.list_unit_people(tx, request.handling_unit_id)


async def _posts(tx: Transaction, person_id: PersonId) -> list[rules.Post]:
    return await people.list_posts(tx, person_id) + await duty.list_stood_in(tx, person_id)
