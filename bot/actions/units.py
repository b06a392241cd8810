"""交承办单位, 上报街道: somebody outside does the work, the owner stays accountable and is asked for news on a date."""

from bot.act import ANSWER, Act
from bot.actions import access, offers, panels, pushes, undo, waiting, words
from bot.actions import requests as core
from bot.works import on_timer
from domain import handling as rules
from domain import requests as states
from domain.errors import Invalid, NotAllowed, NotFound
from domain.ids import ChatId
from domain.people import LEADERS, plain_phone
from domain.requests import HELD, Request, State
from storage import chats, grid, people, units
from storage import history as records
from storage.people import Person
from storage.units import Unit

STREET = "街道"


async def pick_unit(act: Act, request_id: int, unit_id: int) -> None:
    person, request = await core.for_staff(act, request_id, "hand_over")
    await panels.chosen(act, person, request, "hand_over")
    unit = await units.find_unit(act.tx, unit_id)
    if unit is None or unit.community_id != request.community_id:
        raise NotFound("unit.unknown")
    await hand_over(act, person, request, unit)
    act.answer("unit.handed_short", unit=unit.name)


async def hand_over(act: Act, person: Person, request: Request, unit: Unit) -> None:
    """To its people in private, else into its shared chat, else by telephone: then the owner gets what to say."""
    news_at = await waiting.morning_after(act, request, act.settings.handling.news_days)
    handed = rules.hand_over(request, person.id, act.now, unit_id=unit.id, news_at=news_at)
    handed = await core.save(act, handed, person, "hand_over")
    await units.end_handovers(act.tx, handed.id, act.now)
    await units.add_handover(act.tx, handed.id, unit.id, person.id, act.now)
    act.set_timer("news", handed.id, news_at)
    await undo.keep(act, request, handed, person, "hand_over")
    if not await _deliver(act, unit, handed):
        act.say(ChatId(act.origin.sender_id or 0), "unit.pass_on", reader_id=person.id, request_id=handed.id,
                unit_id=unit.id)
    await panels.show(act, person, handed)
    await pushes.tell_filer(act, handed, "request.handed", unit_id=unit.id)


async def _deliver(act: Act, unit: Unit, request: Request) -> bool:
    """What no group may see is not shown in a unit's shared chat either."""
    reached = False
    for person_id in await units.list_unit_people(act.tx, unit.id):
        person = await people.get_person(act.tx, person_id)
        if person.telegram_id is not None:
            await act.show(ChatId(person.telegram_id), "handover", request.id, urgency=ANSWER, reader_id=person.id,
                           anew=True)
            reached = True
    chat_id = None if request.sensitive else await units.find_unit_chat(act.tx, act.bot.bot_id, unit.id)
    if chat_id is not None:
        await act.show(chat_id, "handover", request.id)
    return reached or chat_id is not None


async def to_street(act: Act, request_id: int, generation: int) -> None:
    """上报街道: to the street's cell where there is one, to its entry in the register, else as a text to pass on."""
    person, request = await core.for_staff(act, request_id, "street")
    core.fresh(request, generation)
    states.check(request, "street")
    states.check_holder(request, person.id)
    chain = await grid.list_chain(act.tx, request.cell_id)
    cell = next((cell for cell in chain[1:] if cell.level == STREET), None)
    listed = await units.list_units(act.tx, request.community_id)
    unit = next((one for one in listed if STREET in one.name or STREET in one.categories), None)
    act.answer("street.done_short")
    if cell is None and unit is not None:
        await hand_over(act, person, request, unit)
        return
    if cell is not None:
        moved = states.moved(request, act.now, State.OPEN, holder_id=None, cell_id=cell.id)
    else:
        news_at = await waiting.morning_after(act, request, act.settings.handling.news_days)
        moved = rules.hand_over(request, person.id, act.now, unit_id=None, news_at=news_at)
        act.set_timer("news", request.id, news_at)
    moved = await core.save(act, moved, person, "street")
    if cell is not None:
        moved = await offers.place(act, moved)
    await undo.keep(act, request, moved, person, "street")
    await panels.turn(act, person, moved, "main" if cell is None else "left")
    if cell is None:
        act.say(ChatId(act.origin.sender_id or 0), "report.text", reader_id=person.id, request_id=moved.id,
                lead="street.pass_on")
    await pushes.tell_filer(act, moved, "request.to_street")


@on_timer("news")
async def ask_for_news(act: Act, request_id: int) -> None:
    """The date has come: the owner is asked how it stands with the unit, and again after as many days."""
    request = await core.get(act, request_id)
    owner = request.holder_id
    if request.state is not State.EXTERNAL or (request.resume_at or 0) > act.now or owner is None:
        return
    later = await waiting.morning_after(act, request, act.settings.handling.news_days)
    request = await core.keep(act, rules.put_off(request, later), None, "news")
    act.set_timer("news", request.id, later)
    await pushes.push(act, owner, "unit.news", request_id=request.id)


async def pick_news(act: Act, request_id: int, days: int) -> None:
    """Another date on which to be asked."""
    person, request = await core.for_staff(act, request_id, "look")
    states.check_holder(request, person.id)
    await panels.chosen(act, person, request, "news")
    if days not in rules.PAUSES:
        raise Invalid("press.old")
    until = await waiting.morning_after(act, request, days)
    request = await core.keep(act, rules.put_off(request, until), person, "put_off")
    act.set_timer({State.ON_HOLD: "resume", State.WAITING: "answer"}.get(request.state, "news"), request.id, until)
    act.answer("unit.news_set_short", until_at=until)
    await panels.turn(act, person, request, "main")


async def ask_number(act: Act, request_id: int) -> None:
    """The unit's own ticket number, for whoever telephones after it."""
    person, request = await core.for_staff(act, request_id, "hand_over")
    states.check_holder(request, person.id)
    private = await words.ask(act, person, "unit_number", request.id)
    act.answer("request.write_here" if act.origin.private else "unit.number_short")
    act.say(private, "unit.ask_number", reader_id=person.id, number=request.number)


@words.on_words("unit_number")
async def set_number(act: Act, person: Person, request_id: int, said: str) -> None:
    request = await access.request_for(act, person, request_id, "hand_over")
    states.check_holder(request, person.id)
    if request.state not in HELD or not said.strip():
        raise Invalid("request.words_needed")
    await core.keep(act, rules.numbered(request, said), person, "unit_number")
    act.reply("unit.number_set", number=request.number)


async def bind_chat(act: Act, person: Person, chat_id: ChatId, name: str) -> bool:
    """`/bind` with a unit's name: its shared chat. False where no unit has this name."""
    found = [one for one in await units.list_units(act.tx, person.community_id) if one.name == name]
    if not found:
        return False
    if not any(post.role in LEADERS for post in await people.list_posts(act.tx, person.id)):
        raise NotAllowed("bind.not_allowed", cell=name)
    await chats.add_chat(act.tx, act.bot.bot_id, chat_id, "group")
    await units.bind_unit_chat(act.tx, act.bot.bot_id, found[0].id, chat_id, act.now)
    records.add_history(act.tx, person.community_id, person.id, "bind", "unit", found[0].id, act.now, chat=chat_id)
    act.say(chat_id, "unit.bound", unit=name)
    return True


async def recognise(act: Act, person: Person, phone: str) -> bool:
    """A shared number that the register holds for a unit: this person answers for it from now on."""
    found = False
    for unit in await units.list_units(act.tx, person.community_id):
        if unit.phone and plain_phone(unit.phone) == plain_phone(phone):
            found = True
            await units.add_unit_person(act.tx, unit.id, person.id, act.now)
            records.add_history(act.tx, person.community_id, person.id, "answers_for", "unit", unit.id, act.now)
            act.say(ChatId(act.origin.sender_id or 0), "unit.recognised", reader_id=person.id, unit=unit.name)
            for handover in await units.list_handovers_for(act.tx, unit.id):
                await act.show(ChatId(act.origin.sender_id or 0), "handover", handover.request_id, reader_id=person.id)
    return found
