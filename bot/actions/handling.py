"""What whoever has a request in hand does most: take it, report, note the first contact, finish."""

from bot.act import Act
from bot.actions import access, answers, clocks, media, panels, pushes, undo, waiting, words
from bot.actions import requests as core
from bot.actions.voices import voice_of
from domain import handling as rules
from domain import requests as states
from domain.errors import Invalid
from domain.ids import ChatId
from domain.media import Media
from domain.requests import HELD, Request, State
from storage import history as records
from storage import notes, tasks
from storage.people import Person


async def claim(act: Act, request_id: int, generation: int) -> None:
    """认领, 接单: exactly one wins; everybody else is told who has it."""
    person, request = await core.for_staff(act, request_id, "claim")
    if request.state is State.OPEN:
        core.fresh(request, generation)
    claimed = await take(act, request, person)
    act.answer("request.claimed_here" if act.origin.private else "request.claimed_short", number=claimed.number)


async def take(act: Act, request: Request, person: Person) -> Request:
    asked = request.offered_to_id
    over = asked not in {None, person.id} and await access.stands_over(act.tx, person.id, request.cell_id)
    claimed = await core.save(act, states.claim(request, person.id, act.now, over=over), person, "claim")
    await undo.keep(act, request, claimed, person, "claim")
    await show_holder(act, claimed, person)
    await pushes.tell_filer(act, claimed, "request.claimed", cell_id=claimed.cell_id)
    if asked is not None and asked != person.id:
        await pushes.push(act, asked, "offer.taken", request_id=claimed.id)
    return claimed


async def show_holder(act: Act, request: Request, person: Person) -> None:
    """The private page with door and phone; that it was read is noted."""
    records.add_history(act.tx, request.community_id, person.id, "see_contact", "request", request.id, act.now)
    await panels.show(act, person, request)
    if person.telegram_id is not None:
        await media.show_to(act, ChatId(person.telegram_id), request)


async def ask_words(act: Act, what: str, request_id: int, generation: int) -> None:
    """进展, 问居民 and 办结 need words: they are asked for in private, whoever pressed in the group."""
    person, request = await core.for_staff(act, request_id, what)
    if what == "resolve":
        core.fresh(request, generation)
    states.check(request, what)
    states.check_hands(request, person.id)
    if what == "ask":
        await waiting.check_voice(act, request)
    if what == "resolve" and (left := await tasks.list_tasks_of(act.tx, request.id)):
        act.answer("tasks.left_short", count=len(left))
        act.say(ChatId(act.origin.sender_id or 0), "tasks.left", reader_id=person.id, request_id=request.id)
        return
    await _ask(act, what, person, request)


async def resolve_anyway(act: Act, request_id: int, generation: int) -> None:
    """仍要办结: sub-tasks are still open, and whoever has it knows."""
    person, request = await core.for_staff(act, request_id, "resolve")
    core.fresh(request, generation)
    states.check(request, "resolve")
    states.check_hands(request, person.id)
    await _ask(act, "resolve", person, request)


async def _ask(act: Act, what: str, person: Person, request: Request) -> None:
    private = await words.ask(act, person, what, request.id)
    act.answer("request.write_here" if act.origin.private else f"request.ask_{what}_short")
    act.say(private, f"request.ask_{what}", reader_id=person.id, number=request.number)
    await answers.suggest(act, person, request, await core.words_of(act, "request", request.id))


@words.on_words("progress")
async def progress(act: Act, person: Person, request_id: int, said: str) -> None:
    request = await access.request_for(act, person, request_id, "progress")
    states.check(request, "progress")
    states.check_hands(request, person.id)
    note_id = await core.note(act, person, request, "progress", said)
    records.add_history(act.tx, person.community_id, person.id, "progress", "request", request.id, act.now)
    await clocks.answer(act, request)
    act.reply(await _noted(act, request), number=request.number)
    await pushes.tell_filer(act, request, "request.progress", note_id=note_id)
    await waiting.carry_to_voice(act, request, note_id)
    await act.redraw("holder", request.id)


async def _noted(act: Act, request: Request) -> str:
    """Nobody is told that a resident has read what nobody reads."""
    voice = await voice_of(act.tx, request)
    return "request.noted" if voice is not None and voice.telegram_id is not None else "request.noted_only"


async def progress_by_reply(act: Act, person: Person, request_id: int, said: str, sent: Media | None) -> bool:
    """Whoever has it in hand answers one of its messages: that is progress. False for anybody else."""
    request = await core.find(act, request_id)
    if request is None or request.state not in HELD or not await access.may_see_contact(act.tx, request, person.id):
        return False
    act.enclosed = sent
    await progress(act, person, request.id, said)
    return True


async def contacted(act: Act, request_id: int) -> None:
    """已联系: the first contact counts."""
    person, request = await core.for_staff(act, request_id, "contacted")
    after = rules.contacted(request, person.id, act.now)
    if after.contacted_at != request.contacted_at:
        await core.keep(act, after, person, "contacted")
    act.answer("handling.contacted_short")


@words.on_words("resolve")
async def resolve(act: Act, person: Person, request_id: int, said: str) -> None:
    """办结: then the system, not the handler, asks the resident."""
    request = await access.request_for(act, person, request_id, "resolve")
    resolved = states.resolve(request, person.id, act.now)
    if not said.strip() and act.enclosed is not None:
        await _keep_picture(act, person, request)
        return
    if request.category in act.settings.handling.photo_categories and not await _has_photo(act, request):
        raise Invalid("request.photo_needed")
    note_id = await core.note(act, person, request, "resolution", said)
    resolved = await core.save(act, resolved, person, "resolve")
    await undo.keep(act, request, resolved, person, "resolve")
    await waiting.carry_to_voice(act, resolved, note_id)
    await tasks.end_tasks(act.tx, resolved.id, "help", act.now)
    await panels.show(act, person, resolved)


async def _keep_picture(act: Act, person: Person, request: Request) -> None:
    """A picture alone is no result: it goes to the resident, and the words are still asked for."""
    note_id = await core.note(act, person, request, "progress", "")
    await waiting.carry_to_voice(act, request, note_id)
    await words.ask(act, person, "resolve", request.id)
    act.reply("media.now_words")


async def _has_photo(act: Act, request: Request) -> bool:
    """With the words, or with the news before them."""
    if act.enclosed is not None and act.enclosed.kind == "photo":
        return True
    written = await notes.list_notes(act.tx, "request", request.id)
    return any(note.media == "photo" and note.kind == "progress" for note in written)


async def open_page(act: Act, request_id: int) -> None:
    """One line of a list was pressed: its private page, below everything else."""
    person, request = await core.for_staff(act, request_id, "look")
    act.answer("people.go_on")
    if await access.may_see_contact(act.tx, request, person.id):
        records.add_history(act.tx, request.community_id, person.id, "see_contact", "request", request.id, act.now)
    await panels.open_main(act, person, request)
    await panels.show(act, person, request)
