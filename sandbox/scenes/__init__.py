"""The play: the whole life of a request, scene by scene, and a laundry day."""

from sandbox.cast import Cast
from sandbox.client import PATIENCE, Client
from sandbox.scenes import days, emergency, fulfilling, joining, rating, reporting, sources, units
from sandbox.scenes.acting import Acting
from sandbox.telling import Tell

SCENES = (
    joining.staff, joining.residents, joining.families, reporting.report, reporting.follow, fulfilling.claim,
    fulfilling.talk, fulfilling.board, rating.ask, rating.climb, rating.grade, units.report, units.hand_over,
    units.finish, sources.enquiry, sources.dictation, emergency.alarm, days.morning, days.laundry, days.goodbye,
)


async def play(client: Client, cast: Cast, tell: Tell, patience: float = PATIENCE) -> None:
    """With the bot running, told line by line. Raises sandbox.client.NotSeen where the bot does not do its part."""
    acting = Acting(client, cast, tell, patience)
    for scene in SCENES:
        await scene(acting)
