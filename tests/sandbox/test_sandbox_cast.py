"""The cast and the replay with the real bot; and what they say of a bot that does not answer."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from sandbox.cast import gather
from sandbox.client import NotSeen, labels
from sandbox.community import community, doors
from sandbox.laundry import ZONE, next_evening
from sandbox.replay import fitting, replay, text_of
from sandbox.report import Report, quantile
from sandbox.scenes import play
from tests.sandbox.running import GATHER, bot, sandbox


async def test_the_whole_life_of_a_request_is_played_and_told(tmp_path: Path) -> None:
    told: list[str] = []
    async with sandbox() as (address, client):
        cast = await gather(client)
        async with bot(address, tmp_path, community(60, known=cast.known)):
            await play(client, cast, told.append)
            left = await client.messages(cast.grid_chat)
    assert "  陈阿姨 ▸ 楼道灯坏了三天" in told
    for words in ("已有人接手", "第 2 次办理", "有 3 件事一并告诉您", "on the way", "今日待办", "参加 1 · 上门取 1"):
        assert any(words in line for line in told), words
    assert not any("\n" in line for line in told)
    assert "认领" in labels(left[-1])
    assert any(one.pinned and "待办看板" in one.text for one in left)


async def test_a_silent_bot_is_reported_by_who_waits_for_what() -> None:
    async with sandbox() as (_, client):
        cast = await gather(client)
        with pytest.raises(NotSeen, match=r"王组长 waited 0\.1 s for a button 同意并开始 in the chat with the bot"):
            await play(client, cast, lambda _: None, patience=0.1)
        with pytest.raises(NotSeen, match=r"陈阿姨 waited 0\.1 s for the answer to a press"):
            await cast.resident.waits_for_toast("已由", patience=0.1)
        with pytest.raises(NotSeen, match="no resident could join"):
            await replay(client, ['"灯坏了"'], 0, 2, lambda *_: None, doors=doors(60), patience=0.1)


async def test_messages_are_replayed_and_measured(tmp_path: Path) -> None:
    texts = ["楼道灯坏了", "电梯停了", "低保需要哪些手续", "居住证怎么办理", "闻到煤气味", "谢谢"] * 2
    lines = [json.dumps({"text": text}) for text in texts] + ["{", "\n"]
    progress: list[tuple[int, int]] = []
    async with sandbox() as (address, client), bot(address, tmp_path, community(60)):
        report = await replay(
            client, lines, 0, 3, lambda *counts: progress.append(counts), doors=doors(60), gather=GATHER
        )
    assert (report.residents, report.sent, report.answered, report.unanswered) == (3, 12, 6, 0)
    assert (report.at_once, report.alarms, report.talk) == (2, 2, 2)
    assert report.similar in {2, 3}, "whether the lift is offered as the same depends on who of the three was faster"
    assert (report.skipped, report.unsent, report.to_community, report.to_desk) == (1, 0, 2, 0)
    assert report.cells == {"第1网格": 4, "示例社区": 2}
    assert progress == [(n, 15) for n in range(1, 16)]
    assert min(report.summaries) >= -0.05, "the followed clock may be a little ahead"
    assert report.seconds >= 2 * GATHER


async def test_a_bot_that_falls_silent_ends_a_replay(tmp_path: Path) -> None:
    lines = ['"好的"'] * 5
    async with sandbox() as (address, client), bot(address, tmp_path, community(60)):
        report = await replay(client, lines, 0, 2, lambda *_: None, doors=doors(60), patience=1)
    assert (report.sent, report.unanswered, report.unsent) == (2, 2, 3)


def test_lines_of_many_kinds() -> None:
    good = ['{"text": " 甲 "}', '{"message": "乙"}', '{"content": "丙"}', '{"body": "丁"}', '"戊"']
    assert [text_of(line) for line in good] == ["甲", "乙", "丙", "丁", "戊"]
    assert [text_of(line) for line in ("{}", "[1]", "x", "1", '{"text": 1}')] == [None] * 5
    assert fitting("短") == "短"
    assert fitting("长" * 4095 + "🙂") == "长" * 4095


def test_quantiles_are_values_that_occurred() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert [quantile(values, share) for share in (0.5, 0.9, 0.99, 1.0)] == [50, 90, 99, 100]
    assert quantile([7.0], 0.5) == 7


def test_a_report_stands_in_columns() -> None:
    report = Report(residents=2, sent=3, seconds=2.0, summaries=[0.1, 0.2], answers=[0.3], desk="示例社区")
    report.cells.update({f"第{n}网格": n for n in range(1, 25)}, 示例社区=5, 示例社区的网格工作站=2)
    lines = report.lines()
    assert "2 residents sent 3 messages in 2.0 s; 0.5 filed a second" in lines
    assert any(line.split()[-5:] == ["2", "100", "200", "200", "200"] for line in lines)
    assert any(line.startswith("4 more cells") and line.endswith(" 10") for line in lines)
    assert lines[-2].startswith("示例社区 (by rule)")
    assert lines[-2].endswith(" 5")
    assert lines[-1].startswith("the desk, for want of anything better")
    assert lines[-1].endswith(" 2")
    assert Report().lines()


@pytest.mark.parametrize(
    ("now", "evening"),
    [
        ("2026-11-24T10:00", "2026-12-11T18:00"),
        ("2026-12-11T17:00", "2026-12-11T18:00"),
        ("2026-12-11T17:55", "2027-01-08T18:00"),
        ("2026-12-31T23:59", "2027-01-08T18:00"),
        ("2027-05-01T00:00", "2027-05-07T18:00"),
    ],
)
def test_the_evening_before_laundry_day(now: str, evening: str) -> None:
    def ms(text: str) -> int:
        return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)

    assert next_evening(ms(now)) == ms(evening)
