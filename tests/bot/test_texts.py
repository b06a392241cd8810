"""Every sentence exists in both languages, with the same values; every key that the code names exists."""

import ast
import re
from pathlib import Path

import pytest

import bot.actions  # noqa: F401 - they register their pages
from bot.drawing import PAGES
from bot.settings import Category
from bot.texts import Texts
from domain.requests import GRADES, State
from handlers import COMMANDS
from tests.town import SETTINGS

TEXTS = Texts.load()
ROOT = Path(__file__).parent.parent.parent
_KEY = re.compile(r"[a-z_]+\.[a-zA-Z_0-9.]+")
_HEADS = {key.split(".")[0] for key in TEXTS.languages["zh"]}
_ENDINGS = re.compile(r"\.(py|yaml|xlsx|db|sql|md|log)$")


def _values(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def _named() -> set[str]:
    """Strings in the product that look like text keys."""
    found: set[str] = set()
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("handlers/*.py"), *ROOT.glob("domain/**/*.py")]:
        docstrings = {id(node.value) for node in ast.walk(ast.parse(path.read_text("utf-8")))
                      if isinstance(node, ast.Expr)}
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                text = node.value
                if _KEY.fullmatch(text) and text.split(".")[0] in _HEADS and not _ENDINGS.search(text):
                    found.add(text)
    return found


def test_both_languages_say_the_same_things() -> None:
    zh, en = TEXTS.languages["zh"], TEXTS.languages["en"]
    assert {key for key in en if not key.endswith("_one")} == zh.keys()
    for key, text in zh.items():
        assert _values(text) == _values(en[key]), key


def test_every_key_in_the_code_has_a_sentence() -> None:
    named = _named()
    assert len(named) > 100
    # A key may be made of a beginning and a state, and a page may be laid out without a sentence of its own name.
    missing = {key for key in named if not any(text.startswith(key) for text in TEXTS.languages["zh"])}
    assert sorted(missing - PAGES.keys()) == []


def test_every_command_state_and_grade_has_a_name() -> None:
    wanted = {f"command.{one.name}" for one in COMMANDS} | {f"state.{state}" for state in State}
    wanted |= {f"grade.{grade}" for grade in GRADES} | {f"card.{state}" for state in State}
    assert sorted(wanted - TEXTS.languages["zh"].keys()) == []


@pytest.mark.parametrize("category", SETTINGS.categories, ids=lambda one: one.code)
def test_every_category_has_a_name_in_each_language(category: Category) -> None:
    assert category.names.keys() == TEXTS.languages.keys()


def test_chinese_is_written_with_chinese_punctuation() -> None:
    bad = {key: text for key, text in TEXTS.languages["zh"].items() if re.search(r"[\u4e00-\u9fff][,?!;:](?!//)", text)}
    assert bad == {}


def test_buttons_are_short_enough_for_a_phone() -> None:
    for language, texts in TEXTS.languages.items():
        long = [key for key, text in texts.items() if key.startswith("button.") and len(text) > 40]
        assert long == [], language


def test_values_are_escaped_and_controls_dropped() -> None:
    said = TEXTS.say("zh", "request.progress", number="<i>", words="a\u202e<b>&\x00")
    assert "&lt;i&gt;" in said
    assert "a&lt;b&gt;&amp;" in said


