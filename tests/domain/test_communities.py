"""Communities by what people call them."""

import pytest

from domain.communities import matches, spoken_of


@pytest.mark.parametrize(("name", "part"), [
    ("幸福社区", "幸福"), ("幸福社区", "幸福社区"), ("东风路社区居委会", "东风"), ("东风路社区", "东风路社区"),
    ("Riverside", "river"),
])
def test_a_part_of_the_name_finds_it(name: str, part: str) -> None:
    assert matches(name, part)


@pytest.mark.parametrize(("name", "part"), [("幸福社区", "楼道灯坏了"), ("幸福社区", " "), ("社区", "幸福")])
def test_other_words_do_not(name: str, part: str) -> None:
    assert not matches(name, part)


def test_a_name_in_a_sentence_is_heard() -> None:
    assert spoken_of("滨河社区", "我在滨河社区三栋，着火了")
    assert not spoken_of("滨河社区", "河边着火了")
