"""Enquiries: answered at once where an answer certainly fits, else by a person with the answers at hand."""

import pytest

from bot.actions.importing import Import, import_workbook
from bot.workbook import AnswerRow, FactRow, Workbook
from domain import answers as rules
from domain.ids import CommunityId
from storage.answers import Answer
from tests.community import Neighbourhood, settled
from tests.town import Person, Town

_ROWS = [
    AnswerRow("常见问题", 2, "社区几点上班", ("上班", "开门"), "办公时间：{办公时间}\n电话：{办公电话}", None),
    AnswerRow("常见问题", 3, "居住证怎么办理", ("居住证",), "带身份证和租房合同到{地址}一楼窗口。", "2026-12-31"),
    AnswerRow("常见问题", 4, "流感疫苗什么时候打", ("疫苗",), "十一月每周三。", "2026-11-30"),
    AnswerRow("常见问题", 5, "怎么预约活动室", ("活动室",), "打{活动室电话}预约。", None),
    AnswerRow("常见问题", 6, "How to apply for a residence permit", ("residence permit",), "At the window.", None),
]
_FACTS = [FactRow("社区信息", 2, "办公时间", "周一至周五 9:00—17:00"),
          FactRow("社区信息", 3, "办公电话", "02885550100"), FactRow("社区信息", 4, "地址", "幸福路1号")]


async def test_an_enquiry_is_answered_at_once_and_nothing_is_filed(town: Town) -> None:
    place = await _settled(town)
    await place.resident.says("请问社区几点开门")
    assert "周一至周五 9:00—17:00" in place.resident.last
    assert "02885550100" in place.resident.last
    await place.resident.presses("有用")
    assert "已答复" in place.resident.last
    assert await _requests(town) == []


async def test_not_solved_goes_to_a_person_as_an_enquiry(town: Town) -> None:
    place = await _settled(town)
    await place.resident.says("请问社区几点开门")
    await place.resident.presses("没有解决，请人答复")
    assert "已收到，编号 XF-1201-001" in place.resident.last
    assert await _requests(town) == [("enquiry", "open")]


async def test_what_fits_nothing_is_filed_as_usual(town: Town) -> None:
    place = await _settled(town)
    await place.resident.says("请问公积金怎么提取")
    await place.resident.presses("确认提交")
    assert await _requests(town) == [("enquiry", "open")]


async def test_expired_answers_and_blank_variables_are_never_given_and_the_office_hears(town: Town) -> None:
    place = await _settled(town)
    for words in ("请问流感疫苗什么时候打", "请问怎么预约活动室"):
        await place.resident.says(words)
        assert "确认提交" in _buttons(place.resident)
        await place.resident.presses("不提交了")
    await town.wait(25 * 3_600_000)
    told = next(shown.text for shown in reversed(place.office.sees()) if "派单规则请您看一下" in shown.text)
    assert "1 条常见问题的答案已过期，不再使用：流感疫苗什么时候打" in told
    assert "1 个变量在“社区信息”里没有内容" in told


async def test_silence_after_an_answer_is_no_open_report(town: Town) -> None:
    place = await _settled(town)
    await place.resident.says("请问社区几点开门")
    await town.wait(80 * 3_600_000)
    assert "已答复" in place.resident.last
    assert await _requests(town) == []


async def test_staff_send_an_answer_with_one_press(town: Town) -> None:
    place = await _settled(town)
    await place.resident.says("请问居住证怎么办")
    await place.resident.presses("没有解决，请人答复")
    await place.office.presses("接单")
    await place.office.presses("办结")
    assert "可以用的答案" in place.office.last
    assert "带身份证和租房合同到幸福路1号一楼窗口" in place.office.last
    await place.office.presses("用第 1 条回复")
    assert await _requests(town) == [("enquiry", "resolved")]
    async with town.database.read() as tx:
        assert len(await tx.all("SELECT 1 AS yes FROM history WHERE act = 'insert_answer'")) == 1


async def test_staff_search_answers_by_words(town: Town) -> None:
    place = await _settled(town)
    await place.member.says("/answers 居住证")
    assert "一楼窗口" in place.member.last
    await place.member.presses("用第 1 条回复")
    assert "请先在诉求里点" in place.member.toast
    await place.member.says("/answers 月球")
    assert "没有找到合适的答案" in place.member.last
    await place.resident.says("/answers 居住证")
    assert "给工作人员使用" in place.resident.last


async def test_in_english(town: Town) -> None:
    await _settled(town)
    guest = town.person("Ann", "en")
    await guest.says("/start")
    await guest.presses("Agree and start")
    await guest.says("3-2-501")
    await guest.says("How do I apply for a residence permit?")
    assert "At the window." in guest.last
    await guest.presses("That helps")
    assert "Answered." in guest.last


def test_two_answers_that_fit_alike_are_none() -> None:
    ready = [_answer("高龄补贴怎么申请", "高龄补贴"), _answer("医保在哪里交", "医保")]
    assert rules.sure(rules.ranked("高龄补贴怎么领", ready)) is not None
    assert rules.sure(rules.ranked("高龄补贴和医保都怎么办", ready)) is None
    assert rules.sure(rules.ranked("公积金", ready)) is None


@pytest.mark.parametrize(("text", "filled"), [
    ("打{电话}", "打110"), ("打{ 电话 }", "打110"), ("去{地址}", None), ("没有变量", "没有变量"),
])
def test_variables_stand_for_facts(text: str, filled: str | None) -> None:
    assert rules.fill(text, {"电话": "110"}) == filled


def _answer(question: str, words: str) -> Answer:
    return Answer(1, CommunityId(1), question, words, "", None)


async def _settled(town: Town) -> Neighbourhood:
    place = await settled(town)
    book = Workbook(answers=_ROWS, facts=_FACTS)
    work = Import(town.bot.bot_id, town.clock.now(), town.settings)
    assert await import_workbook(town.bot.machine.job, book, work, lambda _: None) == []
    return place


async def _requests(town: Town) -> list[tuple[str, str]]:
    async with town.database.read() as tx:
        return [(row["kind"], row["state"]) for row in await tx.all("SELECT kind, state FROM requests ORDER BY id")]


def _buttons(person: Person) -> list[str]:
    shown = next(shown for shown in reversed(person.sees()) if shown.buttons)
    return [button.text for row in shown.buttons for button in row]
