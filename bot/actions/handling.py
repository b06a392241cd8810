"""What staff do with a request: claim, give back, report, resolve."""

from bot.act import ANSWER, Act
from bot.actions import access, clocks, media, pushes, words
from bot.actions import requests as core
from domain import requests as rules
from domain.ids import ChatId
from domain.requests import Request, State
from storage import history as records
from storage import people
from storage.people import Person


async def claim(act: Act, request_id: int, generation: int) -> None:
    """认领: exactly one wins; everybody else is told who has it."""
    person, request = await core.for_staff(act, request_id, "claim")
    if request.state is State.OPEN:
        core.fresh(request, generation)
    claimed = await core.save(act, rules.claim(request, person.id, act.now), person, "claim")
    act.answer("request.claimed_short", number=claimed.number)
    await _show_holder(act, claimed, person)
    await pushes.tell_filer(act, claimed, "request.claimed", cell_id=claimed.cell_id)


async def release(act: Act, request_id: int, generation: int) -> None:
    person, request = await core.for_staff(act, request_id, "release")
    core.fresh(request, generation)
    released = await core.save(act, rules.release(request, person.id, act.now), person, "release")
    act.answer("request.released_short", number=released.number)


async def ask_words(act: Act, what: str, request_id: int, generation: int) -> None:
    """进展 and 办结 need words: they are asked for in private, whoever pressed in the group."""
    person, request = await core.for_staff(act, request_id, what)
    if what != "progress":
        core.fresh(request, generation)
    rules.check(request, what)
    rules.check_holder(request, person.id)
    private = await words.ask(act, person, what, request.id)
    act.answer(f"request.ask_{what}_short")
    act.say(private, f"request.ask_{what}", reader_id=person.id, number=request.number)


@words.on_words("progress")
async def progress(act: Act, person: Person, request_id: int, said: str) -> None:
    request = await access.request_for(act, person, request_id, "progress")
    rules.check(request, "progress")
    rules.check_holder(request, person.id)
    note_id = await core.note(act, person, request, "progress", said)
    records.add_history(act.tx, person.community_id, person.id, "progress", "request", request.id, act.now)
    await clocks.answer(act, request)
    act.reply("request.noted", number=request.number)
    await pushes.tell_filer(act, request, "request.progress", note_id=note_id)
    await act.redraw("holder", request.id)


@words.on_words("resolve")
async def resolve(act: Act, person: Person, request_id: int, said: str) -> None:
    """办结: then the system, not the handler, asks the resident."""
    request = await access.request_for(act, person, request_id, "resolve")
    resolved = rules.resolve(request, person.id, act.now)
    await core.note(act, person, request, "resolution", said)
    resolved = await core.save(act, resolved, person, "resolve")
    act.reply("request.resolved", number=resolved.number)
    filer = await people.get_person(act.tx, resolved.filer_id)
    if filer.telegram_id is not None:
        await act.show(ChatId(filer.telegram_id), "rating", resolved.id, urgency=ANSWER, reader_id=filer.id, anew=True)


async def _show_holder(act: Act, request: Request, person: Person) -> None:
    records.add_history(act.tx, request.community_id, person.id, "see_contact", "request", request.id, act.now)
    if person.telegram_id is not None:
        await act.show(ChatId(person.telegram_id), "holder", request.id, urgency=ANSWER, reader_id=person.id,
                       anew=True)
        await media.show_to(act, ChatId(person.telegram_id), request)
