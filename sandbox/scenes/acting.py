"""What several scenes do alike."""

from sandbox.cast import Cast
from sandbox.client import Client, Phone, in_time
from sandbox.telling import Tell, Telling, next_id

SECOND, MINUTE = 1000, 60_000
GATHERING = 9 * SECOND
# Which estate, or where there is only one, which building: both questions say this.
ASKED_HOME = "也可以直接打字，比如：3号楼"


class Acting(Telling):
    def __init__(self, client: Client, cast: Cast, tell: Tell, patience: float) -> None:
        super().__init__(tell, cast.titles, patience)
        self.client = client
        self.cast = cast
        self.holder = cast.member

    async def later(self, milliseconds: int) -> None:
        """What was said is heard first, then time goes by."""
        await self.client.taken()
        await self.client.step(by=milliseconds)

    async def agrees(self, who: Phone, label: str = "同意并开始") -> None:
        await self.says(who, "/start")
        await self.presses(who, label)

    async def joins_by_phone(self, who: Phone, number: str) -> None:
        await self.agrees(who)
        await self.reads(who, ASKED_HOME)
        await self.shares_phone(who, number)
        await self.reads(who, "认出您了")

    async def claims(self, who: Phone, chat: int, label: str = "认领") -> None:
        """It is asked who has it on the newest card, and what they need comes in private."""
        since = await next_id(who)
        await self.presses(who, label, chat)
        await self.reads(who, "由您办理", since)

    async def resolves(self, who: Phone, words: str) -> None:
        since = await next_id(who)
        await self.presses(who, "办结")
        await self.reads(who, "请写下", since)
        await self.says(who, words)
        await self.reads(who, "已办结", since)

    async def is_asked(self, who: Phone) -> None:
        """The system asks, once nobody can take it back any more."""
        since = await next_id(who)
        await self.later(MINUTE + SECOND)
        await self.reads(who, "真的解决了吗", since)

    async def is_pinned(self, chat: int) -> bool:
        async def look() -> bool | None:
            return any(one.pinned for one in await self.client.messages(chat)) or None

        return bool(await in_time(look, self.patience))
