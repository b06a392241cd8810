"""The clocks of a request's promises: begun when it is filed, and following it wherever it moves."""

from bot.act import Act
from bot.actions.working import calendar_of
from bot.settings import Settings
from domain import promises as rules
from domain.ids import CellId, PersonId
from domain.people import VOLUNTEERS
from domain.promises import Promise
from domain.requests import Request
from storage import grid, people
from storage import promises as table
from storage.database import Transaction


async def begin(act: Act, request: Request) -> None:
    """At filing and when a new round begins: what is promised now stands, whatever the settings say later."""
    if request.kind in rules.WITHOUT_CLOCK:
        return
    rule = rules.choose(act.settings.promises.rules, request.category, request.urgency)
    if rule is None:
        return
    calendar = await calendar_of(act.tx, act.settings, request.community_id)
    outside = request.outside_due_at if request.round == 1 else None
    texts = act.settings.promises.outside_texts if outside else rule.texts
    for term in rules.terms(rule, calendar, act.now, outside):
        promise_id = await table.add_promise(
            act.tx, request, term, rule=rule.name, texts=texts, calendar=calendar.version, now=act.now
        )
        if promise_id is not None:
            act.set_timer("promise", promise_id, term.promised_at)


async def follow(act: Act, request: Request) -> None:
    """The request has moved: what that keeps is kept, what it pauses waits, what it resumes runs on."""
    promises = await table.list_promises(act.tx, request.id)
    if not promises:
        return
    calendar = await calendar_of(act.tx, act.settings, request.community_id)
    volunteer = request.holder_id is not None and await by_volunteer(act.tx, request.cell_id, request.holder_id)
    for promise in promises:
        after = rules.follow(promise, request, act.now, calendar, volunteer=volunteer)
        if after is not promise:
            await _save(act, promise, after, "volunteer" if volunteer else str(request.state))


async def answer(act: Act, request: Request) -> None:
    """News from the holder is a first answer: the resident knows that somebody is there."""
    for promise in await table.list_promises(act.tx, request.id):
        after = rules.keep(promise, act.now) if promise.clock == "contact" else promise
        if after is not promise:
            await _save(act, promise, after, "answer")


async def may_hurry(tx: Transaction, settings: Settings, request: Request, now: int) -> bool:
    """催一催 is offered after half of the time, at most once a working day."""
    promises = [one for one in await table.list_promises(tx, request.id) if one.round == request.round]
    return rules.may_hurry(promises, now, await calendar_of(tx, settings, request.community_id))


async def _save(act: Act, before: Promise, after: Promise, why: str) -> None:
    await table.save_promise(act.tx, after)
    if before.state == "paused":
        await table.close_pause(act.tx, after.id, act.now)
    if after.state == "paused":
        await table.open_pause(act.tx, after.id, why, act.now)
    if after.state == "running" and after.step < rules.TOP:
        act.set_timer("promise", after.id, after.next_at)
    else:
        act.end_timer("promise", after.id)


async def by_volunteer(tx: Transaction, cell_id: CellId, person_id: PersonId) -> bool:
    """Nobody is clocked who is not paid: a holder whose only posts on this line are a volunteer's."""
    posts = await people.list_posts(tx, person_id)
    if not any(post.role in VOLUNTEERS for post in posts):
        return False
    line = {cell.id for cell in await grid.list_chain(tx, cell_id)} | set(await grid.list_below(tx, cell_id))
    held = [post.role for post in posts if post.cell_id in line]
    return bool(held) and all(role in VOLUNTEERS for role in held)
