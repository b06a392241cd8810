"""HTML into entities, counted in UTF-16 units, and the mistakes by name and byte offset."""

from typing import Any

import pytest

from sandbox.entities import find, to_html
from sandbox.html_text import parse
from sandbox.problems import Refused
from sandbox.texts import trimmed


def short(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("raw", "text", "entities"),
    [
        ("a &lt;b&gt; &amp;&quot; &copy; &#128512;&#x41;", 'a <b> &" &copy; 😀A', []),
        ("<b>😀</b>x", "😀x", [("bold", 0, 2)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        (
            "<strong>a</strong><em>b</em><ins>c</ins>",
            "abc",
            [("bold", 0, 1), ("italic", 1, 1), ("underline", 2, 1)],
        ),
        ("<s>a</s><tg-spoiler>b</tg-spoiler>", "ab", [("strikethrough", 0, 1), ("spoiler", 1, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<b></b>a", "a", []),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("3 > 2", "3 > 2", []),
    ],
)
def test_html(raw: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    got, marks = parse(raw)
    assert (got, short(marks)) == (text, entities)


def test_links_and_languages() -> None:
    assert parse('<a href="https://a.cn/?x=1&y">站</a>')[1][0]["url"] == "https://a.cn/?x=1&y"
    assert parse("<a>t.me</a>")[1][0]["url"] == "t.me"
    assert parse('<pre><code class="language-py">x</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "py"}
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a<x>b", 'Unsupported start tag "x" at byte offset 1'),
        ("你<b>a</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("3 < 2", "Unclosed start tag at byte offset 2"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_mistakes(raw: str, text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(raw)
    assert caught.value.description == f"Bad Request: can't parse entities: {text}"


def test_found_entities() -> None:
    text = "😀 /start@linli_bot 问 @zhang_san 见 https://a.cn/路?x=1，或 t.me/linli_bot #楼道灯 a@b.cn 1/2"
    assert [entity["type"] for entity in find(text)] == [
        "bot_command",
        "mention",
        "url",
        "url",
        "hashtag",
        "email",
    ]
    assert short(find(text))[0] == ("bot_command", 3, 16)
    assert not find("/start", [{"type": "code", "offset": 0, "length": 6}])[1:]


def test_spaces_around_are_cut_and_entities_follow() -> None:
    text, entities = trimmed("  你好  ", [{"type": "bold", "offset": 0, "length": 3}])
    assert (text, short(entities)) == ("你好", [("bold", 0, 1)])


def test_html_that_is_shown_is_safe() -> None:
    text, entities = parse('<b>1 &lt; 2</b> <a href="javascript:alert(1)">x</a>')
    assert to_html(text, entities) == "<b>1 &lt; 2</b> x"
