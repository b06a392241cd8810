"""What is refused when a bot sends, edits and answers, and in which words."""

from typing import Any

import pytest

from sandbox.clock import VirtualClock
from sandbox.world import World

OK_BUTTON = {"text": "认领", "callback_data": "claim:1"}


def keys(*row: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "文" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "文" * 11_000}, "text is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        (
            {"text": "x", "reply_markup": keys({"text": "a"})},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": keys({"text": "a", "callback_data": "字" * 22})},
            "BUTTON_DATA_INVALID",
        ),
        ({"text": "x", "reply_markup": keys({"text": "a", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    ],
)
async def test_a_bad_message_is_refused(zhang: int, ask: Any, params: dict[str, Any], text: str) -> None:
    assert await ask("sendMessage", chat_id=zhang, **params) == (400, f"Bad Request: {text}")


async def test_the_longest_text_and_the_longest_data_pass(zhang: int, ask: Any) -> None:
    markup = keys({"text": "a", "callback_data": "字" * 21 + "x"})
    sent = await ask("sendMessage", chat_id=zhang, text="😀" * 2048, reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_an_absent_reply_can_be_allowed(zhang: int, ask: Any) -> None:
    sent = await ask(
        "sendMessage",
        chat_id=zhang,
        text="x",
        reply_parameters={"message_id": 999, "allow_sending_without_reply": True},
    )
    assert "reply_to_message" not in sent


async def test_unreachable_people(world: World, zhang: int, ask: Any) -> None:
    assert await ask("sendMessage", text="x") == (400, "Bad Request: chat_id is empty")
    assert await ask("sendMessage", chat_id=1, text="x") == (400, "Bad Request: chat not found")
    stranger = world.person("李四")
    assert await ask("sendMessage", chat_id=stranger, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    world.block(zhang)
    assert await ask("sendMessage", chat_id=zhang, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    world.say(zhang, zhang, "/start")
    assert (await ask("sendMessage", chat_id=zhang, text="x"))["text"] == "x"
    world.delete_account(zhang)
    assert await ask("sendMessage", chat_id=zhang, text="x") == (403, "Forbidden: user is deactivated")


@pytest.mark.parametrize(("supergroup", "kind"), [(True, "supergroup"), (False, "group")])
async def test_unreachable_groups(world: World, zhang: int, ask: Any, supergroup: bool, kind: str) -> None:
    group = world.group("网格群", [zhang], supergroup=supergroup)
    assert (await ask("sendMessage", chat_id=group, text="x"))["chat"]["type"] == kind
    world.kick_bot(group)
    kicked = (403, f"Forbidden: bot was kicked from the {kind} chat")
    assert await ask("sendMessage", chat_id=group, text="x") == kicked
    world.add_bot_to(group)
    assert await ask("leaveChat", chat_id=group) is True
    gone = (403, f"Forbidden: bot is not a member of the {kind} chat")
    assert await ask("sendMessage", chat_id=group, text="x") == gone


async def test_a_migrated_group_names_its_new_id(world: World, zhang: int) -> None:
    old = world.group("小群", [zhang], supergroup=False)
    new = world.migrate(old)
    status, _, body = await world.call("123456:TESTTOKEN", "sendMessage", {"chat_id": old, "text": "x"})
    assert status == 400
    assert b'"description":"Bad Request: group chat was upgraded to a supergroup chat"' in body
    assert f'"migrate_to_chat_id":{new}'.encode() in body
    status, _, _ = await world.call("123456:TESTTOKEN", "sendMessage", {"chat_id": new, "text": "x"})
    assert status == 200
    assert [shown.text for shown in world.messages(new)] == ["群组已升级为超级群组", "x"]


async def test_edits(world: World, clock: VirtualClock, zhang: int, ask: Any) -> None:
    sent = await ask("sendMessage", chat_id=zhang, text="一", reply_markup=keys(OK_BUTTON))
    place = {"chat_id": zhang, "message_id": sent["message_id"]}
    clock.step(5_000)
    edited = await ask("editMessageText", **place, text="二")
    assert edited["edit_date"] == sent["date"] + 5
    assert "reply_markup" not in edited
    same = await ask("editMessageText", **place, text="二")
    assert same == (
        400,
        (
            "Bad Request: message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        ),
    )
    assert "reply_markup" in await ask("editMessageReplyMarkup", **place, reply_markup=keys(OK_BUTTON))
    assert [(shown.text, shown.edited) for shown in world.messages(zhang)] == [("二", 2)]


async def test_edits_that_cannot_be(world: World, zhang: int, ask: Any) -> None:
    asked = world.say(zhang, zhang, "你好")
    photo = await ask("sendPhoto", chat_id=zhang, files={"photo": ("a.png", b"x")})
    for message_id, text in (
        (0, "message identifier is not specified"),
        (999, "message to edit not found"),
        (asked, "message can't be edited"),
        (photo["message_id"], "there is no text in the message to edit"),
    ):
        refused = await ask("editMessageText", chat_id=zhang, message_id=message_id, text="x")
        assert refused == (400, f"Bad Request: {text}")


async def test_a_press_is_answered_once_and_in_time(
    world: World, clock: VirtualClock, zhang: int, ask: Any
) -> None:
    old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    sent = await ask("sendMessage", chat_id=zhang, text="事", reply_markup=keys(OK_BUTTON))
    press = world.press(zhang, zhang, sent["message_id"], "认领")
    assert await ask("answerCallbackQuery", callback_query_id=press, text="字" * 201) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    assert await ask("answerCallbackQuery", callback_query_id=press, text="好") is True
    assert await ask("answerCallbackQuery", callback_query_id=press) == old
    assert await ask("answerCallbackQuery", callback_query_id="7") == old
    late = world.press(zhang, zhang, sent["message_id"], "claim:1")
    clock.step(15_001)
    assert await ask("answerCallbackQuery", callback_query_id=late) == old
    assert [toast["text"] for toast in world.toasts(zhang)] == ["好"]
    with pytest.raises(LookupError, match="认领"):
        world.press(zhang, zhang, sent["message_id"], "没有")


async def test_deleting_and_pinning(world: World, clock: VirtualClock, zhang: int, ask: Any) -> None:
    group = world.group("网格群", [zhang], bot_admin=False)
    theirs = world.say(zhang, group, "你好")
    mine = (await ask("sendMessage", chat_id=group, text="x"))["message_id"]
    place = {"chat_id": group}
    assert await ask("deleteMessage", **place, message_id=theirs) == (
        400,
        "Bad Request: message can't be deleted",
    )
    rights = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await ask("pinChatMessage", **place, message_id=mine) == (400, rights)
    world.promote(group, 123456)
    assert await ask("pinChatMessage", **place, message_id=mine) is True
    assert [shown.pinned for shown in world.messages(group)] == [False, True, False]
    assert await ask("deleteMessages", **place, message_ids=[theirs, 999]) is True
    clock.step(48 * 3_600_000 + 1)
    assert await ask("deleteMessage", **place, message_id=mine) == (
        400,
        "Bad Request: message can't be deleted",
    )
    assert await ask("deleteMessage", **place, message_id=theirs) == (
        400,
        "Bad Request: message to delete not found",
    )


async def test_topics(world: World, zhang: int, ask: Any) -> None:
    plain = world.group("网格群", [zhang])
    assert await ask("createForumTopic", chat_id=plain, name="报修") == (
        400,
        "Bad Request: the chat is not a forum",
    )
    forum = world.group("议事厅", [zhang], forum=True)
    topic = (await ask("createForumTopic", chat_id=forum, name="报修"))["message_thread_id"]
    sent = await ask("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    assert await ask("closeForumTopic", chat_id=forum, message_thread_id=topic) is True
    assert [shown.topic for shown in world.messages(forum)] == [topic, topic, topic]


async def test_unknown_methods_tokens_and_fields(world: World, zhang: int, ask: Any) -> None:
    assert await ask("sendMassage") == (404, "Not Found: method not found")
    status, _, body = await world.call("1:x", "getMe", {})
    assert (status, body) == (401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}')
    await ask("SENDMESSAGE", chat_id=str(zhang), text="x", textt="y")
    assert world.unknown_fields == {("sendMessage", "textt")}
