"""What the papers say is there, is there: files, names in files, timers, act codes."""

import re
from pathlib import Path

import pytest

import bot.actions  # noqa: F401 - they register their timers
from bot.buttons import ACTS
from bot.works import TIMERS

ROOT = Path(__file__).parent.parent
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
_FILE = re.compile(r"`((?:\w+/)*\w+\.(?:py|yaml|sql)|(?:bot|commands|domain|handlers|sandbox|storage|tests)/[\w/]*)`")
_NAME_IN_FILE = re.compile(r"`(\w+)` in `([\w/]+\.(?:py|yaml))`")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_files_that_a_paper_names_exist(paper: Path) -> None:
    gone = [name for name in _FILE.findall(paper.read_text("utf-8")) if not _found(name)]
    assert gone == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_names_stand_in_the_files_that_a_paper_says(paper: Path) -> None:
    said = _NAME_IN_FILE.findall(paper.read_text("utf-8"))
    gone = [(name, file) for name, file in said if not re.search(rf"\b{name}\b", (ROOT / file).read_text("utf-8"))]
    assert gone == []


def test_every_timer_is_told_in_the_architecture() -> None:
    told = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "architecture.md").read_text("utf-8")))
    assert sorted(TIMERS.keys() - told) == []


def test_every_button_is_in_the_glossary() -> None:
    told = set(re.findall(r"`(\w+)`", (ROOT / "GLOSSARY.md").read_text("utf-8")))
    assert sorted(ACTS.keys() - told) == []


def _found(name: str) -> bool:
    """A path from the top, or a file's bare name where the sentence says which folder it is about."""
    return (ROOT / name).exists() or ("/" not in name and any(ROOT.glob(f"*/**/{name}")))
