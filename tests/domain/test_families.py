"""What a relative writes when asked for the elder's name."""

import pytest

from domain.families import is_name
from tests.town import SETTINGS


@pytest.mark.parametrize("said", [
    "张奶奶，女儿", "王秀英 女儿", "我妈，儿子", "李爷爷", "我家老人，孙子", "独居老人赵爷爷，侄子",
    "Grandma Zhang, daughter", "欧阳阿姨、外甥女",
])
def test_a_name_is_a_name(said: str) -> None:
    assert is_name(said, SETTINGS.categories, SETTINGS.kinds)


@pytest.mark.parametrize("said", [
    "楼道灯坏了", "我妈家的水管漏水", "你们几点上班", "奶奶家电梯停了", "怎么办理居住证",
    "The lamp on the stairs is broken",
    "她住在三楼。麻烦你们去看看", "", " ",
])
def test_a_problem_or_a_question_is_none(said: str) -> None:
    assert not is_name(said, SETTINGS.categories, SETTINGS.kinds)
