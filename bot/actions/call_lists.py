"""Who has no chat at all is called by whoever answers for their door."""

from bot.act import ANSWER, Act
from domain.ids import ChatId, OccurrenceId, PersonId
from storage import grid, people, places, programmes
from storage import history as records
from storage.database import Transaction
from storage.programmes import Occurrence, Programme

_LISTS_AT_MOST = 100


async def send_all(act: Act, programme: Programme, occurrence: Occurrence) -> None:
    """One private list for each helper."""
    helpers: set[PersonId] = set()
    for subject_id in await programmes.list_unreached(act.tx, occurrence.id):
        if (helper := await helper_of(act.tx, subject_id)) is not None:
            helpers.add(helper)
    for helper in sorted(helpers)[:_LISTS_AT_MOST]:
        await send(act, programme, helper, occurrence.id)


async def send(act: Act, programme: Programme, helper: PersonId, occurrence_id: OccurrenceId) -> None:
    """Names, doors and phones: for this one reader, and noted as read."""
    person = await people.get_person(act.tx, helper)
    if person.telegram_id is None:
        return
    records.add_history(act.tx, programme.community_id, helper, "see_contacts", "occurrence", occurrence_id, act.now)
    act.say(ChatId(person.telegram_id), "reminder.call_list", urgency=ANSWER, reader_id=person.id,
            occurrence_id=occurrence_id)


async def helper_of(tx: Transaction, subject_id: PersonId) -> PersonId | None:
    """The nearest post above somebody's door that has opened the bot."""
    home = await people.get_home(tx, subject_id)
    place = await places.get_place(tx, home) if home else None
    for cell in await grid.list_chain(tx, place.cell_id) if place else []:
        for post in await people.list_posts_at(tx, cell.id):
            if (await people.get_person(tx, post.person_id)).telegram_id is not None:
                return post.person_id
    return None
