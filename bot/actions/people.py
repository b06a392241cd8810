"""Joining: the notice and the language; and the names of places."""

from typing import Any

from bot.act import Act
from bot.actions import access
from bot.drawing import Reader, page
from bot.views import people as pages
from bot.views.page import Page
from bot.works import on_refusal
from domain.errors import Invalid, NotFound
from domain.ids import ChatId, CommunityId
from storage import chats, consents, drafts, families, grid, keys, people, places
from storage import history as records
from storage import units as unit_table
from storage.database import Transaction
from storage.people import Person

LANGUAGES = ("zh", "en")


async def know_chat(act: Act) -> None:
    """The chat and the language of the phone, where it names one: enough to show the notice in."""
    language = act.texts.choose(act.origin.language) if act.origin.language else None
    await chats.add_chat(act.tx, act.bot.bot_id, chat_of(act), "private", language)


@on_refusal
async def note_notice(act: Act) -> None:
    """Whoever has read it and goes on writing is told in one line that nothing has been kept."""
    if any(message.key == "people.notice" for message in act.outgoing):
        await know_chat(act)
        await chats.mark_noticed(act.tx, act.bot.bot_id, chat_of(act), act.now)


async def show_notice(act: Act) -> None:
    """看隐私说明, under that line."""
    act.answer("people.go_on")
    await start(act)


async def start(act: Act) -> None:
    """/start: the notice to a newcomer, the next step to anybody else."""
    chat_id = chat_of(act)
    person = await access.known_person(act)
    if await access.has_agreed(act):
        act.say(chat_id, "communities.ask")
    elif person is None or person.consent is None:
        act.say(chat_id, "people.notice")
        await note_notice(act)
    elif not access.agrees(act, person):
        act.say(chat_id, "people.notice_again")
    else:
        await next_step(act, person)


async def next_step(act: Act, person: Person, *, new: bool = False) -> None:
    """Who has neither a home nor a post nor an elder, and answers for no unit, is asked for a door; who is `new` here
    though the register knows them reads as whom it knows them.
    """
    if await people.get_home(act.tx, person.id) or await people.list_posts(act.tx, person.id) or (
        await families.list_elders(act.tx, person.id) or await unit_table.list_units_of(act.tx, person.id)
    ):
        if new:
            act.say(chat_of(act), "people.recognised", person_id=person.id)
        else:
            act.say(chat_of(act), "people.welcome_back")
    else:
        if person.phone is None:
            act.say(chat_of(act), "people.share_or_choose")
        act.say(chat_of(act), "people.ask_home")


async def choose_language(act: Act, number: int) -> None:
    """The buttons of the notice carry the language's place in the list."""
    if number >= len(LANGUAGES):
        raise Invalid("press.old")
    person = await access.known_person(act)
    chat_id = chat_of(act)
    await chats.set_chat_language(act.tx, act.bot.bot_id, chat_id, LANGUAGES[number])
    if person is not None:
        await people.set_language(act.tx, person.id, LANGUAGES[number])
    act.answer("people.language_set", to_language=LANGUAGES[number])
    agreed = person is not None and access.agrees(act, person)
    act.say(chat_id, "people.welcome_back" if agreed else "people.notice")


async def agree(act: Act, community_id: CommunityId | None = None) -> Person:
    """Only from here on is anything stored about this person; which notice it was is kept as proof."""
    chat_id = chat_of(act)
    person = await access.known_person(act) or await _newcomer(act, chat_id, community_id)
    language = person.language if person.consent else await _read_here(act, chat_id)
    await people.link_telegram(act.tx, person.id, act.origin.sender_id or 0, language, act.settings.consent, act.now)
    await chats.set_agreed(act.tx, act.bot.bot_id, chat_id, None)  # from here on their own consent says it
    await consents.add_consent(act.tx, person.id, act.settings.consent, act.now)
    records.add_history(act.tx, person.community_id, person.id, "consent", "person", person.id, act.now)
    act.answer("people.thanks")
    without_buttons(act)
    draft = await drafts.find_open_draft(act.tx, act.bot.bot_id, chat_id, person.id)
    if draft is not None:
        act.set_timer("draft", draft.id, act.now)
    return await people.get_person(act.tx, person.id)


def without_buttons(act: Act) -> None:
    """The question under which a button was pressed has had its answer."""
    if act.origin.callback_id is not None:
        no_buttons: dict[str, Any] = {"inline_keyboard": []}
        act.call(chat_of(act), "editMessageReplyMarkup", {
            "chat_id": chat_of(act), "message_id": act.origin.message_id, "reply_markup": no_buttons})


async def _newcomer(act: Act, chat_id: ChatId, community_id: CommunityId | None) -> Person:
    key = await keys.add_key(act.tx, "person", act.now)
    person_id = await people.add_person(
        act.tx, community_id or await _community(act.tx), key, name=None, telegram_id=act.origin.sender_id,
        language=await _read_here(act, chat_id),
    )
    return await people.get_person(act.tx, person_id)


async def _read_here(act: Act, chat_id: ChatId) -> str:
    """What was chosen under the notice, else what the telephone names."""
    chat = await chats.get_chat(act.tx, act.bot.bot_id, chat_id)
    return (chat.language if chat else None) or act.settings.language


@page("people.notice", "people.notice_again")
async def notice(reader: Reader, facts: Any) -> Page:
    """The notice as it is now; to somebody who has agreed to an earlier one it says so."""
    person = await people.get_person(reader.tx, reader.person_id) if reader.person_id else None
    again = person is not None and person.consent is not None
    days = reader.settings.retention.raw_updates
    return pages.notice(LANGUAGES, days, "people.notice_again" if again else "people.notice")


@page("people.not_kept")
async def not_kept(reader: Reader, facts: Any) -> Page:
    return pages.not_kept()


@page("people.open_first")
async def open_first(reader: Reader, facts: Any) -> Page:
    return pages.open_first()


@page("people.share_or_choose")
async def share_or_choose(reader: Reader, facts: Any) -> Page:
    return pages.share_or_choose()


@page("people.pick_language")
async def pick_language(reader: Reader, facts: Any) -> Page:
    return pages.languages(LANGUAGES)


def _with_menu(key: str) -> None:
    @page(key)
    async def made(reader: Reader, facts: Any) -> Page:
        return pages.with_menu(key)


for _key in ("people.welcome_back", "people.phone_unknown", "people.phone_kept", "people.phone_public"):
    _with_menu(_key)


@page("help.resident")
async def help_page(reader: Reader, facts: Any) -> Page:
    """Staff are residents too, and find below what their posts add."""
    posts = await people.list_posts(reader.tx, reader.person_id) if reader.person_id else []
    office = ["help.office"] if any(one.role == "office" for one in posts) else []
    answered_for = await unit_table.list_units_of(reader.tx, reader.person_id) if reader.person_id else []
    units = [await unit_table.find_unit(reader.tx, one) for one in answered_for]
    return pages.help_for(["help.resident", *(["help.staff", "help.for_callers"] if posts else []), *office],
                          [unit.name for unit in units if unit is not None])


def door(place: places.Place) -> str:
    """The whole door, for those who may know it."""
    parts = [place.compound, f"{place.building}号楼" if place.building[:1].isdigit() else place.building]
    if place.unit:
        parts.append(f"{place.unit}单元" if place.unit[:1].isdigit() else place.unit)
    return "".join([*parts, place.room or ""])


def masked(place: places.Place) -> str:
    """The building and no more, for groups."""
    return place.compound + (f"{place.building}号楼" if place.building[:1].isdigit() else place.building)


async def _community(tx: Transaction) -> CommunityId:
    communities = await grid.list_communities(tx)
    if not communities:
        raise NotFound("people.no_community")
    return communities[0].id


def chat_of(act: Act) -> ChatId:
    if act.origin.chat_id is None:
        raise Invalid("press.old")
    return act.origin.chat_id
