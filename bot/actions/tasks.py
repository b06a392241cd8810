"""邀请协办: a colleague does a part; the holder keeps the whole."""

from bot.act import Act
from bot.actions import access, panels, pushes, transfers, words
from bot.actions import requests as core
from domain import requests as states
from domain.errors import Conflict, NotFound
from domain.ids import PersonId, TaskId
from domain.requests import HELD
from storage import history as records
from storage import people, tasks
from storage.people import Person


async def pick_person(act: Act, request_id: int, person_id: int) -> None:
    """Who; then what, in words."""
    person, request = await core.for_staff(act, request_id, "invite")
    states.check(request, "invite")
    states.check_hands(request, person.id)
    await panels.chosen(act, person, request, "invite")
    if person_id not in await transfers.colleagues(act, request, person):
        raise NotFound("handling.no_such_person")
    if (await people.get_person(act.tx, PersonId(person_id))).telegram_id is None:
        raise Conflict("handling.no_chat")
    await words.ask(act, person, "invite", request.id)
    act.answer("tasks.what_short")
    await panels.turn(act, person, request, "invite_what", person_id)


@words.on_words("invite")
async def invite(act: Act, person: Person, request_id: int, said: str) -> None:
    request = await access.request_for(act, person, request_id, "invite")
    states.check(request, "invite")
    states.check_hands(request, person.id)
    panel = await panels.chosen(act, person, request, "invite_what")
    asked = PersonId(panel.chosen_id)
    note_id = await core.note(act, person, request, "task", said)
    task_id = await tasks.add_task(act.tx, request.id, "help", asked, person.id, act.now, note_id)
    records.add_history(act.tx, request.community_id, person.id, "invite", "request", request.id, act.now, task=task_id)
    await panels.turn(act, person, request, "main")
    await pushes.push(act, asked, "tasks.ask", task_id=task_id, request_id=request.id)


async def finish(act: Act, task_id: int, *, done: bool) -> None:
    """已完成 or 不便."""
    person = await access.person_of(act)
    task = await tasks.get_task(act.tx, TaskId(task_id))
    if task is None or task.person_id != person.id or task.kind != "help":
        raise NotFound("tasks.unknown")
    request = await core.get(act, task.request_id)
    if request.state not in HELD:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")
    if not await tasks.mark_task(act.tx, task.id, "done" if done else "refused", act.now):
        raise Conflict("tasks.ended")
    records.add_history(act.tx, request.community_id, person.id, "task_done" if done else "task_refused", "request",
                        request.id, act.now, task=task.id)
    act.answer("tasks.done_short" if done else "tasks.refused_short")
    await act.redraw("holder", request.id)
    await pushes.push(act, task.asked_by_id, "tasks.done" if done else "tasks.refused", request_id=request.id,
                      task_id=task.id)
