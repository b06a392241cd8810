"""Names that are known are read as a surname and a star."""

import pytest

from domain.masking import mask_names


@pytest.mark.parametrize(("text", "read"), [
    ("已和陈小伟说好，明天来", "已和陈*说好，明天来"),
    ("陈 小伟不在家", "陈*不在家"),
    ("欧阳青的女儿在", "欧阳*的女儿在"),
    ("ann  smith was in", "A* was in"),
    ("Joanne Smithson was in", "Joanne Smithson was in"),
    ("陈师傅修好了", "陈师傅修好了"),
])
def test_a_known_name_is_masked(text: str, read: str) -> None:
    assert mask_names(text, ["陈小伟", "欧阳青", "Ann Smith", "李", ""]) == read


def test_a_name_within_another_leaves_nothing_behind() -> None:
    assert mask_names("王小明明来过", ["王小明", "王小明明"]) == "王*来过"


def test_a_name_is_taken_as_it_is_written() -> None:
    assert mask_names("\\小伟 来过", ["\\小伟"]) == "\\* 来过"
