"""No junk in any field of any method makes the stand-in itself fail."""

from typing import Any

import pytest

from sandbox.fields import TABLE
from sandbox.world import World

TOKEN = "123456:TESTTOKEN"
JUNK: list[Any] = [
    *(None, "", "x", -1, 0, 2**60, 1.5, True, "{}", "[]", "[1]", "{", "attach://none", "\ud800"),
    *([], {}, [1], [[]], [{}], {"a": 1}, {"type": []}, {"inline_keyboard": 1}, {"inline_keyboard": [[1]]}),
    *(
        {"keyboard": [[{}]]},
        [{"type": "photo"}],
        {"message_id": "x"},
        [{"offset": -5, "length": 9, "type": "code"}],
    ),
]


@pytest.mark.parametrize("method", sorted(set(TABLE)))
async def test_junk_is_answered(world: World, zhang: int, method: str) -> None:
    group = world.group("网格群", [zhang], forum=True)
    good = {
        "chat_id": group,
        "from_chat_id": group,
        "message_id": 2,
        "text": "好 @linli_bot",
        "user_id": zhang,
    }
    world.say(zhang, group, "你好")
    for name in TABLE[method]:
        if (method, name) == ("getUpdates", "timeout"):
            continue
        for junk in JUNK:
            status, _, body = await world.call(TOKEN, method, good | {name: junk})
            assert status in {200, 400, 403, 404, 409, 429}, (name, junk, body)
