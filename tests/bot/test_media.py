"""Photos, voices, files and places: in any order, counted in public, carried to the holder as they are."""

import pytest

from bot import pictures
from bot.actions import access
from bot.buttons import pack
from sandbox.things import Call
from tests.community import Neighbourhood, settled
from tests.domain.test_pictures import GPS, exif, jpeg
from tests.town import Person, Town

PICTURE = b"\xff\xd8\xff\xe0 a lamp that does not shine"
HOUR = 3_600_000
VOICE = b"OggS a voice that says where it is"


async def test_a_photo_with_words_below_it_is_a_report(town: Town) -> None:
    place = await settled(town)
    await place.resident.sends("photo", PICTURE, "楼道灯坏了")
    assert "楼道灯坏了" in place.resident.last
    assert "照片 1 张" in place.resident.last
    assert "类别：用电照明" in place.resident.last


async def test_everything_in_any_order_is_one_report(town: Town) -> None:
    place = await settled(town)
    world, me = town.world, place.resident.id
    world.send_voice(me, me, VOICE)
    world.send_photo(me, me, PICTURE)
    world.say(me, me, "电梯有异响")
    world.send_video(me, me, b"a video")
    world.send_document(me, me, b"%PDF a letter", "信.pdf")
    world.send_location(me, me, 30.66, 104.06)
    await town.settle()
    assert "照片 1 张 · 视频 1 段 · 语音 1 条 · 文件 1 个 · 位置 1 个" in place.resident.last
    assert "电梯有异响" in place.resident.last
    assert len([text for text in _told(place.resident) if "请您核对" in text]) == 1


async def test_a_voice_alone_is_enough(town: Town) -> None:
    place = await settled(town)
    await place.resident.sends("voice", VOICE)
    await place.resident.presses("确认提交")
    assert "已收到，编号" in place.resident.last
    assert "语音 1 条" in town.texts(place.grid_chat)[-1]


async def test_the_card_counts_and_the_holder_hears_the_voice_as_it_is(town: Town) -> None:
    place = await settled(town)
    await _filed(town, place)
    assert "照片 1 张 · 语音 1 条" in town.texts(place.grid_chat)[-1]
    await place.member.presses("认领", place.grid_chat)
    assert [call.method for call in _carried(town)] == ["sendVoice", "sendPhoto"]
    assert all(call.params["chat_id"] == place.member.id for call in _carried(town))
    assert town.world.files[_carried(town)[0].params["voice"]].data == VOICE


async def test_a_gate_that_lets_nobody_see_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no(*_: object) -> bool:
        return False

    monkeypatch.setattr(access, "may_see_contact", no)
    with pytest.raises(AssertionError):
        await test_the_card_counts_and_the_holder_hears_the_voice_as_it_is(town)


async def test_who_gives_it_back_before_it_was_sent_gets_no_picture(town: Town) -> None:
    """The gate is asked when the picture is drawn, not when it was promised."""
    place = await settled(town)
    await _filed(town, place)
    card = town.with_button(place.grid_chat, "认领").message_id
    town.world.press(place.member.id, place.grid_chat, card, "认领")
    await town.settle(0)
    async with town.database.read() as tx:
        row = await tx.one("SELECT generation FROM requests WHERE id = 1")
    assert row is not None
    town.world.press_raw(place.member.id, place.grid_chat, card, pack("release", 1, row["generation"]))
    town.world.say(place.member.id, place.member.id, "不在我这一片")
    await town.settle()
    assert _carried(town) == []


async def test_an_album_comes_together_and_goes_on_together(town: Town) -> None:
    place = await settled(town)
    await place.resident.sends("album", [PICTURE, PICTURE + b"2", PICTURE + b"3"], "垃圾没人清")
    assert "照片 3 张" in place.resident.last
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    album = [call for call in _carried(town) if call.method == "sendMediaGroup"]
    assert len(album) == 1
    assert len(album[0].params["media"]) == 3


async def test_an_album_is_summed_up_after_two_seconds_of_silence(town: Town) -> None:
    place = await settled(town)
    world, me = town.world, place.resident.id
    world.send_album(me, me, [PICTURE, PICTURE + b"2"])
    await town.wait(3_000)
    assert "照片 2 张" in place.resident.last


async def test_eleven_pictures_keep_to_telegrams_limits(town: Town) -> None:
    place = await settled(town)
    for _ in range(11):
        town.world.send_photo(place.resident.id, place.resident.id, PICTURE)
    await town.settle()
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await town.wait(30_000)
    assert [call.method for call in _carried(town)] == ["sendMediaGroup", "sendPhoto"]
    assert not [call for call in town.world.calls if call.status == 429]


async def test_a_caption_that_was_mended_changes_the_report(town: Town) -> None:
    place = await settled(town)
    sent = await place.resident.sends("photo", PICTURE, "路灯坏了")
    town.world.edit(place.resident.id, place.resident.id, sent, "电梯坏了")
    await town.settle()
    assert "类别：电梯" in place.resident.last
    assert "照片 1 张" in place.resident.last


async def test_what_was_forwarded_is_taken_and_its_author_is_not_kept(town: Town) -> None:
    place = await settled(town)
    said = town.world.say(place.leader.id, place.grid_chat, "大门坏了")
    town.world.forward(place.resident.id, place.resident.id, place.grid_chat, said)
    await town.settle()
    assert "大门坏了" in place.resident.last
    async with town.database.read() as tx:
        row = await tx.one("SELECT COUNT(DISTINCT author_id) AS n FROM notes")
    assert row is not None
    assert row["n"] == 1


async def test_a_file_that_we_cannot_open_is_answered_with_what_we_can(town: Town) -> None:
    place = await settled(town)
    await place.resident.sends("document", b"MZ", "setup.exe")
    assert "这种文件我打不开" in place.resident.last


@pytest.mark.engines
async def test_a_picture_goes_with_progress_and_the_resident_sees_it(town: Town) -> None:
    place = await settled(town)
    await _filed(town, place)
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("进展", place.grid_chat)
    await place.member.sends("album", [PICTURE, PICTURE + b"2"], "灯泡买好了")
    await town.wait(HOUR)
    assert "灯泡买好了" in "\n".join(_told(place.resident))
    assert len([call for call in _carried(town) if call.params["chat_id"] == place.resident.id]) == 2
    assert "请您核对" not in place.member.last, "the rest of the album is no report of its own"


async def test_a_picture_without_words_waits_for_them(town: Town) -> None:
    place = await settled(town)
    await _filed(town, place)
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("办结", place.grid_chat)
    await place.member.sends("photo", PICTURE)
    assert "请再写几个字" in place.member.last
    await place.member.says("换好了")
    await town.wait(24 * HOUR)
    assert "办理结果：换好了" in "\n".join(_told(place.resident))


async def test_a_picture_sent_as_a_file_goes_on_without_its_place(town: Town) -> None:
    """Telegram strips photographs itself, and files never."""
    place = await settled(town)
    await place.resident.sends("document", jpeg(exif()), "IMG_1.jpg", "楼道灯坏了")
    assert "照片 1 张" in place.resident.last
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    assert [call.method for call in _carried(town)] == ["sendPhoto"]
    passed_on = [one.data for one in town.world.files.values() if one.kind == "photo"]
    assert len(passed_on) == 1
    assert GPS not in passed_on[0]


async def test_a_picture_that_was_not_stripped_is_found_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "strip", lambda data: data)
    with pytest.raises(AssertionError):
        await test_a_picture_sent_as_a_file_goes_on_without_its_place(town)


async def test_in_english(town: Town) -> None:
    place = await settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.sends("album", [PICTURE, PICTURE + b"2"], "The lamp in the hallway is broken")
    await guest.sends("voice", VOICE)
    assert "2 photos · 1 voice message" in guest.last
    await guest.presses("Submit")
    assert "照片 2 张 · 语音 1 条" in town.texts(place.grid_chat)[-1]


async def _filed(town: Town, place: Neighbourhood) -> None:
    town.world.send_voice(place.resident.id, place.resident.id, VOICE)
    town.world.send_photo(place.resident.id, place.resident.id, PICTURE, "楼道灯坏了")
    await town.settle()
    await place.resident.presses("确认提交")


def _carried(town: Town) -> list[Call]:
    names = {"sendPhoto", "sendVoice", "sendVideo", "sendDocument", "sendLocation", "sendMediaGroup"}
    return [call for call in town.world.calls if call.method in names and call.status == 200]


def _told(person: Person) -> list[str]:
    return [shown.text for shown in person.sees() if shown.sender == "bot"]
