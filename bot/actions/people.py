"""Joining: the notice, the language, the door by buttons or by words, a registered phone number."""

from typing import Any

from bot.act import Act
from bot.actions import access
from bot.drawing import Reader, page
from bot.views import people as pages
from bot.views.page import Page
from domain.addresses import parse_door
from domain.errors import Invalid, NotFound
from domain.ids import ChatId, CommunityId, HouseholdId
from domain.people import plain_phone
from storage import chats, grid, keys, people
from storage import history as records
from storage.database import Transaction
from storage.people import Person

LANGUAGES = ("zh", "en")


async def start(act: Act) -> None:
    """/start: the notice to a newcomer, the next step to anybody else."""
    chat_id = _chat(act)
    await chats.add_chat(act.tx, act.bot.bot_id, chat_id, "private", act.texts.choose(act.origin.language))
    person = await access.known_person(act)
    if person is None or person.consent != act.settings.consent:
        act.say(chat_id, "people.notice")
    elif await people.get_home(act.tx, person.id) is None and not await people.list_posts(act.tx, person.id):
        act.say(chat_id, "people.ask_home")
    else:
        act.say(chat_id, "people.welcome_back")


async def choose_language(act: Act, number: int) -> None:
    """The buttons of the notice carry the language's place in the list."""
    if number >= len(LANGUAGES):
        raise Invalid("press.old")
    person = await access.known_person(act)
    chat_id = _chat(act)
    await chats.set_chat_language(act.tx, act.bot.bot_id, chat_id, LANGUAGES[number])
    if person is not None:
        await people.set_language(act.tx, person.id, LANGUAGES[number])
    act.answer("people.language_set", to_language=LANGUAGES[number])
    act.say(chat_id, "people.notice" if person is None else "people.welcome_back")


async def consent(act: Act) -> None:
    """Only from here on is anything stored about this person."""
    chat_id = _chat(act)
    person = await access.known_person(act)
    if person is None:
        community = await _community(act.tx)
        key = await keys.add_key(act.tx, "person", act.now)
        chat = await chats.get_chat(act.tx, act.bot.bot_id, chat_id)
        language = (chat.language if chat else None) or act.settings.language
        person_id = await people.add_person(
            act.tx, community, key, name=None, telegram_id=act.origin.sender_id, language=language
        )
        person = await people.get_person(act.tx, person_id)
    await people.link_telegram(
        act.tx, person.id, act.origin.sender_id or 0, person.language, act.settings.consent, act.now
    )
    records.add_history(act.tx, person.community_id, person.id, "consent", "person", person.id, act.now)
    act.answer("people.thanks")
    if act.origin.message_id is not None:
        params = {"chat_id": chat_id, "message_id": act.origin.message_id, "reply_markup": {"inline_keyboard": []}}
        act.call(chat_id, "editMessageReplyMarkup", params)
    if await people.get_home(act.tx, person.id) or await people.list_posts(act.tx, person.id):
        act.say(chat_id, "people.welcome_back")
    else:
        act.say(chat_id, "people.ask_home")


async def pick(act: Act, stage: str, chosen: int) -> None:
    """One step nearer to the door: compound, building, unit, room. A step with one choice is not asked."""
    person = await access.person_of(act)
    if stage == "room":
        await settle(act, person, HouseholdId(chosen))
        return
    stages = ["compound", "building", "unit", "room"]
    following = stages[stages.index(stage) + 1]
    choices = await _choices(act.tx, person.community_id, following, chosen)
    if len(choices) == 1 and following != "room":
        await pick(act, following, choices[0].id)
        return
    if not choices:
        raise NotFound("people.no_door")
    act.answer("people.go_on")
    act.say(_chat(act), f"people.pick_{following}", stage=following, chosen=chosen)


async def settle_by_words(act: Act, person: Person, text: str) -> bool:
    """`3号楼2单元501` typed instead of pressed by somebody without a home; false where it is no door of ours."""
    door = parse_door(text)
    if door is None or not door.room or await people.get_home(act.tx, person.id) is not None:
        return False
    found = await grid.find_door(
        act.tx, person.community_id, door.compound or "", door.building, door.unit or "", door.room,
    )
    if found is None:
        return False
    await settle(act, person, found)
    return True


async def settle(act: Act, person: Person, household_id: HouseholdId) -> None:
    place = await grid.get_place(act.tx, household_id)
    if place is None or place.community_id != person.community_id:
        raise NotFound("people.no_door")
    await people.move_home(act.tx, person.id, act.now)
    await people.add_resident(act.tx, household_id, person.id, None)
    records.add_history(act.tx, person.community_id, person.id, "settle", "household", household_id, act.now)
    act.answer("people.home_saved_short")
    act.say(_chat(act), "people.home_saved", household_id=household_id)


async def share_phone(act: Act, phone: str) -> None:
    """A registered number joins at once, with the posts and the relatives that the register knows."""
    person = await access.person_of(act)
    known = await people.list_by_phone(act.tx, person.community_id, plain_phone(phone))
    free = [one for one in known if one.id != person.id and one.telegram_id is None]
    if not free:
        raise NotFound("people.phone_unknown")
    registered = free[0]
    await people.unlink_telegram(act.tx, person.id)
    await people.link_telegram(
        act.tx, registered.id, act.origin.sender_id or 0, person.language, act.settings.consent, act.now
    )
    records.add_history(act.tx, person.community_id, registered.id, "recognise", "person", person.id, act.now)
    act.say(_chat(act), "people.recognised", person_id=registered.id)


async def show_staff(act: Act) -> None:
    """我的网格员: who answers for this door."""
    person = await access.person_of(act)
    act.say(_chat(act), "people.staff", reader_id=person.id)


@page("people.staff")
async def staff(reader: Reader, facts: Any) -> Page:
    home = await people.get_home(reader.tx, reader.person_id) if reader.person_id else None
    place = await grid.get_place(reader.tx, home) if home else None
    for cell in await grid.list_chain(reader.tx, place.cell_id) if place else []:
        posts = [post for post in await people.list_posts_at(reader.tx, cell.id) if post.role != "anchor"]
        names = [(await people.get_person(reader.tx, post.person_id)).name for post in posts]
        if any(names):
            return pages.staff("、".join(name for name in names if name), cell.name)
    return pages.with_menu("people.staff_none")


@page("people.notice")
async def notice(reader: Reader, facts: Any) -> Page:
    return pages.notice(LANGUAGES)


@page("people.pick_language")
async def pick_language(reader: Reader, facts: Any) -> Page:
    return pages.languages(LANGUAGES)


@page("people.ask_home", "people.pick_compound", "people.pick_building", "people.pick_unit", "people.pick_room")
async def choices(reader: Reader, facts: Any) -> Page:
    person = await people.find_by_telegram(reader.tx, reader.chat_id)
    if person is None:
        return pages.pick("compound", [])
    stage = facts.get("stage", "compound")
    found = await _choices(reader.tx, person.community_id, stage, facts.get("chosen", 0))
    return pages.pick(stage, [(one.id, one.name) for one in found])


@page("people.home_saved")
async def home_saved(reader: Reader, facts: Any) -> Page:
    place = await grid.get_place(reader.tx, HouseholdId(facts["household_id"]))
    return pages.home_saved(door(place) if place else "")


@page("people.recognised")
async def recognised(reader: Reader, facts: Any) -> Page:
    person = await people.get_person(reader.tx, facts["person_id"])
    posts = await people.list_posts(reader.tx, person.id)
    cells = [(await grid.get_cell(reader.tx, post.cell_id)).name for post in posts]
    return pages.recognised(person.name or "", cells)


@page("people.welcome_back")
async def welcome_back(reader: Reader, facts: Any) -> Page:
    return pages.with_menu("people.welcome_back")


@page("help.resident")
async def help_resident(reader: Reader, facts: Any) -> Page:
    return pages.with_menu("help.resident")


def door(place: grid.Place) -> str:
    """The whole door, for those who may know it."""
    parts = [place.compound, f"{place.building}号楼" if place.building[:1].isdigit() else place.building]
    if place.unit:
        parts.append(f"{place.unit}单元" if place.unit[:1].isdigit() else place.unit)
    return "".join([*parts, place.room or ""])


def masked(place: grid.Place) -> str:
    """The building and no more, for groups."""
    return place.compound + (f"{place.building}号楼" if place.building[:1].isdigit() else place.building)


async def _choices(tx: Transaction, community_id: CommunityId, stage: str, chosen: int) -> list[grid.Choice]:
    if stage == "compound":
        return await grid.list_compounds(tx, community_id)
    if stage == "building":
        return await grid.list_buildings(tx, chosen)
    if stage == "unit":
        return await grid.list_units(tx, chosen)
    return await grid.list_rooms(tx, chosen)


async def _community(tx: Transaction) -> CommunityId:
    communities = await grid.list_communities(tx)
    if not communities:
        raise NotFound("people.no_community")
    return communities[0].id


def _chat(act: Act) -> ChatId:
    if act.origin.chat_id is None:
        raise Invalid("press.old")
    return act.origin.chat_id

