"""Loads what somebody who makes an invite sees, the link itself last."""

from typing import Any

from bot.actions.invites import token_of
from bot.actions.people import door
from bot.drawing import Reader, deep_link, page
from bot.views import invites as pages
from bot.views.page import Page
from domain.duty import ROLES, roles_to_give
from domain.ids import CellId, HouseholdId
from storage import grid, invites, people, places
from storage.invites import Invite


@page("invite.what_for")
async def what_for(reader: Reader, facts: Any) -> Page:
    return pages.what_for()


@page("invite.which_cell")
async def which_cell(reader: Reader, facts: Any) -> Page:
    found = []
    for cell_id in facts["cells"]:
        own = await grid.get_cell(reader.tx, CellId(cell_id))
        found += [own, *await grid.list_children(reader.tx, own.id)]
    return pages.which_cell([(cell.id, cell.name) for cell in dict.fromkeys(found)])


@page("invite.which_role")
async def which_role(reader: Reader, facts: Any) -> Page:
    assert reader.person_id is not None
    chain = await grid.list_chain(reader.tx, CellId(facts["cell_id"]))
    roles = roles_to_give(await people.list_posts(reader.tx, reader.person_id), [cell.id for cell in chain])
    below = await grid.list_children(reader.tx, chain[0].id)
    return pages.which_role(chain[0].id, chain[0].name, [(ROLES.index(role), role) for role in roles],
                            [(cell.id, cell.name) for cell in below])


@page("invite.made")
async def made(reader: Reader, facts: Any) -> Page:
    """For its maker alone."""
    invite = await invites.get_invite(reader.tx, facts["invite_id"])
    assert invite is not None
    assert invite.maker_id == reader.person_id
    link = deep_link(reader.username, token_of(reader.tx.vault, invite.salt))
    place = await _place(reader, invite)
    return pages.made(invite.purpose, place, invite.role, link, invite.uses_left, invite.expires_at)


@page("invite.own")
async def own(reader: Reader, facts: Any) -> Page:
    invite = await invites.get_invite(reader.tx, facts["invite_id"])
    assert invite is not None
    return pages.own(invite.purpose, await _place(reader, invite), invite.role, invite.subject_id)


@page("invite.post_taken")
async def post_taken(reader: Reader, facts: Any) -> Page:
    cell = await grid.get_cell(reader.tx, CellId(facts["cell_id"]))
    return pages.post_taken(cell.name, facts["role"])


@page("invite.named")
async def named(reader: Reader, facts: Any) -> Page:
    """The number of a post is public, so it is asked for, too."""
    person = await people.get_person(reader.tx, reader.person_id) if reader.person_id else None
    return pages.named(person.name or "" if person else "", phone=person is not None and person.phone is None)


async def _place(reader: Reader, invite: Invite) -> str:
    if invite.purpose == "post":
        return (await grid.get_cell(reader.tx, CellId(invite.subject_id))).name
    if invite.purpose == "unit":
        return await places.get_unit_name(reader.tx, invite.subject_id)
    place = await places.get_place(reader.tx, HouseholdId(invite.subject_id))
    return door(place) if place else ""
