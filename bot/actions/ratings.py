"""What people say of how it went: solved or not, a grade, why; what was not solved goes up."""

from bot.act import Act
from bot.actions import access, agenda, asking, clocks, offers, posts, words
from bot.actions import requests as core
from bot.works import on_timer
from domain import ratings as rules
from domain.dictation import parse_dictation
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.ids import CellId, ChatId, RequestId
from domain.requests import ENDED, GRADES, Request, State, solved, unrated, unsolved
from domain.routing import above
from domain.talk import meaning
from domain.tickets import parse_ticket
from storage import grid, ratings, requests
from storage import history as records
from storage import promises as promise_table
from storage import rating_asks as asks
from storage.people import Person
from storage.ratings import Rating

_HOUR = 3_600_000


@on_timer("rating")
async def ask(act: Act, request_id: int) -> None:
    """Once, once more, and then it is closed as not rated. Does nothing where it has been answered or reopened."""
    request, ask = await core.get(act, request_id), await asks.find_ask(act.tx, RequestId(request_id))
    if request.state is not State.RESOLVED or ask is None or ask.round != request.round:
        return
    now = await asking.sensible(act, request, act.now)
    settings = act.settings.ratings
    if now > act.now:
        act.set_timer("rating", request.id, now)
    elif ask.state == "waiting":
        await asks.save_ask(act.tx, await asking.put(act, request, ask))
        act.set_timer("rating", request.id, act.now + settings.repeat_after_days * asking.DAY)
    elif ask.state == "asked":
        await asks.save_ask(act.tx, ask._replace(state="repeated"))
        if ask.rater_id is not None:
            await asking.show(act, request, ask.rater_id)
        act.set_timer("rating", request.id, act.now + settings.close_after_days * asking.DAY)
    elif ask.state == "repeated":
        await asks.save_ask(act.tx, ask._replace(state="unrated"))
        await core.save(act, unrated(request, act.now), None, "unrated")


async def rate(act: Act, request_id: int, generation: int, *, is_solved: bool) -> None:
    """已解决 closes it; 未解决 moves it up, with its whole custody."""
    person, request = await _as_rater(act, request_id)
    core.fresh(request, generation)
    if request.state is State.CLOSED:
        _in_time(act, await ratings.find_rating(act.tx, request.id))
    after = solved(request, act.now) if is_solved else unsolved(request, await _next_tier(act, request), act.now)
    await ratings.save_rating(act.tx, request.id, request.round, person.id, solved=is_solved, now=act.now)
    await _answered(act, request)
    after = await core.save(act, after, person, "solved" if is_solved else "unsolved")
    said = "solved" if is_solved else "desk" if after.at_desk_again else "unsolved"
    act.answer(f"rate.{said}_short")
    if not is_solved:
        await _reopen(act, after)
        await words.ask(act, person, "still_wrong", after.id)


async def _reopen(act: Act, after: Request) -> None:
    """A new round with a new promise; from the second time on it is a matter for the next consultation meeting."""
    await clocks.begin(act, after)
    await offers.place(act, after)
    if after.at_desk_again:
        agenda.add(act, after, "unsolved")


async def _answered(act: Act, request: Request) -> None:
    found = await asks.find_ask(act.tx, request.id)
    if found is not None and found.round == request.round:
        early = found.state == "waiting"
        asked = await asking.who(act.tx, request) if early else asking.Asked(found.rater_id, found.caller_id)
        await asks.save_ask(act.tx, found._replace(
            state="rated", rater_id=asked.rater_id, caller_id=asked.caller_id))
    act.end_timer("rating", request.id)


async def _next_tier(act: Act, request: Request) -> CellId:
    """Upwards past whatever nobody answers for, and past posts of those who have had it."""
    chain = await grid.list_chain(act.tx, request.cell_id)
    passed = await promise_table.list_passed(act.tx, request.id)
    staffed = [
        cell for cell in chain[1:]
        if any(one not in passed for one in await posts.answering(act.tx, cell.id, act.now, request.category))
    ]
    return above([chain[0], *staffed, chain[-1]], request.round)


async def grade(act: Act, request_id: int, value: int) -> None:
    person, request = await _as_rater(act, request_id)
    found = await ratings.find_rating(act.tx, request.id)
    if value not in GRADES or found is None or not found.solved or request.state is not State.CLOSED:
        raise Invalid("press.old")
    if found.grade is not None:
        raise Conflict("rate.graded")
    await ratings.set_grade(act.tx, request.id, found.round, value)
    records.add_history(act.tx, request.community_id, person.id, "grade", "request", request.id, act.now)
    act.answer("rate.thanks_short")
    await act.redraw("rating", request.id)


async def change(act: Act, request_id: int) -> None:
    """改评价, while it can be changed."""
    _, request = await _as_rater(act, request_id)
    found = await ratings.find_rating(act.tx, request.id)
    _in_time(act, found)
    if found is None or request.state is not State.CLOSED:
        raise _too_late(act)
    await ratings.set_grade(act.tx, request.id, found.round, None)
    act.answer("rate.change_short")
    await act.redraw("rating", request.id)


def _in_time(act: Act, found: Rating | None) -> None:
    if found is None or act.now - found.at > act.settings.ratings.change_within_hours * _HOUR:
        raise _too_late(act)


def _too_late(act: Act) -> Conflict:
    return Conflict("rate.too_late", hours=f"{act.settings.ratings.change_within_hours:g}")


async def give_reason(act: Act, request_id: int, number: int) -> None:
    _, request = await _as_rater(act, request_id)
    found = await ratings.find_rating(act.tx, request.id)
    if found is None or number >= len(rules.REASONS):
        raise Invalid("press.old")
    await ratings.toggle_reason(act.tx, request.id, found.round, rules.REASONS[number])
    act.answer("rate.noted_short")
    await act.redraw("rating", request.id)


async def ask_words(act: Act, request_id: int) -> None:
    person, request = await _as_rater(act, request_id)
    private = await words.ask(act, person, "rating", request.id)
    act.answer("people.go_on")
    key = "rate.ask_words" if request.state is State.CLOSED else "rate.ask_what_is_wrong"
    act.say(private, key, reader_id=person.id, number=request.number)


@words.on_words("rating")
async def say(act: Act, person: Person, request_id: int, said: str) -> None:
    """What is still wrong goes to whoever has it now; what is said about people does not go to them."""
    _, request = await _as_rater(act, request_id)
    over = request.state is State.CLOSED
    await core.note(act, person, request, "rating" if over else "addition", said)
    records.add_history(act.tx, request.community_id, person.id, "rating_words", "request", request.id, act.now)
    act.reply("rate.words_thanks" if over else "rate.wrong_thanks", number=request.number)
    await act.redraw("holder", request.id)


@words.on_words("still_wrong")
async def say_unasked(act: Act, person: Person, request_id: int, said: str) -> bool:
    """What is written right after 未解决. Small talk is nothing of it, nor is what staff type for somebody else, nor
    danger, which is a matter of its own.
    """
    if act.origin.danger is not None:
        return False
    if act.enclosed is None and (meaning(said, act.settings.talk, {}) or parse_dictation(said) or parse_ticket(said)):
        return False
    if (await core.get(act, request_id)).state in ENDED:
        return False
    await say(act, person, request_id, said)
    return True


async def open_call(act: Act, request_id: int) -> None:
    """The question for the next routine call, with the number to call; reading it is noted."""
    person, request = await _as_rater(act, request_id)
    records.add_history(act.tx, request.community_id, person.id, "see_contact", "request", request.id, act.now)
    act.answer("people.go_on")
    await act.show(ChatId(act.origin.sender_id or 0), "rating", request.id, reader_id=person.id, anew=True)


async def not_reached(act: Act, request_id: int) -> None:
    """无人应答: it stays on the list for another day."""
    person, request = await _as_rater(act, request_id)
    found = await asks.find_ask(act.tx, request.id)
    if found is None or found.caller_id != person.id or request.state is not State.RESOLVED:
        raise Conflict("press.old")
    await asks.save_ask(act.tx, found._replace(tries=found.tries + 1))
    records.add_history(act.tx, request.community_id, person.id, "unreached", "request", request.id, act.now)
    act.answer("rate.kept_short")
    await act.redraw("rating", request.id)


async def _as_rater(act: Act, request_id: int) -> tuple[Person, Request]:
    """The gate: whoever is asked, or asks for them; nobody else's word counts."""
    person = await access.person_of(act)
    request = await requests.get_request(act.tx, RequestId(request_id))
    if request is None:
        raise NotFound("request.unknown")
    found = await asks.find_ask(act.tx, request.id)
    asked = found if found and found.state != "waiting" else await asking.who(act.tx, request)
    if person.id not in {asked.rater_id, asked.caller_id}:
        if request.community_id != person.community_id:
            raise NotFound("request.unknown")
        raise NotAllowed("rate.not_yours")
    return person, request
