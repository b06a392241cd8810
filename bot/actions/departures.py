"""Somebody has left a post for good: what they held is open again in the same cells at once."""

from bot.act import Act
from bot.actions import access, duty, offers
from bot.actions import requests as core
from bot.actions.people import chat_of
from bot.works import on_timer
from domain.handling import vacate
from domain.ids import CellId, ChatId, PersonId
from storage import duty as table
from storage import people, requests
from storage.people import Person

_AT_ONCE = 20


async def ask_departed(act: Act, person_id: int) -> None:
    person, other = await duty.led(act, person_id)
    act.answer("people.go_on")
    act.say(chat_of(act), "duty.ask_departed", reader_id=person.id, person_id=other.id)


async def depart(act: Act, person_id: int) -> None:
    """已离岗: the posts that this leader is over end, and what was held there goes back to its cells at once."""
    person, other = await duty.led(act, person_id)
    for post in await people.list_posts(act.tx, other.id):
        if await duty.leads_at(act.tx, person.id, post.cell_id):
            await table.end_posts(act.tx, other.id, post.cell_id, act.now)
    duty.note(act, person, other, "depart")
    act.answer("duty.departed_short")
    act.say(chat_of(act), "duty.departed", reader_id=person.id, who_id=other.id)
    if other.telegram_id is not None:
        act.say(ChatId(other.telegram_id), "duty.you_departed", reader_id=other.id)
    await give_everything_back(act, other)


async def give_everything_back(act: Act, person: Person) -> None:
    """As its own acts, a few requests at a time: somebody may hold hundreds."""
    act.set_timer("vacate", person.id, act.now)


@on_timer("vacate")
async def give_back(act: Act, person_id: int) -> None:
    """Open again in the same cell, the cards with it; whoever answers for the cell now is told how many."""
    person = await people.get_person(act.tx, PersonId(person_id))
    counts: dict[CellId, int] = {}
    left = await requests.list_left_by(act.tx, person.id, 1000)
    for request in left:
        if person.telegram_id is not None and await access.handles(act.tx, person.id, request.cell_id):
            continue
        if sum(counts.values()) == _AT_ONCE:
            act.set_timer("vacate", person.id, act.now)
            break
        freed = await core.save(act, vacate(request, act.now), person, "vacated")
        freed = await offers.place(act, freed, but=frozenset({person.id}))
        counts[freed.cell_id] = counts.get(freed.cell_id, 0) + 1
    for cell_id, count in counts.items():
        await duty.tell_leader(act, cell_id, {person.id}, "duty.vacated", who_id=person.id, in_cell=cell_id,
                               count=count)
