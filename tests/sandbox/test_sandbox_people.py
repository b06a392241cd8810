"""What people do, what bots hear of it, and what everybody sees."""

from typing import Any

import pytest
from aiogram.types import ChatMemberAdministrator

from sandbox.shapes import member_json
from sandbox.things import Member
from sandbox.world import World

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    + (640).to_bytes(4, "big")
    + (480).to_bytes(4, "big")
    + b"\x08\x02\x00\x00\x00"
)


async def latest(ask: Any) -> dict[str, Any]:
    updates = await ask("getUpdates")
    newest: dict[str, Any] = updates[-1]
    return newest


async def test_media_arrive_with_their_shapes(world: World, zhang: int, ask: Any) -> None:
    world.send_photo(zhang, zhang, PNG, "灯 #报修")
    photo = (await latest(ask))["message"]
    assert [(size["width"], size["height"]) for size in photo["photo"]] == [(90, 67), (640, 480)]
    assert photo["caption_entities"][0]["type"] == "hashtag"
    world.send_voice(zhang, zhang, b"v")
    assert (await latest(ask))["message"]["voice"]["mime_type"] == "audio/ogg"
    world.send_location(zhang, zhang, 31.2, 121.5)
    assert (await latest(ask))["message"]["location"] == {"latitude": 31.2, "longitude": 121.5}
    world.send_contact(zhang, zhang, "13811112222")
    assert (await latest(ask))["message"]["contact"]["user_id"] == zhang
    world.send_album(zhang, zhang, [PNG, PNG, PNG], "三张")
    album = (await ask("getUpdates"))[-3:]
    assert len({update["message"]["media_group_id"] for update in album}) == 1


async def test_files_are_fetched_and_sent_again(world: World, zhang: int, ask: Any) -> None:
    world.send_document(zhang, zhang, b"words", "通知.pdf")
    file_id = (await latest(ask))["message"]["document"]["file_id"]
    file = await ask("getFile", file_id=file_id)
    stored = world.stored_at(file["file_path"])
    assert stored
    assert stored.data == b"words"
    again = await ask("sendDocument", chat_id=zhang, document=file_id)
    assert again["document"]["file_name"] == "通知.pdf"
    for value, text in (
        ("nonsense", "wrong file identifier/HTTP URL specified"),
        ("https://example.org/a.pdf", "failed to get HTTP URL content"),
        (None, "there is no document in the request"),
    ):
        assert await ask("sendDocument", chat_id=zhang, document=value) == (400, f"Bad Request: {text}")
    big = {"document": ("big.bin", bytes((20 << 20) + 1))}
    sent = await ask("sendDocument", big, chat_id=zhang)
    assert await ask("getFile", file_id=sent["document"]["file_id"]) == (400, "Bad Request: file is too big")
    huge = await ask("sendPhoto", {"photo": ("p.jpg", bytes((10 << 20) + 1))}, chat_id=zhang)
    assert huge == (413, "Request Entity Too Large")
    assert await ask("sendPhoto", {"photo": ("p.jpg", PNG)}, chat_id=zhang, caption="字" * 1025) == (
        400,
        "Bad Request: message caption is too long",
    )


async def test_edits_forwards_and_reactions_of_people(world: World, zhang: int, ask: Any) -> None:
    said = world.say(zhang, zhang, "一")
    world.edit(zhang, zhang, said, "二")
    edited = (await latest(ask))["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("二", said)
    group = world.group("网格群", [zhang])
    world.forward(zhang, group, zhang, said)
    assert (await latest(ask))["message"]["forward_origin"]["sender_user"]["id"] == zhang
    shy = world.person("不露名", hidden=True)
    world.forward(zhang, zhang, shy, world.say(shy, shy, "嘘"))
    assert (await latest(ask))["message"]["forward_origin"]["sender_user_name"] == "不露名"
    await ask("getUpdates", offset=-1, allowed_updates=["message_reaction"])
    world.react(zhang, group, world.messages(group)[0].message_id, "👍")
    assert (await latest(ask))["message_reaction"]["new_reaction"][0]["emoji"] == "👍"
    assert world.messages(group)[0].reactions == ["👍"]
    with pytest.raises(LookupError):
        world.say(shy, group, "我不在群里")


async def test_coming_and_going(world: World, zhang: int, ask: Any) -> None:
    group = world.group("网格群", [zhang])
    li = world.person("李四")
    world.join(li, group)
    assert (await latest(ask))["message"]["new_chat_members"][0]["id"] == li
    assert (await ask("getChatMember", chat_id=group, user_id=li))["status"] == "member"
    assert await ask("getChatMemberCount", chat_id=group) == 3
    world.leave(li, group)
    assert (await latest(ask))["message"]["left_chat_member"]["id"] == li
    assert world.messages(group, viewer=li) == []
    world.block(zhang)
    assert (await latest(ask))["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await ask("getChatAdministrators", chat_id=zhang) == (
        400,
        "Bad Request: there are no administrators in the private chat",
    )


async def test_presses_honest_and_forged(world: World, zhang: int, ask: Any) -> None:
    keys = {
        "inline_keyboard": [[{"text": "详情", "url": "https://a.cn"}, {"text": "好", "callback_data": "ok"}]]
    }
    sent = await ask("sendMessage", chat_id=zhang, text="?", reply_markup=keys)
    world.press(zhang, zhang, sent["message_id"], "好")
    assert (await latest(ask))["callback_query"]["message"]["text"] == "?"
    world.press_raw(zhang, zhang, 999, "任意" * 100)
    assert (await latest(ask))["callback_query"]["message"]["date"] == 0
    with pytest.raises(LookupError):
        world.press(zhang, zhang, sent["message_id"], "详情")


async def test_copies_hide_their_origin(world: World, zhang: int, ask: Any) -> None:
    said = world.say(zhang, zhang, "原话")
    group = world.group("网格群", [zhang])
    copied = await ask("copyMessage", chat_id=group, from_chat_id=zhang, message_id=said)
    assert set(copied) == {"message_id"}
    forwarded = await ask("forwardMessage", chat_id=group, from_chat_id=zhang, message_id=said)
    assert "forward_origin" in forwarded
    kept = await ask("sendMessage", chat_id=zhang, text="密", protect_content=True)
    place = {"chat_id": group, "from_chat_id": zhang}
    assert (await ask("forwardMessage", **place, message_id=kept["message_id"]))[0] == 400
    assert await ask("copyMessage", **place, message_id=999) == (
        400,
        "Bad Request: message to copy not found",
    )


async def test_menus_and_other_small_calls(world: World, zhang: int, ask: Any) -> None:
    commands = [{"command": "help", "description": "帮助"}]
    assert await ask("setMyCommands", commands=commands) is True
    scope = {"type": "chat", "chat_id": zhang}
    assert await ask("getMyCommands", scope=scope) == []
    assert await ask("getMyCommands") == commands
    assert await ask("deleteMyCommands") is True
    for bad, text in (("Help", "BOT_COMMAND_INVALID"), ("", "BOT_COMMAND_INVALID")):
        given = [{"command": bad, "description": "x"}]
        assert await ask("setMyCommands", commands=given) == (400, f"Bad Request: {text}")
    assert await ask("setChatMenuButton", menu_button={"type": "commands"}) is True
    assert await ask("setChatMenuButton", menu_button={"type": "x"}) == (
        400,
        "Bad Request: menu button has unsupported type",
    )
    assert await ask("sendChatAction", chat_id=zhang, action="dance") == (
        400,
        "Bad Request: wrong parameter action in request",
    )
    assert await ask("sendLocation", chat_id=zhang, longitude=1) == (400, "Bad Request: latitude is empty")
    sent = await ask("sendLocation", chat_id=zhang, latitude="31.2", longitude="121.5")
    assert await ask(
        "setMessageReaction",
        chat_id=zhang,
        message_id=sent["message_id"],
        reaction=[{"type": "emoji", "emoji": "X"}],
    ) == (400, "Bad Request: REACTION_INVALID")
    assert (await ask("getMe"))["can_read_all_group_messages"] is False


def test_an_administrator_is_readable_for_aiogram() -> None:
    """It requires every right of an administrator, and one that it misses holds up the whole batch."""
    shape = member_json(Member(1, "administrator"), {"id": 1, "is_bot": True, "first_name": "x"})
    assert ChatMemberAdministrator.model_validate(shape).can_manage_chat
