"""A request changes hands: given back, transferred, or worked on by a colleague for whoever answers for it."""

from bot.act import Act
from bot.actions import access, handling, offers, panels, posts, pushes, sensitive, undo, words
from bot.actions import requests as core
from domain import handling as rules
from domain import requests as states
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import CellId, PersonId, TaskId
from domain.requests import HELD, Request, State
from storage import grid, people, tasks
from storage.people import Person


async def ask_release(act: Act, request_id: int, generation: int) -> None:
    """退回: first the reason, by a button or in words."""
    person, request = await core.for_staff(act, request_id, "release")
    core.fresh(request, generation)
    states.check(request, "release")
    states.check_holder(request, person.id)
    await words.ask(act, person, "release", request.id)
    act.answer("release.why_short")
    await panels.turn(act, person, request, "release")


@words.on_words("release")
async def release(act: Act, person: Person, request_id: int, said: str, kind: str = "reason") -> None:
    request = await access.request_for(act, person, request_id, "release")
    released = states.release(request, person.id, act.now)
    await core.note(act, person, request, kind, said)
    released = await core.save(act, released, person, "release")
    await _end_work(act, request)
    released = await offers.place(act, released, but=frozenset({person.id}))
    await undo.keep(act, request, released, person, "release")
    await panels.turn(act, person, released, "left")


async def colleagues(act: Act, request: Request, person: Person) -> list[PersonId]:
    """Who can be asked: those who answer for the cell and what is above it, without the asker and the holder."""
    rungs = await posts.ladder(act.tx, request.cell_id, act.now, request.category)
    listed = [one for one in dict.fromkeys(one for rung in rungs for one in rung.people)
              if one not in {person.id, request.holder_id}]
    return await sensitive.allowed(act.tx, request, listed, act.now)


async def pick_person(act: Act, request_id: int, person_id: int) -> None:
    """To this colleague: the reason is still wanted."""
    person, request = await _transferring(act, request_id)
    if person_id not in await colleagues(act, request, person):
        raise NotFound("handling.no_such_person")
    await _ask_why(act, person, request, person_id)


async def pick_cell(act: Act, request_id: int, cell_id: int) -> None:
    """To a cell above, beside or below: whoever answers there is asked. It is kept as a negative number."""
    person, request = await _transferring(act, request_id)
    if cell_id not in {cell.id for cell in await grid.list_near(act.tx, request.cell_id)}:
        raise NotFound("handling.no_such_cell")
    await _ask_why(act, person, request, -cell_id)


async def _transferring(act: Act, request_id: int) -> tuple[Person, Request]:
    person, request = await core.for_staff(act, request_id, "transfer")
    await panels.check(act, person, request, "transfer")
    await panels.chosen(act, person, request, "transfer")
    return person, request


async def _ask_why(act: Act, person: Person, request: Request, chosen_id: int) -> None:
    await words.ask(act, person, "transfer", request.id)
    act.answer("transfer.why_short")
    await panels.turn(act, person, request, "transfer_why", chosen_id)


@words.on_words("transfer")
async def transfer(act: Act, person: Person, request_id: int, said: str, kind: str = "reason") -> None:
    request = await access.request_for(act, person, request_id, "transfer")
    panel = await panels.chosen(act, person, request, "transfer_why")
    to_id = PersonId(panel.chosen_id) if panel.chosen_id > 0 else None
    cell_id = request.cell_id if to_id is not None else CellId(-panel.chosen_id)
    leads = await access.leads(act.tx, person.id, request.cell_id)
    moved = rules.transfer(request, person.id, act.now, cell_id=cell_id, to_id=to_id, leads=leads)
    if to_id is not None and not (await people.get_person(act.tx, to_id)).telegram_id:
        raise Conflict("handling.no_chat")
    await core.note(act, person, request, kind, said)
    moved = await core.save(act, moved, person, "transfer")
    await _end_work(act, request)
    moved = await offers.place(act, moved, but=frozenset({person.id}))
    await undo.keep(act, request, moved, person, "transfer")
    await panels.turn(act, person, moved, "left")
    if request.holder_id not in {None, person.id}:
        await pushes.push(act, request.holder_id, "transfer.away", request_id=moved.id)


async def delegate(act: Act, request_id: int, colleague_id: int) -> None:
    """请人代办: a colleague is asked to do the work; who asks stays accountable, and takes an offer with it."""
    person, request = await core.for_staff(act, request_id, "delegate")
    await panels.chosen(act, person, request, "delegate")
    if colleague_id not in await colleagues(act, request, person):
        raise NotFound("handling.no_such_person")
    colleague = await people.get_person(act.tx, PersonId(colleague_id))
    if colleague.telegram_id is None:
        raise Conflict("handling.no_chat")
    if request.state is State.OPEN:
        request = await handling.take(act, request, person)
    states.check(request, "delegate")
    states.check_holder(request, person.id)
    await tasks.end_tasks(act.tx, request.id, "work", act.now)
    task_id = await tasks.add_task(act.tx, request.id, "work", colleague.id, person.id, act.now)
    act.answer("delegate.asked_short")
    await panels.turn(act, person, request, "main")
    await pushes.push(act, colleague.id, "delegate.ask", task_id=task_id, request_id=request.id)


async def answer_work(act: Act, task_id: int, *, yes: bool) -> None:
    """接 or 不便."""
    person = await access.person_of(act)
    task = await tasks.get_task(act.tx, TaskId(task_id))
    if task is None or task.person_id != person.id or task.kind != "work":
        raise NotFound("tasks.unknown")
    request = await core.get(act, task.request_id)
    if task.state != "asked" or request.state not in HELD or request.holder_id != task.asked_by_id:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")
    await tasks.mark_task(act.tx, task.id, "taken" if yes else "refused", act.now)
    if yes:
        request = await core.keep(act, rules.delegate(request, person.id), person, "delegate")
        await handling.show_holder(act, request, person)
    act.answer("delegate.yes_short" if yes else "delegate.no_short")
    await pushes.push(act, task.asked_by_id, "delegate.yes" if yes else "delegate.no", request_id=request.id,
                      about_id=person.id)


async def _end_work(act: Act, request: Request) -> None:
    await tasks.end_tasks(act.tx, request.id, "work", act.now)
    await tasks.end_tasks(act.tx, request.id, "help", act.now)
    if request.worker_id is not None:
        await pushes.push(act, request.worker_id, "delegate.over", request_id=request.id)


async def reason(act: Act, request_id: int, number: int) -> None:
    """A reason by button instead of words, for whatever the open panel is about; kept by its key."""
    person, request = await core.for_staff(act, request_id, "look")
    panel = await panels.chosen(act, person, request, *_BY_BUTTON)
    reasons, perform = _BY_BUTTON[panel.name]
    if number >= len(reasons):
        raise Invalid("press.old")
    await words.forget(act, person)
    act.answer("people.go_on")
    await perform(act, person, request.id, reasons[number], "chosen")


_BY_BUTTON = {"release": (rules.RELEASE_REASONS, release), "transfer_why": (rules.TRANSFER_REASONS, transfer)}
