"""A promise that was not kept: a word to the holder, then the leader above watches, then it moves up."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.act import Act
from bot.actions import access, boards, clocks, offers, posts, pushes, sensitive
from bot.actions import requests as core
from bot.actions.posts import Rung
from bot.actions.working import calendar_of
from bot.works import on_timer
from domain import promises as rules
from domain.errors import Conflict
from domain.ids import ChatId, PersonId, PromiseId
from domain.people import LEADERS
from domain.promises import Promise
from domain.requests import Request, climb
from storage import grid, people
from storage import history as records
from storage import promises as table


@on_timer("promise")
async def run_out(act: Act, promise_id: int) -> None:
    """One step of what follows. Does nothing where it has been kept, paused or extended meanwhile."""
    promise = await table.get_promise(act.tx, PromiseId(promise_id))
    if promise is None or promise.state != "running" or rules.step_of(promise) is None:
        return
    if promise.next_at > act.now:
        act.set_timer("promise", promise.id, promise.next_at)
        return
    request = await core.get(act, promise.request_id)
    if promise.clock == "contact" and await _solving_ran_out(act, request):
        return
    await _take_step(act, request, promise)


async def _take_step(act: Act, request: Request, promise: Promise) -> None:
    step = rules.step_of(promise)
    if step == "nudge" and not await _nudge(act, request, promise):
        await _take_step(act, request, replace(promise, step=promise.step + 1))
        return
    if step == "oversee":
        await _oversee(act, request, promise)
    if step == "escalate" and not await _escalate(act, request, promise):
        await table.save_promise(act.tx, rules.at_top(promise))
        await _ask_for_help(act, request)
        return
    calendar = await calendar_of(act.tx, act.settings, request.community_id)
    after = rules.advance(promise, act.now, calendar, act.settings.promises)
    await table.save_promise(act.tx, after)
    act.set_timer("promise", after.id, after.next_at)
    await _ask_for_help(act, request)


async def _ask_for_help(act: Act, request: Request) -> None:
    """需要协助, on the card and on the board at once."""
    await act.redraw("request", request.id)
    await boards.follow(act, request)


async def _solving_ran_out(act: Act, request: Request) -> bool:
    """Then that one goes its way, and nobody hears of the same request twice."""
    return any(
        one.clock == "resolve" and one.round == request.round and one.step > 0
        for one in await table.list_promises(act.tx, request.id)
    )


async def _nudge(act: Act, request: Request, promise: Promise) -> bool:
    """催办: a private word to whoever has it, or may take it. False where there is nobody who is paid to."""
    holder = request.holder_id or request.offered_to_id
    answering = await posts.answering(act.tx, request.cell_id, act.now, request.category)
    if holder is None and not answering:
        await report_vacant(act, request, (await posts.ladder(act.tx, request.cell_id, act.now))[0])
    answering = await sensitive.allowed(act.tx, request, answering, act.now)
    told = [one for one in ([holder] if holder else answering)
            if not await clocks.by_volunteer(act.tx, request.cell_id, one)]
    _note(act, request, promise, "nudge", told)
    for person_id in told:
        await pushes.push(act, person_id, "promise.nudge", request_id=request.id, promise_id=promise.id)
    return bool(told)


async def _oversee(act: Act, request: Request, promise: Promise) -> None:
    """督办: the leader above watches; whoever has it keeps it."""
    rung = await _above(act, request)
    if rung is None:
        return
    _note(act, request, promise, "oversee", rung.people)
    for person_id in rung.people:
        await pushes.push(act, person_id, "promise.oversee", request_id=request.id, promise_id=promise.id)


async def _escalate(act: Act, request: Request, promise: Promise) -> bool:
    """提级办理: to the next different person. False at the top: then it lies at the desk, in everybody's sight."""
    rung = await _above(act, request)
    desk = (await grid.list_chain(act.tx, request.cell_id))[-1]
    if rung is None:
        records.add_history(act.tx, request.community_id, None, "at_top", "request", request.id, act.now)
        if request.cell_id != desk.id:
            await _move(act, request, Rung(desk, ()))
        return False
    _note(act, request, promise, "escalate", rung.people)
    await _move(act, request, rung)
    return True


async def _move(act: Act, request: Request, rung: Rung) -> None:
    """Whoever had it is told kindly and goes on helping; where one person is next, their offer tells them."""
    moved = await core.save(act, climb(request, rung.cell.id, rung.people, act.now), None, "escalate")
    here = rung.cell.id == request.cell_id
    if request.holder_id is not None:
        key = "promise.taken_over" if here else "promise.moved_on"
        await pushes.push(act, request.holder_id, key, request_id=request.id, cell_id=rung.cell.id)
    if not here:
        await pushes.tell_filer(act, moved, "promise.moved", cell_id=rung.cell.id)
    placed = await offers.place(act, moved)
    for person_id in rung.people:
        if person_id != placed.offered_to_id:
            await pushes.push(act, person_id, "promise.arrived", request_id=request.id)


async def _above(act: Act, request: Request) -> Rung | None:
    """The next different person: a leader of the same cell, else whoever answers further up; vacancies are reported."""
    passed = await table.list_passed(act.tx, request.id)
    here, *higher = await posts.ladder(act.tx, request.cell_id, act.now)
    leaders = {post.person_id for post in await people.list_posts_at(act.tx, here.cell.id) if post.role in LEADERS}
    if same := await _free(act, request, [one for one in here.people if one in leaders], passed):
        return Rung(here.cell, same)
    for rung in higher:
        if others := await _free(act, request, rung.people, passed):
            return Rung(rung.cell, others)
        if not rung.people:
            await report_vacant(act, request, rung)
    return None


async def _free(
    act: Act, request: Request, asked: Iterable[PersonId], passed: Collection[PersonId]
) -> tuple[PersonId, ...]:
    """Who has not had it yet and may know of it."""
    return tuple(await sensitive.allowed(act.tx, request, [one for one in asked if one not in passed], act.now))


async def report_vacant(act: Act, request: Request, vacant: Rung) -> None:
    """Nobody answers there: noted once on the request, and once a day said to whoever is above."""
    noted = await records.list_history(act.tx, "request", request.id)
    if not any(one.act == "vacant" and one.facts.get("cell") == vacant.cell.id for one in noted):
        records.add_history(act.tx, request.community_id, None, "vacant", "request", request.id, act.now,
                            cell=vacant.cell.id)
    calendar = await calendar_of(act.tx, act.settings, request.community_id)
    if not await table.add_vacancy(act.tx, vacant.cell.id, calendar.day_of_work(act.now).isoformat()):
        return
    rung = await posts.next_up(act.tx, vacant.cell.id, set(), act.now)
    for person_id in rung.people if rung else ():
        await pushes.push(act, person_id, "promise.vacant", cell=vacant.cell.name)


def _note(act: Act, request: Request, promise: Promise, step: str, told: list[PersonId] | tuple[PersonId, ...]) -> None:
    table.add_steps(act.tx, promise, step, told, act.now)
    for person_id in told:
        records.add_history(act.tx, request.community_id, None, step, "request", request.id, act.now,
                            person=person_id, clock=promise.clock)


async def show_record(act: Act, request_id: int) -> None:
    """The whole 流转记录, in private."""
    person, request = await core.for_staff(act, request_id, "look")
    act.answer("people.go_on")
    act.say(ChatId(act.origin.sender_id or 0), "custody.page", reader_id=person.id, request_id=request.id)


async def hurry(act: Act, request_id: int) -> None:
    """催一催: one word to whoever has it, at most once a working day, after half of the time."""
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "see")
    if not await clocks.may_hurry(act.tx, act.settings, request, act.now):
        raise Conflict("promise.hurry_later")
    for promise in await table.list_promises(act.tx, request.id):
        await table.save_promise(act.tx, replace(promise, hurried_at=act.now))
    records.add_history(act.tx, request.community_id, person.id, "hurry", "request", request.id, act.now)
    holder = request.holder_id or request.offered_to_id
    answering = await posts.answering(act.tx, request.cell_id, act.now, request.category)
    for person_id in [holder] if holder else await sensitive.allowed(act.tx, request, answering, act.now):
        await pushes.push(act, person_id, "promise.hurry", number=request.number, category=request.category)
    act.answer("promise.hurried")
    await act.redraw("mine", request.id)
