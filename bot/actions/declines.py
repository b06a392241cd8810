"""不予受理: a reason and words from one, the yes of another."""

from bot.act import Act
from bot.actions import access, panels, posts, pushes, undo, words
from bot.actions import requests as core
from domain import handling as rules
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.ids import PersonId
from domain.requests import Request, State
from storage import history as records
from storage import people, proposals
from storage.people import Person
from storage.proposals import Proposal

_ASKED_AT_MOST = 3


async def pick_reason(act: Act, request_id: int, number: int) -> None:
    person, request = await core.for_staff(act, request_id, "decline")
    await panels.check(act, person, request, "decline")
    await panels.chosen(act, person, request, "decline")
    if number >= len(rules.DECLINE_REASONS):
        raise Invalid("press.old")
    if not await _seconds(act, request, person.id):
        raise Conflict("decline.nobody")
    await words.ask(act, person, "decline", request.id)
    act.answer("decline.why_short")
    await panels.turn(act, person, request, "decline", number + 1)


@words.on_words("decline")
async def propose(act: Act, person: Person, request_id: int, said: str) -> None:
    """What the resident will read, should a second person agree."""
    request = await access.request_for(act, person, request_id, "decline")
    await panels.check(act, person, request, "decline")
    panel = await panels.chosen(act, person, request, "decline")
    if not 0 < panel.chosen_id <= len(rules.DECLINE_REASONS):
        raise Conflict("request.not_now", state_key=f"state.{request.state}")
    seconds = await _seconds(act, request, person.id)
    if not seconds:
        raise Conflict("decline.nobody")
    note_id = await core.note(act, person, request, "decline", said)
    reason = rules.DECLINE_REASONS[panel.chosen_id - 1]
    proposal_id = await proposals.add_proposal(
        act.tx, request.id, person.id, reason, note_id, request.version, act.now
    )
    records.add_history(act.tx, request.community_id, person.id, "propose_decline", "request", request.id, act.now,
                        proposal=proposal_id)
    await _show_proposed(act, person, request)
    for second in seconds:
        await pushes.push(act, second, "decline.ask", proposal_id=proposal_id, request_id=request.id)


async def _show_proposed(act: Act, person: Person, request: Request) -> None:
    """On the request's own page, where its proposer reads one."""
    await panels.open_main(act, person, request)
    if request.state is State.OPEN or person.id in {request.holder_id, request.worker_id}:
        await panels.show(act, person, request)
    else:
        act.reply("decline.proposed", number=request.number)


async def decide(act: Act, proposal_id: int, *, agreed: bool) -> None:
    person, proposal, request = await _proposal(act, proposal_id)
    rules.check_second(proposal.proposer_id, person.id)
    state = "confirmed" if agreed else "refused"
    if proposal.version != request.version or not await proposals.decide_proposal(
        act.tx, proposal.id, state, person.id, act.now
    ):
        raise Conflict("decline.overtaken")
    act.answer(f"decline.{state}_short")
    await pushes.push(act, proposal.proposer_id, f"decline.{state}", request_id=request.id)
    if not agreed:
        records.add_history(act.tx, request.community_id, person.id, "refuse_decline", "request", request.id, act.now)
        await act.redraw("holder", request.id)
        return
    declined = await core.save(act, rules.decline(request, act.now), person, "decline")
    await undo.keep(act, request, declined, person, "decline")
    await panels.show(act, person, declined)
    await pushes.tell_filer(act, declined, "request.declined", reason_key=f"reason.{proposal.reason}",
                            note_id=proposal.note_id)


async def _proposal(act: Act, proposal_id: int) -> tuple[Person, Proposal, Request]:
    person = await access.person_of(act)
    proposal = await proposals.get_proposal(act.tx, proposal_id)
    if proposal is None:
        raise NotFound("request.unknown")
    request = await access.request_for(act, person, proposal.request_id, "decline")
    if not await access.leads(act.tx, person.id, request.cell_id):
        raise NotAllowed("decline.not_yours")
    return person, proposal, request


async def _seconds(act: Act, request: Request, proposer: PersonId) -> list[PersonId]:
    """The nearest leaders of the line who can be reached: one yes is enough, so nobody further up is asked as well."""
    found: list[PersonId] = []
    for rung in await posts.ladder(act.tx, request.cell_id, act.now):
        for one in rung.people:
            reachable = one != proposer and (await people.get_person(act.tx, one)).telegram_id is not None
            if reachable and one not in found and await access.leads(act.tx, one, request.cell_id):
                found.append(one)
        if found:
            break
    return found[:_ASKED_AT_MOST]
