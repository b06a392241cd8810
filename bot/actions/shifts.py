"""值班: who is on duty where, on days on which the office does not work."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.act import Act
from bot.actions.working import calendar_of
from bot.drawing import Reader
from bot.views.duty import OnShift
from domain import recurrence
from domain.calendar import local_date
from domain.ids import CellId, PersonId
from domain.requests import Request
from storage import duty, grid, people, shifts

_SHOWN = timedelta(days=9)


async def on_shift(act: Act, request: Request) -> list[PersonId]:
    """Whom something urgent goes to today: the nearest cell's people on duty who are there; nobody on working days."""
    calendar = await calendar_of(act.tx, act.settings, request.community_id)
    today = local_date(act.now, calendar.zone)
    if request.urgency != "urgent" or request.sensitive or calendar.works_on(today):
        return []
    for cell in await grid.list_chain(act.tx, request.cell_id):
        found = await shifts.list_on_shift(act.tx, cell.id, today.isoformat())
        away = await duty.list_away(act.tx, found, act.now)
        if there := [one for one in found if one not in away]:
            return there
    return []


async def coming(reader: Reader, cell_id: CellId) -> list[OnShift]:
    """The days of duty until after the next weekend, from when on, and who has them."""
    zone = (await grid.get_community(reader.tx, await grid.get_community_of(reader.tx, cell_id))).timezone
    today = local_date(reader.now, zone)
    found = await shifts.list_coming(reader.tx, cell_id, today.isoformat(), (today + _SHOWN).isoformat())
    return [OnShift(_begins(reader, one.date, zone), (await people.get_person(reader.tx, one.person_id)).name or "—")
            for one in found]


async def own(reader: Reader, person_id: PersonId) -> list[OnShift]:
    """The same days for one person."""
    person = await people.get_person(reader.tx, person_id)
    zone = (await grid.get_community(reader.tx, person.community_id)).timezone
    today = local_date(reader.now, zone)
    days = await shifts.list_days_of(reader.tx, person_id, today.isoformat(), (today + _SHOWN).isoformat())
    return [OnShift(_begins(reader, one, zone), person.name or "—") for one in days]


def _begins(reader: Reader, day: str, zone: str) -> int:
    hour = time.fromisoformat(reader.settings.staff_hours.start)
    return recurrence.at(date.fromisoformat(day), hour, ZoneInfo(zone))
