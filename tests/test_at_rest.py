"""R26, widened: after a whole life no log line and no page of the database holds what people said."""

import logging
from pathlib import Path

import pytest

from storage.vault import Vault
from tests.community import Neighbourhood, agree, settled
from tests.handling import add_unit
from tests.test_logs import Lines
from tests.town import TOKEN, Town

DAY = 86_400_000
PICTURE = b"PHOTO-OF-A-DOOR"
# Names, numbers and words that somebody in `_life` types, shares, or has in the register. The names of staff and the
# public names of places are not among them.
SAID = (
    "暗号一", "暗号二", "暗号三", "暗号四", "暗号五", "暗号六", "暗号七", "暗号八", "暗号九", "暗号十",
    "陈先生", "张奶奶", "小张", "钱多多", "周师傅", "19900000012", "19900000021", "19900000077", "13911112222",
    "3-2-501", "2单元502",
)


async def _life(town: Town) -> Neighbourhood:
    """Filed in several ways, taken, asked about, answered, handed to a unit, finished and rated; danger; a relative."""
    place = await settled(town)
    await add_unit(town, "城投物业", "power", "周师傅", "19900000077")
    town.world.send_contact(place.resident.id, place.resident.id, "13911112222", of=place.resident.id)
    await place.resident.says("楼道灯坏了，我是陈先生，2单元502，暗号一")
    await place.resident.sends("photo", PICTURE, caption="看这里，暗号二")
    await place.resident.presses("确认提交")
    await place.member.presses("认领", place.grid_chat)
    await place.member.presses("问居民")
    await place.member.says("哪一盏，暗号三")
    await place.resident.says("门口的，暗号四")
    await place.member.presses("更多…")
    await place.member.presses("交承办单位")
    await place.member.presses("城投物业")
    await place.member.presses("进展")
    await place.member.says("师傅明天来，暗号五")
    await place.member.presses("办结")
    await place.member.says("换好了，暗号六")
    await place.member.says("3-2-501 张奶奶 灯坏了暗号七 来电")
    await place.member.presses("确认提交")
    daughter = town.person("小张")
    await agree(daughter)
    await daughter.presses("我是家属，替老人办")
    town.world.send_contact(daughter.id, daughter.id, "19900000021", of=daughter.id)
    await town.settle()
    await place.resident.says("@linli_bot 群里说一句，暗号八", place.grid_chat)
    await place.resident.says("着火了，暗号九")
    await place.leader.says("/bind 暗号十", place.grid_chat)
    await place.leader.says("/暗号十")
    await town.wait(DAY)
    return place


def _kept(folder: Path) -> list[str]:
    """Which of it can be read in the files of the database without the secret key."""
    files = b"".join(path.read_bytes() for path in folder.glob("linli.db*"))
    return [said for said in SAID if said.encode() in files or ascii(said)[1:-1].encode() in files]


async def _lived(tmp_path: Path) -> tuple[list[str], list[str]]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        town = await Town(f"sqlite:///{tmp_path}/linli.db").start()
        await _life(town)
        await town.stop()
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    heard = [line for line in handler.lines for said in (*SAID, TOKEN) if said in line]
    return heard, _kept(tmp_path)


async def test_nothing_that_was_said_is_in_a_log_or_in_the_database(tmp_path: Path) -> None:
    assert await _lived(tmp_path) == ([], [])


async def test_words_that_are_not_sealed_are_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_it_is(self: Vault, key_id: int, wrapped: bytes, place: str, plain: bytes | str) -> bytes:
        return plain.encode() if isinstance(plain, str) else plain

    def opened(self: Vault, wrapped: bytes | None, place: str, envelope: bytes | None) -> bytes:
        return envelope or b""

    monkeypatch.setattr(Vault, "seal", as_it_is)
    monkeypatch.setattr(Vault, "open", opened)
    assert "暗号一" in (await _lived(tmp_path))[1]
