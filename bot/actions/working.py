"""The working calendar of a community, made of what the settings say."""

from bot.settings import Settings
from domain.ids import CommunityId
from domain.working import WorkingCalendar
from storage import grid
from storage.database import Transaction


async def calendar_of(tx: Transaction, settings: Settings, community_id: CommunityId) -> WorkingCalendar:
    community = await grid.get_community(tx, community_id)
    return settings.working_hours.calendar(community.timezone)
