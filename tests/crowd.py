"""Residents and staff who keep trying, as people do: what they did not see answered, they press again."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import LiteralString

from bot.actions.importing import Import, import_workbook
from bot.clock import RealClock
from bot.workbook import BuildingRow, CellRow, HouseholdRow, PersonRow, Workbook
from domain.ids import BotId, PersonId
from sandbox.world import Shown, World
from storage import people
from storage.database import Transaction, open_database
from storage.migrate import migrate
from storage.vault import Vault
from tests.bots import TOKEN
from tests.town import SECRET, SETTINGS

REPEAT = "（重发，若已收到请忽略）"
FILED = "已收到，编号"
POINTER = "这一条不再更新"
_PATIENCE = 3_000
_FINGERS = 10
_QUEUE = 40


@dataclass
class Crowd:
    """`residents` each say one thing and want a number for it; two members of staff claim what appears."""

    world: World
    url: str
    residents: list[int] = field(default_factory=list)
    staff: list[int] = field(default_factory=list)
    chat: int = 0
    said: dict[int, str] = field(default_factory=dict)
    _pressed: dict[tuple[int, int, str], int] = field(default_factory=dict)
    _told: set[int] = field(default_factory=set)

    async def gather(self, size: int) -> None:
        """Everybody exists, has agreed and has settled, before the bot starts."""
        self.staff = [self.world.person(name, started=True) for name in ("王", "李")]
        self.residents = [self.world.person(f"居民{n}", started=True) for n in range(size)]
        self.chat = self.world.group("一网格", members=self.staff, bot_admin=True)
        database = await open_database(self.url, Vault(SECRET))
        await migrate(database)
        book = _workbook(self.staff, self.residents, self.chat)
        work = Import(_BOT, RealClock().now(), SETTINGS)

        async def job(run: object) -> object:
            async with database.write() as tx:
                return await run(tx)  # type: ignore[operator]

        assert await import_workbook(job, book, work, lambda _: None) == []
        await job(self._agree)
        await database.close()

    async def _agree(self, tx: Transaction) -> None:
        rows = await tx.all("SELECT id, phone_lookup FROM people")
        ids = {row["phone_lookup"]: row["id"] for row in rows}
        for telegram_id in [*self.staff, *self.residents]:
            person_id = PersonId(ids[tx.vault.lookup(_phone(telegram_id))])
            await people.link_telegram(tx, person_id, telegram_id, "zh", SETTINGS.consent, 0)

    def speak(self, count: int = 1) -> bool:
        """The next few say what is wrong; false once everybody has."""
        silent = [one for one in self.residents if one not in self.said][:count]
        for one in silent:
            self.said[one] = f"楼道灯坏了，第{one}号"
            self.world.say(one, one, self.said[one])
        return bool(silent)

    def press(self) -> int:
        """Whoever sees a button presses it; how many did. While earlier presses are still on their way, people wait."""
        pressed = 0
        for one in self._waiting():
            last = self._newest(one)
            if pressed <= _FINGERS and last is not None and self._press(one, one, last, "确认提交"):
                pressed += 1
        for card, label in self._claims():
            if pressed > _FINGERS or self.world.pending(TOKEN) > _QUEUE:
                break
            pressed += sum(self._press(one, self.chat, card, label) for one in self.staff)
        return pressed

    def _claims(self) -> list[tuple[Shown, str]]:
        """What can be taken in the group: 认领 on a card, and one button a line where many have come at once."""
        return [(shown, button.text) for shown in self.world.messages(self.chat) for row in shown.buttons
                for button in row if button.text.startswith("认领")]

    def _newest(self, one: int) -> Shown | None:
        from_bot = [shown for shown in self.world.messages(one) if shown.sender == "bot"]
        return from_bot[-1] if from_bot else None

    def _press(self, who: int, chat: int, shown: Shown, label: str) -> bool:
        now = self.world.now()
        if not _has(shown, label) or now - self._pressed.get((who, shown.message_id, label), 0) < _PATIENCE:
            return False
        self._pressed[who, shown.message_id, label] = now
        self.world.press(who, chat, shown.message_id, label)
        return True

    def answered(self) -> int:
        """How many have been told their number."""
        return len(self.said) - len(self._waiting())

    def _waiting(self) -> list[int]:
        """Who has not been told a number yet; once told, nobody is looked at again."""
        self._told.update(
            one for one in self.said if one not in self._told and any(FILED in text for text in self.texts(one))
        )
        return [one for one in self.said if one not in self._told]

    def texts(self, one: int) -> list[str]:
        return [shown.text for shown in self.world.messages(one) if shown.sender == "bot"]

    def open_cards(self) -> int:
        return len(self._claims())

    def taken(self) -> int:
        """How many cards say that somebody has it in hand: a card may come later than the resident's number."""
        return len({shown.text.split()[0] for shown in self.world.messages(self.chat)
                    if "状态：" in shown.text and "办理中" in shown.text})

    def unmarked_repeats(self) -> int:
        """Numbers told twice without a word that this may be a repeat."""
        plain = [sum(FILED in text and REPEAT not in text for text in self.texts(one)) for one in self.said]
        return sum(count - 1 for count in plain if count > 1)

    def copies(self) -> int:
        """Summaries and cards that stand there a second time, or did until somebody pressed one and was led on."""
        seen = [text for one in (*self.said, *self.staff, self.chat) for text in self.texts(one)]
        cards = Counter(text.split()[0] for text in self.texts(self.chat) if "状态：" in text)
        left = [shown for one in self.said for shown in self.world.messages(one) if _has(shown, "确认提交")]
        return sum(POINTER in text for text in seen) + sum(cards.values()) - len(cards) + len(left)

    async def until_all_is_done(self, seconds: float = 180) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        while self.answered() < len(self.said) or self.open_cards() or self.taken() < len(self.said):
            waiting = [self.texts(one)[-1:] for one in self._waiting()[:3]]
            assert asyncio.get_running_loop().time() < deadline, f"{waiting} {self.open_cards()} cards are open"
            self.press()
            await asyncio.sleep(0.1)


@dataclass
class Books:
    """What the database holds in the end."""

    requests: int
    claims: int
    reports: Counter[str]
    unfinished: int
    waiting: int
    sound: bool


def _has(shown: Shown, label: str) -> bool:
    return any(button.text == label for row in shown.buttons for button in row)


async def books(url: str) -> Books:
    database = await open_database(url, Vault(SECRET))
    try:
        async with database.read() as tx:
            sound = True
            if database.engine == "sqlite":
                row = await tx.one("PRAGMA integrity_check")
                sound = row is not None and row["integrity_check"] == "ok"
            notes = await tx.all("SELECT n.body, k.wrapped FROM notes n JOIN keys k ON k.id = n.key_id")
            return Books(
                await _count(tx, "SELECT COUNT(*) AS n FROM requests"),
                await _count(tx, "SELECT COUNT(*) AS n FROM custody WHERE why = 'claim'"),
                Counter(tx.vault.open(row["wrapped"], "notes.body", row["body"]).decode() for row in notes),
                await _count(tx, "SELECT COUNT(*) AS n FROM inbox WHERE state <> 'done'")
                + await _count(tx, "SELECT COUNT(*) AS n FROM messages WHERE state IN ('ready', 'sending', 'parked')"),
                await _count(tx, "SELECT COUNT(*) AS n FROM inbox WHERE state = 'waiting'"),
                sound,
            )
    finally:
        await database.close()


async def _count(tx: Transaction, sql: LiteralString) -> int:
    row = await tx.one(sql)
    assert row is not None
    return int(row["n"])


def check(crowd: Crowd, found: Books) -> None:
    """Nothing lost, nothing doubled, nobody told twice without a mark."""
    assert found.sound
    assert found.reports == Counter(crowd.said.values())
    assert found.requests == len(crowd.said)
    assert found.claims == len(crowd.said)
    assert found.unfinished == 0
    assert crowd.unmarked_repeats() == 0


def _workbook(staff: list[int], residents: list[int], chat: int) -> Workbook:
    posts = [("王组长", "grid_leader"), ("李网格", "grid_member")]
    return Workbook(
        cells=[
            CellRow("网格", 2, "XF", "幸福社区", "社区", "", None),
            CellRow("网格", 3, "G1", "第一网格", "网格", "XF", chat),
        ],
        buildings=[BuildingRow("楼栋", 2, "G1", "幸福苑", "3", "2")],
        people=[
            PersonRow("人员", n, name, _phone(one), "网格员", (post,), "G1", (), None)
            for n, (one, (name, post)) in enumerate(zip(staff, posts, strict=True), 2)
        ],
        households=[
            HouseholdRow("住户", n, "G1", "幸福苑", "3", "2", str(100 + n), f"居民{n}", _phone(one), ())
            for n, one in enumerate(residents, 2)
        ],
        contacts=[], units=[], programmes=[], problems=[],
    )


def _phone(telegram_id: int) -> str:
    return f"199{telegram_id % 100_000_000:08d}"


_BOT = BotId(int(TOKEN.partition(":")[0]))
