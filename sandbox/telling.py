"""Plays people by their phones and tells, line by line, what they do and what they read."""

from collections.abc import Callable, Mapping

from sandbox.client import Phone, labels
from sandbox.things import Shown

MOST_BUTTONS = 8
NEW_LINE = "\n      "

MEDIA = {"photo": "（照片）", "voice": "（语音）"}

Tell = Callable[[str], None]


class Telling:
    """`titles` are the names of groups; `patience` is in real seconds."""

    def __init__(self, tell: Tell, titles: Mapping[int, str], patience: float) -> None:
        self.tell = tell
        self.titles = titles
        self.patience = patience

    def scene(self, title: str, gloss: str) -> None:
        for line in ("", f"■ {title}", f"  {gloss}"):
            self.tell(line)

    async def says(self, who: Phone, text: str) -> None:
        self.tell(f"  {who.name} ▸ {text}")
        await who.says(text)

    async def sends(self, who: Phone, kind: str, data: bytes, caption: str = "") -> None:
        self.tell(f"  {who.name} ▸ {MEDIA[kind]}{caption}")
        await who.sends(kind, data, caption)

    async def shares_phone(self, who: Phone, number: str) -> None:
        self.tell(f"  {who.name} ▸ （发送自己的号码）")
        await who.shares_phone(number)

    async def presses(self, who: Phone, label: str, chat: int | None = None) -> None:
        await who.presses(label, chat, self.patience)
        self.tell(f"  {who.name} ▸ [{label}]")

    async def reads(self, who: Phone, words: str = "", since: int = 0) -> Shown:
        """In the chat with the bot."""
        found = await who.waits_for(words, None, self.patience, since)
        self.quote(who.name, found)
        return found

    async def reads_in(self, chat: int, who: Phone, words: str, since: int = 0) -> None:
        """In a group, for all who are in it."""
        self.quote(self.titles[chat], await who.waits_for(words, chat, self.patience, since))

    async def reads_toast(self, who: Phone, *words: str) -> str:
        text = await who.waits_for_toast(*words, patience=self.patience)
        self.tell(f"  （弹出）→ {who.name}：{text}")
        return text

    def quote(self, reader: str, message: Shown) -> None:
        lines = [line for line in message.text.split("\n") if line.strip()] or [MEDIA.get(message.kind, "")]
        if message.buttons:
            lines.append(_row(labels(message)))
        text = lines[0] if len(lines) == 1 else NEW_LINE + NEW_LINE.join(lines)
        for line in f"  机器人 → {reader}：{text}".split("\n"):
            self.tell(line)


async def next_id(who: Phone, chat: int | None = None) -> int:
    """The number from which on everything is new in a chat."""
    return max((one.message_id for one in await who.sees(chat)), default=0) + 1


def _row(found: list[str]) -> str:
    more = " …" if len(found) > MOST_BUTTONS else ""
    return " ".join(f"[{label}]" for label in found[:MOST_BUTTONS]) + more
