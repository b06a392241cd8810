"""The working calendar of a community, made of what the settings say."""

from functools import lru_cache

from bot.settings import Settings
from bot.settings.hours import WorkingHours
from domain.ids import CommunityId
from domain.working import WorkingCalendar
from storage import grid
from storage.database import Transaction


async def calendar_of(tx: Transaction, settings: Settings, community_id: CommunityId) -> WorkingCalendar:
    community = await grid.get_community(tx, community_id)
    return _calendar(settings.working_hours, community.timezone)


@lru_cache(maxsize=1024)
def _calendar(hours: WorkingHours, timezone: str) -> WorkingCalendar:
    return hours.calendar(timezone)
