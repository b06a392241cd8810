"""今日待办: one private message to each member of staff on each working morning; nothing where there is nothing."""

from dataclasses import dataclass

from bot.act import ANSWER, Act
from bot.actions import confirmations, posts, pushes, sensitive
from bot.works import on_timer
from domain.calendar import day_begins, local_date, next_time, out_of_quiet
from domain.ids import ChatId, CommunityId, PersonId
from domain.people import VOLUNTEERS
from domain.requests import Request
from storage import duty, grid, people, rating_asks, requests, today
from storage.database import Transaction
from storage.people import Person

_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Todo:
    """What somebody's day begins with; `free` is what nobody has in their cells.

    `unconfirmed` are households of the lists of earlier days; by themselves these make a message once a week.
    """

    offered: list[Request]
    held: list[Request]
    free: list[Request]
    unconfirmed: int
    activities: list[tuple[str, int]]
    calls: int = 0
    week_begins: bool = False

    @property
    def empty(self) -> bool:
        return not (self.offered or self.held or self.free or self.calls or (self.unconfirmed and self.week_begins))


async def plan_all(act: Act) -> None:
    """At the start: every community has its morning, also the one that has passed meanwhile."""
    for community in await grid.list_communities(act.tx):
        act.keep_timer("today", community.id, await _next(act, community.id))


@on_timer("today")
async def begin_day(act: Act, community_id: int) -> None:
    """Each member of staff in an act of their own, on working days; late while there is something left of the day."""
    community = await grid.get_community(act.tx, CommunityId(community_id))
    calendar = act.settings.working_hours.calendar(community.timezone)
    hours = act.settings.staff_hours
    by_day = out_of_quiet(act.now, hours.end, hours.today, community.timezone) == act.now
    if by_day and calendar.works_on(local_date(act.now, community.timezone)):
        for person_id in await today.list_staff(act.tx, community.id):
            act.set_timer("today_of", person_id, act.now)
    act.set_timer("today", community_id, await _next(act, community.id))


@on_timer("today_of")
async def tell(act: Act, person_id: int) -> None:
    """The list, with whatever was held back since yesterday; volunteers only hear of what they hold."""
    person = await people.get_person(act.tx, PersonId(person_id))
    away = await duty.list_away(act.tx, [person.id], act.now)
    if person.telegram_id is None or away or not await _first_today(act, person):
        return
    todo = await todo_of(act.tx, person, act.now)
    if todo.empty:
        await pushes.say_all_held(act, person, staff=True)
        return
    items = await pushes.take_held(act, person, staff=True)
    act.say(ChatId(person.telegram_id), "today.list", urgency=ANSWER, reader_id=person.id, items=items)


async def todo_of(tx: Transaction, person: Person, now: int) -> Todo:
    """As it stands now."""
    held_posts = await people.list_posts(tx, person.id)
    held = await today.list_held_by_need(tx, person.id)
    offered = await requests.list_offered_to(tx, person.id)
    if all(post.role in VOLUNTEERS for post in held_posts):
        return Todo(offered, held, [], 0, [])
    free: dict[int, Request] = {}
    for post in held_posts:
        if person.id in await posts.answering(tx, post.cell_id, now):
            free |= {one.id: one for one in await requests.list_unclaimed(tx, post.cell_id)
                     if one.offered_to_id is None and await sensitive.allowed(tx, one, [person.id], now)}
    zone = (await grid.get_community(tx, person.community_id)).timezone
    begins = day_begins(now, zone)
    activities = await today.list_activities(tx, person.community_id, begins, begins + _DAY)
    calls = len(await rating_asks.list_calls(tx, person.id))
    monday = local_date(now, zone).isoweekday() == 1
    unconfirmed = await _unconfirmed(tx, person, now, begins)
    return Todo(offered, held, list(free.values()), unconfirmed, activities, calls, monday)


async def _unconfirmed(tx: Transaction, person: Person, now: int, begins: int) -> int:
    """Households that have waited since an earlier day for a yes from exactly this person."""
    theirs = await confirmations.waiting_for(tx, person.id, now, now)
    return sum([await confirmations.was_listed(tx, person.id, one, begins) for one in theirs])


async def _first_today(act: Act, person: Person) -> bool:
    zone = (await grid.get_community(act.tx, person.community_id)).timezone
    return await today.take_day(act.tx, person.id, local_date(act.now, zone).isoformat())


async def _next(act: Act, community_id: CommunityId) -> int:
    zone = (await grid.get_community(act.tx, community_id)).timezone
    return next_time(act.now, act.settings.staff_hours.today, zone)
