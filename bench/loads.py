"""What people do to a bot, and how it is seen that each of them was answered."""

import re
from collections import Counter
from random import Random
from time import perf_counter
from typing import Any

import orjson

from bench.watch import Watched
from sandbox.world import Answer

SUBMIT, ACCEPT, FILED, REPEAT, BOARD = "确认提交", "接单", "已收到，编号", "（重发", "待办看板"
_NUMBER = re.compile(r"第(\d+)号")
_FILED_AS = re.compile(r"[A-Z]{2}-\d{4}-\d+")
_SIGNS = "春江花月夜云松竹梅兰菊桃李杏柳枫桐荷莲桂橙柚青紫蓝金银铜玉珠琴棋书画诗词歌赋笔墨纸砚东西南北"
_SAID = 14


class Load:
    """People who each say something with a number in it; an answer is what brings that number back."""

    def __init__(self, world: Watched, people: int) -> None:
        self.world = world
        self.people = [world.person(f"居民{n}", started=True) for n in range(people)]
        self.answers: Counter[int] = Counter()
        self.marked = 0
        self.wanted, self.done_at, self.calls = 0, 0.0, 0
        world.seen = self.seen

    def want(self, count: int) -> None:
        """From here on `count` answers are looked for."""
        self.answers.clear()
        self.wanted, self.done_at = count, 0.0
        self.world.tally()

    def say(self, number: int) -> None:
        who = self.people[number % len(self.people)]
        self.world.say(who, who, words(number))

    @property
    def done(self) -> bool:
        return bool(self.done_at)

    @property
    def seconds(self) -> float:
        """From the first answer to the last."""
        return self.done_at - self.world.first

    @property
    def missing(self) -> int:
        """How many have not been answered."""
        return self.wanted - len(self.answers)

    @property
    def repeated(self) -> int:
        return self.answers.total() - len(self.answers)

    def seen(self, method: str, params: dict[str, Any], answer: Answer) -> None:
        self.take(method, params, answer)
        if self.wanted and not self.done_at and self.missing <= 0:
            self.done_at, self.calls = perf_counter(), self.world.asked

    def take(self, method: str, params: dict[str, Any], answer: Answer) -> None:
        if method == "sendMessage":
            self.count(params)

    def count(self, params: dict[str, Any]) -> None:
        text = params.get("text", "")
        if found := _NUMBER.search(text):
            self.answers[int(found[1])] += 1
            self.marked += REPEAT in text


class GroupEcho(Load):
    """The same in one group."""

    def __init__(self, world: Watched, people: int) -> None:
        super().__init__(world, people)
        self.group = world.group("楼栋群", self.people, bot_admin=False)

    def say(self, number: int) -> None:
        self.world.say(self.people[number % len(self.people)], self.group, words(number))


class Cards(Load):
    """People who have never been here before say something; it is answered by a card in the staff's group."""

    bot: str | None = None

    def __init__(self, world: Watched, people: int) -> None:
        super().__init__(world, people)
        self.staff = [world.person(f"员工{n}", started=True) for n in range(3)]
        self.group = world.group("工作群", self.staff, bot=self.bot)

    def take(self, method: str, params: dict[str, Any], answer: Answer) -> None:
        if method in {"sendMessage", "editMessageText"} and int(params["chat_id"]) == self.group:
            self.count(params)


class Requests(Cards):
    """They look at the summary and submit it, and are told its number; each grid has a group of its own.

    A request is carded once that number stands in a card there, or in a line of a digest: nobody has it from the board.
    """

    def __init__(self, world: Watched, people: int, grids: int) -> None:
        super().__init__(world, people)
        self.staff = [world.person(f"网格员{n}", started=True) for n in range(grids)]
        self.groups = [world.group(f"第{n}网格工作群", [one]) for n, one in enumerate(self.staff)]
        self.submitted: set[int] = set()
        self.told: Counter[int] = Counter()
        self.places = {who: n for n, who in enumerate(self.people)}
        self.filed_as: dict[str, int] = {}
        self.carded: Counter[str] = Counter()

    def want(self, count: int) -> None:
        super().want(count)
        self.told.clear()
        self.filed_as.clear()
        self.carded.clear()

    @property
    def missing(self) -> int:
        return self.wanted - min(len(self.answers), len(self.told))

    @property
    def repeated(self) -> int:
        return super().repeated + self.told.total() - len(self.told)

    def take(self, method: str, params: dict[str, Any], answer: Answer) -> None:
        if method not in {"sendMessage", "editMessageText"}:
            return
        chat, text = int(params["chat_id"]), params["text"]
        if chat < 0:
            if BOARD not in text:
                self.card(chat, params, answer, anew=method == "sendMessage")
        else:
            self.private(chat, params, answer, anew=method == "sendMessage")

    def private(self, chat: int, params: dict[str, Any], answer: Answer, *, anew: bool) -> None:
        """The summary becomes the receipt; an edit that is made twice is seen once."""
        text = params["text"]
        if FILED in text:
            self.told[chat] = self.told[chat] + 1 if anew else max(1, self.told[chat])
            self.marked += REPEAT in text
            number = _FILED_AS.findall(text)[0]
            self.filed_as[number] = self.places[chat]
            self.match(number)
        elif anew and chat not in self.submitted and has_button(params, SUBMIT):
            self.submitted.add(chat)
            self.world.press(chat, chat, message_id(answer), SUBMIT)

    def card(self, chat: int, params: dict[str, Any], answer: Answer, *, anew: bool) -> None:
        """A digest grows in its place, so a line there is counted once; a card that is sent again is a repeat."""
        found = _FILED_AS.findall(params["text"])
        alone = anew and _FILED_AS.match(plain(params["text"])) is not None
        for number in found[:1] if alone else found:
            self.carded[number] = self.carded[number] + 1 if alone else max(1, self.carded[number])
            self.match(number)

    def match(self, number: str) -> None:
        """Who was told this number, and whose card has it."""
        if number in self.filed_as and self.carded[number]:
            self.answers[self.filed_as[number]] = self.carded[number]


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def has_button(params: dict[str, Any], label: str) -> bool:
    return label in str(params.get("reply_markup", ""))


def message_id(answer: Answer) -> int:
    return int(orjson.loads(answer[2])["result"]["message_id"])


def words(number: int) -> str:
    """No two are alike, or a neighbour's would be offered for following."""
    signs = Random(number).choices(_SIGNS, k=_SAID)
    return f"灯坏了，{''.join(signs)}，第{number}号"
