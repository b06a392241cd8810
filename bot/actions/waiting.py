"""What a request waits for: an answer from the resident, or a date."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.act import Act
from bot.actions import access, media, panels, pushes, undo, words
from bot.actions import requests as core
from bot.actions.voices import voice_of
from bot.actions.working import calendar_of
from bot.works import on_timer
from domain import handling as rules
from domain import recurrence
from domain.calendar import local_date
from domain.errors import Conflict, Invalid
from domain.ids import ChatId, NoteId, PersonId
from domain.media import Media
from domain.requests import HELD, Request, State
from storage import drafts, expectations, notes, people
from storage.people import Person

_MORNING = time(9)
DAY = 86_400_000


async def check_voice(act: Act, request: Request) -> Person:
    """Raises Conflict where nobody could read a question, before anybody writes one."""
    voice = await voice_of(act.tx, request)
    if voice is None or voice.telegram_id is None:
        raise Conflict("handling.no_voice")
    return voice


@words.on_words("ask")
async def ask(act: Act, person: Person, request_id: int, said: str) -> None:
    """问居民: the question goes to whoever speaks for the request; the clock of the answer begins."""
    request = await access.request_for(act, person, request_id, "ask")
    asked = rules.ask(request, person.id, act.now, act.now + act.settings.handling.answer_days * DAY)
    voice = await check_voice(act, request)
    note_id = await core.note(act, person, request, "question", said)
    asked = await (core.save if asked.state is not request.state else core.keep)(act, asked, person, "ask")
    if asked.state is State.WAITING:
        act.set_timer("answer", asked.id, asked.resume_at or act.now)
    chat_id = ChatId(voice.telegram_id or 0)
    if asked.state is State.WAITING:
        act.reply("handling.asked", number=asked.number, until_at=asked.resume_at)
    else:
        act.reply("handling.asked_as_well", number=asked.number)
    act.say(chat_id, "request.question", reader_id=voice.id, request_id=asked.id, note_id=note_id)
    await _carry(act, asked, note_id, voice)
    if not await _writing(act, chat_id, voice):
        await expectations.expect(act.tx, act.bot.bot_id, chat_id, voice.id, "answer", asked.id, act.now)


async def _writing(act: Act, chat_id: ChatId, voice: Person) -> bool:
    """In the middle of a report; what was summed up and left lying takes nothing away from the question."""
    draft = await drafts.find_open_draft(act.tx, act.bot.bot_id, chat_id, voice.id)
    return draft is not None and draft.first_at > 0


async def ask_answer(act: Act, request_id: int) -> None:
    """回复: the next words are the answer."""
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "see")
    if request.state not in HELD:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")
    private = await words.ask(act, person, "answer", request.id)
    act.answer("request.answer_short")
    act.say(private, "request.ask_answer", reader_id=person.id, number=request.number)


@words.on_words("answer")
async def answer(act: Act, person: Person, request_id: int, said: str) -> None:
    request = await access.request_for(act, person, request_id, "see")
    note_id = await core.note(act, person, request, "answer", said)
    await heard(act, person, request, note_id)
    act.reply("request.answered", number=request.number)


async def heard(act: Act, person: Person, request: Request, note_id: int) -> None:
    """The resident has said something: a wait ends, and whoever has it in hand reads it at once."""
    if request.state is State.WAITING:
        request = await core.save(act, rules.hear(request, act.now), person, "answered")
        act.end_timer("answer", request.id)
    for hand in dict.fromkeys((request.holder_id, request.worker_id)):
        if hand is not None and request.state in HELD:
            await pushes.push(act, hand, "handling.answer", request_id=request.id, note_id=note_id)
            await _carry(act, request, note_id, await people.get_person(act.tx, hand))


async def listen(act: Act, person: Person, said: str, enclosed: Media) -> bool:
    """A picture or a voice that answers what was asked, or belongs to an album that did."""
    if await words.answer_by_media(act, person, said, enclosed):
        return True
    known = await notes.find_album(act.tx, person.id, enclosed.album) if enclosed.album else None
    if known is None:
        return False
    request = await core.get(act, known[0])
    act.enclosed = enclosed
    note_id = await core.note(act, person, request, known[1], said)
    for one in await _readers(act, request, known[1]):
        await _carry(act, request, note_id, one)
    return True


async def _readers(act: Act, request: Request, kind: str) -> list[Person]:
    voice = await voice_of(act.tx, request)
    if kind in {"progress", "resolution", "question"}:
        return [voice] if voice else []
    hands = {request.holder_id, request.worker_id} if request.state in HELD else set()
    return [await people.get_person(act.tx, one) for one in sorted(one for one in hands if one is not None)]


async def _carry(act: Act, request: Request, note_id: int, to: Person) -> None:
    note = await notes.get_note(act.tx, NoteId(note_id))
    if note is not None and note.media and to.telegram_id is not None:
        media.send(act, ChatId(to.telegram_id), request, [note])


async def carry_to_voice(act: Act, request: Request, note_id: int) -> None:
    """What staff have sent goes to the resident as it is."""
    voice = await voice_of(act.tx, request)
    if voice is not None:
        await _carry(act, request, note_id, voice)


@on_timer("answer")
async def no_answer(act: Act, request_id: int) -> None:
    """The resident has been silent for long enough: the holder decides what now."""
    request = await core.get(act, request_id)
    if request.state is not State.WAITING or (request.resume_at or 0) > act.now:
        return
    request = await core.save(act, rules.hear(request, act.now), None, "no_answer")
    await _tell_hands(act, request, "handling.no_answer")


async def pick_pause(act: Act, request_id: int, days: int) -> None:
    """暂缓: until when; the reason is asked for in words."""
    person, request = await core.for_staff(act, request_id, "hold")
    await panels.chosen(act, person, request, "hold")
    if days not in rules.PAUSES:
        raise Invalid("press.old")
    await words.ask(act, person, "hold", request.id)
    act.answer("hold.why_short")
    await panels.turn(act, person, request, "hold_why", days)


@words.on_words("hold")
async def hold(act: Act, person: Person, request_id: int, said: str) -> None:
    request = await access.request_for(act, person, request_id, "hold")
    panel = await panels.chosen(act, person, request, "hold_why")
    until = await morning_after(act, request, panel.chosen_id)
    held = rules.hold(request, person.id, act.now, until)
    note_id = await core.note(act, person, request, "pause", said)
    held = await core.save(act, held, person, "hold")
    act.set_timer("resume", held.id, until)
    await undo.keep(act, request, held, person, "hold")
    await panels.show(act, person, held)
    await pushes.tell_filer(act, held, "request.paused", note_id=note_id, until_at=until)


async def morning_after(act: Act, request: Request, days: int) -> int:
    """So many days on, at the beginning of a day on which somebody works."""
    calendar = await calendar_of(act.tx, act.settings, request.community_id)
    day = local_date(act.now, calendar.zone) + timedelta(days=days)
    while not calendar.works_on(day):
        day += timedelta(days=1)
    return recurrence.at(day, _MORNING, ZoneInfo(calendar.zone))


async def resume(act: Act, request_id: int, generation: int) -> None:
    """继续办理, before its time."""
    person, request = await core.for_staff(act, request_id, "resume")
    core.fresh(request, generation)
    await panels.check(act, person, request, "resume")
    resumed = await core.save(act, rules.resume(request, act.now), person, "resume")
    act.end_timer("resume", resumed.id)
    act.answer("hold.resumed_short")
    await pushes.tell_filer(act, resumed, "request.resumed")


@on_timer("resume")
async def resume_at(act: Act, request_id: int) -> None:
    request = await core.get(act, request_id)
    if request.state is not State.ON_HOLD or (request.resume_at or 0) > act.now:
        return
    request = await core.save(act, rules.resume(request, act.now), None, "resume")
    await _tell_hands(act, request, "hold.over")
    await pushes.tell_filer(act, request, "request.resumed")


async def _tell_hands(act: Act, request: Request, key: str) -> None:
    hands: list[PersonId | None] = [request.holder_id, request.worker_id]
    for hand in dict.fromkeys(hands):
        if hand is not None:
            await pushes.push(act, hand, key, request_id=request.id)
