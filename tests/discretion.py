"""R26, widened: over the whole suite no group ever reads a resident's name, number, door or tag from the bot."""

import re

from storage.database import Transaction
from tests.town import Town

_TAGS = {"独居", "孤寡", "残疾", "失能", "低保"}
_NUMBER = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_DOOR = re.compile(r"\d+\s*单元|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])|号楼\s*\d{3,4}|\d{3,4}\s*室")


async def indiscretions(town: Town) -> list[str]:
    """What the bot has said in groups and should not have; empty is good."""
    async with town.database.read() as tx:
        secrets = await _secrets(tx) | _TAGS
    said = _group_texts(town)
    found = [f"{secret} in: {text}" for text in said for secret in secrets if secret in text]
    return found + [f"door or number in: {text}" for text in said if _DOOR.search(text) or _NUMBER.search(text)]


def _group_texts(town: Town) -> list[str]:
    chats = [chat.id for chat in town.world.chats.values() if chat.id < 0]
    return [shown.text for chat in chats for shown in town.as_sent(chat)
            if shown.sender == "bot" and not shown.deleted]


async def _secrets(tx: Transaction) -> set[str]:
    """Names and numbers of everybody without a post; a post is public, as on a name plate."""
    rows = await tx.all(
        """SELECT p.name, p.phone, k.wrapped FROM people p JOIN keys k ON k.id = p.key_id
           WHERE NOT EXISTS (SELECT 1 FROM posts o WHERE o.person_id = p.id)"""
    )
    found = {tx.vault.open_text(row["wrapped"], f"people.{column}", row[column])
             for row in rows for column in ("name", "phone") if row[column] is not None}
    return {one for one in found if one}
