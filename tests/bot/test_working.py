"""The working hours in the settings: what makes no sense stops the start."""

from pathlib import Path

import pytest

from bot.config import ConfigError, load_settings
from tests.town import SETTINGS

CONFIG = Path(__file__).parent.parent.parent / "config.yaml"


@pytest.mark.parametrize(("wrong", "right", "words"), [
    ('hours: ["18:00-13:30"]', 'hours: ["08:30-12:00", "13:30-18:00"]', "working_hours"),
    ("hours: []", 'hours: ["08:30-12:00", "13:30-18:00"]', "working_hours"),
    ("days_off: [1, 2, 3, 4, 5, 6, 7]", "days_off: [6, 7]", "not all of them"),
    ("days_off: [8]", "days_off: [6, 7]", "from 1 .Monday. to 7"),
    ('holidays: ["New Year"]', "holidays: []", "dates such as"),
    ("categories: [riddles]\n      urgencies: []", "categories: [lift, water, power, gas_heat]\n      urgencies: []",
     "not listed: riddles"),
    ('ask_from: "half past eight"', 'ask_from: "08:30"', "ratings.ask_from is a time"),
])
def test_what_makes_no_sense_stops_the_start(tmp_path: Path, wrong: str, right: str, words: str) -> None:
    text = CONFIG.read_text("utf-8")
    assert right in text
    path = tmp_path / "config.yaml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ConfigError, match=words):
        load_settings(path)


def test_the_calendar_of_the_settings() -> None:
    calendar = SETTINGS.working_hours.calendar("Asia/Shanghai")
    assert calendar.days_off == {6, 7}
    assert len(calendar.version) == 12
