"""One line that staff type for somebody who called or came: 3-2-501 老人 灯坏了 来电."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from domain.addresses import Door, parse_door
from domain.ids import PersonId

_MOST_BLANKS_IN_A_DOOR = 4
_SOURCES = {
    "call": ("来电", "来电话", "打电话", "电话", "来访", "上门", "来人", "call", "called", "phone", "visit", "walk-in"),
    "patrol": ("网格巡查", "巡查", "巡逻", "走访", "patrol", "round"),
}
_SOURCE_OF = {word: source for source, words in _SOURCES.items() for word in words}
_BY_LENGTH = sorted(_SOURCE_OF, key=len, reverse=True)
_TAIL = re.compile(
    rf"^(?P<rest>.*?)[\s,，、。;；(（]+(?P<source>{'|'.join(_BY_LENGTH)})[)）.。!！]*$", re.IGNORECASE | re.DOTALL
)

ELDERS = frozenset({"老人", "老人家", "老年人", "奶奶", "爷爷", "大爷", "大妈", "婆婆", "elder", "elderly", "granny"})
RELATIVES = frozenset({
    "女儿", "儿子", "家属", "家人", "老伴", "孙女", "孙子", "儿媳", "女婿", "邻居", "保姆",
    "daughter", "son", "relative", "family", "neighbour",
})
_RESIDENTS = frozenset({"住户", "业主", "租户", "租客", "居民", "房东", "本人", "resident", "owner", "tenant"})
_TITLES = ("先生", "女士", "奶奶", "爷爷", "阿姨", "大爷", "大妈", "师傅", "老师", "叔叔", "婆婆", "小姐", "同志")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方邹熊孟秦"
    "邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万钱严武戴莫孔向汤"
)
_NAME_LENGTHS = (2, 3)


class Dictation(NamedTuple):
    """What the line says. `address` is the door as written, `who` the caller or the person it is for."""

    address: str
    door: Door
    who: str | None
    words: str
    source: str


def parse_dictation(text: str, topics: Collection[str] = ()) -> Dictation | None:
    """None where this is no such line: no door at its head, nothing after it, or a mere building without a source.

    `topics` are words that no name contains, such as those of the categories.
    """
    pieces = text.split(maxsplit=_MOST_BLANKS_IN_A_DOOR + 1)
    found = _door(pieces)
    if found is None:
        return None
    door, address = found
    rest, source = _source(_after(text, address))
    if not rest or (source is None and door.room is None):
        return None
    who, words = _who(rest, topics)
    return Dictation(address, door, who, words, source or "call")


def elderly(who: str) -> bool:
    return who.lower() in ELDERS or who.endswith(("奶奶", "爷爷", "大爷", "大妈", "婆婆"))


def titled(who: str) -> str | None:
    """The surname of 张奶奶 or 王先生."""
    title = next((title for title in _TITLES if who.endswith(title)), None)
    return (who.removesuffix(title) or None) if title else None


def _door(pieces: list[str]) -> tuple[Door, str] | None:
    """A whole door as soon as there is one, else as much of a building as there is."""
    found = None
    for count in range(1, min(len(pieces), _MOST_BLANKS_IN_A_DOOR) + 1):
        address = " ".join(pieces[:count])
        door = parse_door(address.rstrip("，,。：:"))
        if door is not None:
            found = door, address
            if door.room is not None:
                break
    return found


def _after(text: str, address: str) -> str:
    rest = text.lstrip()
    for piece in address.split(" "):
        rest = rest.lstrip().removeprefix(piece)
    return rest.strip(" \t\n\r\u3000，,：:")


def _source(rest: str) -> tuple[str, str | None]:
    if rest.lower() in _SOURCE_OF:
        return "", _SOURCE_OF[rest.lower()]
    match = _TAIL.match(rest)
    if match is None:
        return rest, None
    return match["rest"].strip(), _SOURCE_OF[match["source"].lower()]


def _who(rest: str, topics: Collection[str]) -> tuple[str | None, str]:
    first, *others = rest.split(maxsplit=1)
    first = first.rstrip("，,：:")
    if not others or not _is_person(first, topics):
        return None, rest
    return first, others[0].strip()


def _is_person(word: str, topics: Collection[str]) -> bool:
    if word.lower() in ELDERS | RELATIVES | _RESIDENTS or titled(word):
        return True
    if word[:1] not in _SURNAMES or len(word) not in _NAME_LENGTHS:
        return False
    return not any(topic in word for topic in topics)


class Neighbour(Protocol):
    """Somebody who lives behind the door."""

    @property
    def id(self) -> PersonId: ...
    @property
    def name(self) -> str: ...
    @property
    def elder(self) -> bool: ...


def meant(who: str | None, neighbours: Sequence[Neighbour]) -> PersonId | None:
    """Who of the household it is for, by name or as its only elder; None where that is not certain."""
    if who is None:
        return None
    surname = titled(who)
    fitting = [one for one in neighbours if one.name == who]
    if not fitting and surname:
        fitting = [one for one in neighbours if one.name.startswith(surname)]
    if not fitting and elderly(who):
        fitting = [one for one in neighbours if one.elder]
    return fitting[0].id if len(fitting) == 1 else None
