"""Leave: how long, in local days, and which posts may be given out by whom."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from domain.ids import CellId
from domain.people import LEADERS, Post
from domain.recurrence import at as instant

DAYS = (1, 3, 7, 0)
ROLES = ("grid_member", "anchor", "grid_leader", "office")
_UNPAID_AND_PAID = ROLES[:2]


def until(choice: int, today: date, zone: str) -> int | None:
    """The midnight at which a leave ends: today, three days, a week; None until its holder says so."""
    days = DAYS[choice]
    return instant(today + timedelta(days=days), time(0), ZoneInfo(zone)) if days else None


def roles_to_give(posts: list[Post], chain: list[CellId]) -> tuple[str, ...]:
    """What a leader may give out in the first cell of `chain`: only the office gives posts as high as its own."""
    mine = [post for post in posts if post.role in LEADERS and post.cell_id in chain]
    if any(post.role == "office" for post in mine):
        return ROLES
    if any(post.cell_id != chain[0] for post in mine):
        return ROLES[:3]
    return _UNPAID_AND_PAID if mine else ()
