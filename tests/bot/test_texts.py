"""Every sentence exists in both languages, with the same values; every key that the code names exists."""

import ast
import re
from pathlib import Path

import pytest

import bot.actions  # noqa: F401 - they register their pages
from bot.drawing import PAGES
from bot.settings.words import Category
from bot.texts import Texts
from domain.requests import GRADES, State
from handlers import COMMANDS
from tests.town import SETTINGS

TEXTS = Texts.load()
ROOT = Path(__file__).parent.parent.parent
_KEY = re.compile(r"[a-z_]+\.[a-zA-Z_0-9.]+")
_HEADS = {key.split(".")[0] for key in TEXTS.languages["zh"]}
_ENDINGS = re.compile(r"\.(py|yaml|xlsx|db|sql|md|log)$")
_FIXED = [
    "我要反映", "我的诉求", "活动提醒", "我的网格员", "帮助", "确认提交", "修改", "跟进", "认领", "接单", "请人代办",
    "退回", "转派", "交承办单位", "上报街道", "邀请协办", "进展", "问居民", "已联系", "暂缓", "办结", "撤回",
    "已解决", "未解决", "参加", "不参加", "请上门取", "我正赶去", "已到场", "误报", "可电话联系", "仅在此联系",
    "已接", "需要更多信息", "已办完", "不归我们", "全部确认", "逐户核对", "我是家属，替老人办", "复制上报文本",
    "催一催",
]
_STATES = ["待认领", "办理中", "外部办理中", "待补充", "暂缓办理", "待评价", "已结案", "已撤回", "已并案", "不予受理"]
_GRADES = ["非常不满意", "不满意", "基本满意", "满意", "非常满意"]
# What a machine or an office says and nobody next door; 承办人 and 本程序 are second words for one thing.
_COLD = re.compile("系统|用户|后台|本程序|承办人|逾期|超时|敬请|务必|知悉|予以|您单位|你|亲爱的|！！")
_ODD = re.compile(r"\balarmed\b|nobody need|\bthe system\b|\buser\b", re.IGNORECASE)
_FIGURES = r"\{(?:count|number|row|\w+_at)\}"


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


def _bad(language: str, pattern: str | re.Pattern[str]) -> dict[str, str]:
    return {key: text for key, text in TEXTS.languages[language].items() if re.search(pattern, text)}


def test_brackets_and_quotes_are_those_of_the_language() -> None:
    bare = {key: re.sub(r"<[^>]+>|{\w+}", "", text) for key, text in TEXTS.languages["zh"].items()}
    chinese = {key: text for key, text in bare.items() if re.search("[\u4e00-\u9fff]", text)}
    assert {key: text for key, text in chinese.items() if re.search(r"[()\"']|\.\.", text)} == {}
    assert _bad("en", "[，。；：？！（）、]") == {}


def test_a_figure_or_a_date_stands_free_in_chinese() -> None:
    assert _bad("zh", f"[\u4e00-\u9fff]{_FIGURES}|{_FIGURES}[\u4e00-\u9fff]") == {}


def test_neither_machine_nor_office_talks_to_people() -> None:
    assert _bad("zh", _COLD) == {}
    assert _bad("en", _ODD) == {}
    assert re.search(_COLD, "系统正在处理"), "the rule finds what it is for"
    assert re.search(_ODD, "The grid has been alarmed")


def test_buttons_states_and_grades_have_the_words_that_people_learnt() -> None:
    zh = TEXTS.languages["zh"]
    labels = {text for key, text in zh.items() if key.startswith(("button.", "menu."))}
    assert [word for word in _FIXED if word not in labels] == []
    assert [zh[f"state.{state}"] for state in State] == _STATES
    assert [zh[f"grade.{grade}"] for grade in sorted(GRADES)] == _GRADES


def test_buttons_are_short_enough_for_a_phone() -> None:
    for language, texts in TEXTS.languages.items():
        long = [key for key, text in texts.items() if key.startswith("button.") and len(text) > 40]
        long += [key for key, text in texts.items() if key.endswith("_short") and len(text) > 160]
        assert long == [], language


def test_values_are_escaped_and_controls_dropped() -> None:
    said = TEXTS.say("zh", "request.progress", number="<i>", words="a\u202e<b>&\x00")
    assert "&lt;i&gt;" in said
    assert "a&lt;b&gt;&amp;" in said


