"""A shared phone number: the register knows whose it is, or another community's does, or it is kept."""

from typing import Any

from bot.act import Act
from bot.actions import access, units
from bot.actions.people import chat_of
from bot.drawing import Reader, page
from bot.views import people as pages
from bot.views.page import Page
from domain.errors import NotFound
from domain.ids import PersonId
from domain.people import plain_phone
from storage import communities, expectations, families, grid, identities, people
from storage import history as records
from storage.people import Person


async def share_phone(act: Act, phone: str) -> None:
    """A registered number joins at once, with the posts, homes and relatives that the register knows."""
    person = await access.person_of(act)
    asked = await expectations.find_expectation(act.tx, act.bot.bot_id, chat_of(act), person.id)
    number = plain_phone(phone)
    if await recognise(act, person, number):
        return
    elsewhere = await communities.list_registered(act.tx, number)
    if len(elsewhere) == 1 and elsewhere[0] != person.community_id and await access.may_move(act.tx, person):
        await people.set_phone(act.tx, person, number)
        act.say(chat_of(act), "communities.offer", community_id=elsewhere[0], here=person.community_id)
    elif asked is not None and asked.act == "elder_door":
        await people.set_phone(act.tx, person, number)
        act.say(chat_of(act), "people.phone_kept")
        act.say(chat_of(act), "people.ask_home", stage="compound", purpose=1)
    elif any(one.id != person.id for one in await people.list_by_phone(act.tx, person.community_id, number)):
        raise NotFound("people.phone_taken")
    else:
        await _keep_phone(act, person, number)


async def recognise(act: Act, person: Person, number: str) -> bool:
    """By the register of their community: for the units that they answer for, and as somebody whom it knows."""
    known = await people.list_by_phone(act.tx, person.community_id, number)
    free = next((one for one in known if one.id != person.id and one.telegram_id is None), None)
    answers = await units.recognise(act, person, number)
    if free is not None:
        await be_recognised(act, person, free)
    return answers or free is not None


async def _keep_phone(act: Act, person: Person, number: str) -> None:
    await people.set_phone(act.tx, person, number)
    if any(one.role != "anchor" for one in await people.list_posts(act.tx, person.id)):
        act.say(chat_of(act), "people.phone_public")
    elif await people.get_home(act.tx, person.id) is None and not await people.list_posts(act.tx, person.id):
        act.say(chat_of(act), "people.phone_unknown")
        act.say(chat_of(act), "people.ask_home")
    else:
        act.say(chat_of(act), "people.phone_kept")


async def be_recognised(act: Act, person: Person, registered: Person) -> None:
    await people.unlink_telegram(act.tx, person.id)
    identities.hand_over(act.tx, person.id, registered.id, act.bot.bot_id, chat_of(act))
    act.set_timer("push", registered.id, act.now)  # what was held back for the entry that is left
    await people.link_telegram(
        act.tx, registered.id, act.origin.sender_id or 0, person.language, act.settings.consent, act.now
    )
    if person.phone is not None:  # the number stands with the entry that goes on, and with no other
        await people.drop_phone(act.tx, person.id)
        await people.set_phone(act.tx, registered, registered.phone or person.phone)
    records.add_history(act.tx, registered.community_id, registered.id, "recognise", "person", person.id, act.now)
    act.say(chat_of(act), "people.recognised", person_id=registered.id)


@page("people.recognised")
async def recognised(reader: Reader, facts: Any) -> Page:
    person = await people.get_person(reader.tx, PersonId(facts["person_id"]))
    posts = await people.list_posts(reader.tx, person.id)
    cells = [(await grid.get_cell(reader.tx, post.cell_id)).name for post in posts]
    elders = [one.name for one in await families.list_elders(reader.tx, person.id) if one.name]
    return pages.recognised(person.name or "", cells, elders)
