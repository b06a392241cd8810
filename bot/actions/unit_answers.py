"""What a handling unit says to a request in its hands: 已接, 需要更多信息, 已办完, 不归我们, or words."""

from bot.act import ANSWER, Act
from bot.actions import access, media, pushes, words
from bot.actions import requests as core
from domain import handling as rules
from domain.errors import Conflict, NotAllowed, NotFound
from domain.ids import ChatId, HandlingUnitId, HandoverId, PersonId, RequestId, ViewId
from domain.requests import Request, State
from storage import history as records
from storage import links, people, units, views
from storage.people import Person
from storage.units import Handover

_BACK = {"done": "unit_done", "refused": "unit_refused"}


async def answer(act: Act, request_id: int, generation: int, said: str) -> None:
    """`taken`, `done` or `refused`; the last two bring it back to the owner, and words may follow."""
    person, handover, request = await unit_for(act, request_id)
    core.fresh(request, generation)
    if not await units.mark_handover(act.tx, handover.id, said, act.now if said in _BACK else None):
        raise Conflict("unit.said_already")
    records.add_history(act.tx, request.community_id, person.id, f"unit_{said}", "request", request.id, act.now)
    if said in _BACK:
        request = await core.save(act, rules.come_back(request, act.now), person, _BACK[said])
        act.end_timer("news", request.id)
        private = await words.ask(act, person, "unit_said", handover.id)
        act.say(private, f"unit.ask_{said}", reader_id=person.id, number=request.number)
    act.answer(f"unit.{said}_short")
    await act.redraw("handover", request.id)
    await act.redraw("holder", request.id)
    await _tell_owner(act, request, f"unit.{said}", handover)


async def open_page(act: Act, request_id: int) -> None:
    """One line of the list: its card, with the buttons, below everything else."""
    person, _, request = await unit_for(act, request_id)
    act.answer("people.go_on")
    await act.show(ChatId(act.origin.sender_id or 0), "handover", request.id, urgency=ANSWER, reader_id=person.id,
                   anew=True)


async def ask_more(act: Act, request_id: int) -> None:
    """需要更多信息, or simply something to say: in words, which go to the owner."""
    person, handover, request = await unit_for(act, request_id)
    private = await words.ask(act, person, "unit_said", handover.id)
    act.answer("request.write_here" if act.origin.private else "unit.more_short")
    act.say(private, "unit.ask_more", reader_id=person.id, number=request.number)


@words.on_words("unit_said")
async def words_of_unit(act: Act, person: Person, handover_id: int, said: str) -> None:
    """Asked of somebody who was let in when they pressed; their unit is the one of the handover, whoever has it now."""
    handover = await units.get_handover(act.tx, HandoverId(handover_id))
    request = await core.get(act, handover.request_id)
    note_id = await core.note(act, person, request, "unit", said)
    act.reply("unit.passed_on", number=request.number)
    await act.redraw("holder", request.id)
    await _tell_owner(act, request, "unit.said", handover, note_id=note_id)


async def hear_in_chat(act: Act, said: str) -> bool:
    """Words under a card in a unit's shared chat. False where they are under anything else."""
    if act.origin.reply_to is None or act.origin.chat_id is None or not said.strip():
        return False
    link = await links.get_link(act.tx, act.bot.bot_id, act.origin.chat_id, act.origin.reply_to)
    shown = await views.get_view(act.tx, ViewId(link.subject_id)) if link and link.kind == "view" else None
    if shown is None or shown.kind != "handover":
        return False
    person, handover, _ = await unit_for(act, shown.subject_id)
    await words_of_unit(act, person, handover.id, said)
    return True


async def ask_reply(act: Act, request_id: int) -> None:
    """The owner's answer to the unit."""
    person, request = await core.for_staff(act, request_id, "hand_over")
    if request.holder_id != person.id or request.state is not State.EXTERNAL or request.handling_unit_id is None:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")
    private = await words.ask(act, person, "unit_reply", request.id)
    act.answer("request.write_here" if act.origin.private else "unit.reply_short")
    act.say(private, "unit.ask_reply", reader_id=person.id, number=request.number)


@words.on_words("unit_reply")
async def reply(act: Act, person: Person, request_id: int, said: str) -> None:
    request = await access.request_for(act, person, request_id, "hand_over")
    if request.handling_unit_id is None:
        raise Conflict("request.not_now", state_key=f"state.{request.state}")
    note_id = await core.note(act, person, request, "to_unit", said)
    act.reply("unit.reply_sent", number=request.number)
    await act.redraw("holder", request.id)
    await act.redraw("handover", request.id)
    chat_id = await units.find_unit_chat(act.tx, act.bot.bot_id, request.handling_unit_id)
    if chat_id is not None:
        await act.show(chat_id, "handover", request.id, anew=True)
    for one in await units.list_unit_people(act.tx, request.handling_unit_id):
        await pushes.push(act, one, "unit.told", request_id=request.id, note_id=note_id)


async def hear(act: Act, person: Person, said: str) -> bool:
    """Plain words of somebody who is here for a unit alone: for what the unit has in hand."""
    of = await units.list_units_of(act.tx, person.id)
    if not of or await people.get_home(act.tx, person.id) or await people.list_posts(act.tx, person.id):
        return False
    given = [one for unit_id in of for one in await units.list_handovers_for(act.tx, unit_id)]
    if not given:
        return False
    if len(given) == 1:
        await words_of_unit(act, person, given[0].id, said)
    else:
        act.say(ChatId(act.origin.sender_id or 0), "unit.which", reader_id=person.id)
    return True


async def show_contact(act: Act, request_id: int) -> None:
    """Door, phone and pictures, for whoever has to go there; read in private, and noted.

    What they write next is for the owner: many a shared chat is of people whose numbers nobody knows.
    """
    person, handover, request = await unit_for(act, request_id)
    records.add_history(act.tx, request.community_id, person.id, "see_contact", "request", request.id, act.now,
                        unit=handover.unit_id)
    await words.ask(act, person, "unit_said", handover.id)
    act.answer("unit.contact_here" if act.origin.private else "unit.contact_short")
    await pushes.push(act, person.id, "unit.contact", request_id=request.id)
    await media.show_to(act, ChatId(act.origin.sender_id or 0), request)


async def unit_for(act: Act, request_id: int) -> tuple[Person, Handover, Request]:
    """Raises NotAllowed for whoever does not answer for the unit, Conflict where it is no longer with them."""
    person = await access.person_of(act)
    handover = await units.find_handover(act.tx, RequestId(request_id))
    if handover is None:
        raise NotFound("request.unknown")
    if not await _answers_for(act, person, handover.unit_id):
        raise NotAllowed("unit.not_yours")
    request = await core.get(act, handover.request_id)
    if not in_hand(request, handover):
        raise Conflict("unit.over", state_key=f"state.{request.state}")
    return person, handover, request


def in_hand(request: Request, handover: Handover) -> bool:
    """The unit still has it."""
    return (request.state is State.EXTERNAL and request.handling_unit_id == handover.unit_id
            and handover.state in {"given", "taken"})


async def _answers_for(act: Act, person: Person, unit_id: HandlingUnitId) -> bool:
    """One of its people, or somebody who presses in its shared chat."""
    if unit_id in await units.list_units_of(act.tx, person.id):
        return True
    return not act.origin.private and act.origin.chat_id == await units.find_unit_chat(
        act.tx, act.bot.bot_id, unit_id
    )


async def _tell_owner(act: Act, request: Request, key: str, handover: Handover, **facts: int) -> None:
    owner: PersonId = request.holder_id or handover.given_by_id
    await pushes.push(act, owner, key, request_id=request.id, unit_id=handover.unit_id, **facts)
