"""Leaders and the office make links and QR codes for a stairwell, a household or a post, from their cell downwards."""

import secrets

from bot.act import Act
from bot.actions import access, homes
from bot.actions.invites import hash_of, token_of
from bot.actions.people import chat_of
from domain.duty import ROLES, roles_to_give
from domain.errors import NotAllowed, NotFound
from domain.ids import CellId
from domain.people import LEADERS
from storage import grid, invites, places
from storage import history as records
from storage import people as register
from storage.people import Person

_DAY = 86_400_000


async def ask(act: Act) -> None:
    """/invite: what for?"""
    person = await access.person_of(act)
    await _check_leader(act, person)
    act.say(chat_of(act), "invite.what_for", reader_id=person.id)


async def ask_where(act: Act, number: int) -> None:
    """A stairwell or a household is chosen like an address, a post by its cell."""
    person = await access.person_of(act)
    await _check_leader(act, person)
    act.answer("people.go_on")
    if number == 0:
        await homes.ask(act, homes.STAIRWELL)
    elif number == 1:
        await homes.ask(act, homes.HOUSEHOLD)
    else:
        act.say(chat_of(act), "invite.which_cell", reader_id=person.id, cells=await _own_cells(act, person))


async def ask_role(act: Act, cell_id: int) -> None:
    person = await access.person_of(act)
    await _roles(act, person, CellId(cell_id))
    act.answer("people.go_on")
    act.say(chat_of(act), "invite.which_role", reader_id=person.id, cell_id=cell_id)


async def for_post(act: Act, cell_id: int, number: int) -> None:
    person = await access.person_of(act)
    if number >= len(ROLES) or ROLES[number] not in await _roles(act, person, CellId(cell_id)):
        raise NotAllowed("invite.not_yours")
    await _make(act, person, "post", cell_id, ROLES[number], 1)


@homes.on_found("stairwell", "unit")
async def for_stairwell(act: Act, person: Person, unit_id: int) -> None:
    cell_id = await places.get_unit_cell(act.tx, unit_id)
    if cell_id is None:
        raise NotFound("people.no_door")
    await _check_over(act, person, cell_id)
    await _make(act, person, "unit", unit_id, None, act.settings.joining.stairwell_uses)


@homes.on_found("household")
async def for_household(act: Act, person: Person, household_id: int) -> None:
    place = await homes.place_for(act, person, household_id)
    await _check_over(act, person, place.cell_id)
    await _make(act, person, "household", household_id, None, act.settings.joining.household_uses)


async def _make(act: Act, person: Person, purpose: str, subject_id: int, role: str | None, uses: int) -> None:
    salt = secrets.token_hex(16)
    invite_id = await invites.add_invite(
        act.tx, person.community_id, purpose, subject_id, role, salt=salt,
        token_hash=hash_of(token_of(act.tx.vault, salt)), maker_id=person.id, uses=uses,
        expires_at=act.now + act.settings.joining.invite_days * _DAY, now=act.now,
    )
    records.add_history(act.tx, person.community_id, person.id, "invite", purpose, subject_id, act.now,
                        invite=invite_id)
    act.answer("invite.made_short")
    act.say(chat_of(act), "invite.made", reader_id=person.id, invite_id=invite_id)


async def _own_cells(act: Act, person: Person) -> list[CellId]:
    posts = await register.list_posts(act.tx, person.id)
    return list(dict.fromkeys(post.cell_id for post in posts if post.role in LEADERS))


async def _check_leader(act: Act, person: Person) -> None:
    if not await _own_cells(act, person):
        raise NotAllowed("invite.leaders_only")


async def _check_over(act: Act, person: Person, cell_id: CellId) -> None:
    chain = {cell.id for cell in await grid.list_chain(act.tx, cell_id)}
    if not chain & set(await _own_cells(act, person)):
        raise NotAllowed("invite.not_yours")


async def _roles(act: Act, person: Person, cell_id: CellId) -> tuple[str, ...]:
    cell = await grid.find_cell_by_id(act.tx, cell_id)
    chain = [one.id for one in await grid.list_chain(act.tx, cell_id)] if cell else []
    roles = roles_to_give(await register.list_posts(act.tx, person.id), chain) if chain else ()
    if not roles:
        raise NotAllowed("invite.not_yours")
    return roles
