"""Where requests go and why, as staff read it."""

from pathlib import Path

import pytest

from bot.config import ConfigError, load_settings

CONFIG = Path(__file__).parent.parent.parent / "config.yaml"


def _config(tmp_path: Path, routes: str) -> Path:
    text = CONFIG.read_text("utf-8")
    changed = tmp_path / "config.yaml"
    changed.write_text(text[: text.index("\nroutes:")] + "\nroutes:\n" + routes, "utf-8")
    return changed


@pytest.mark.parametrize(("routes", "words"), [
    ("  - {name: 全部, level: 网格}\n  - {name: 水, categories: [water], level: 社区}\n  - {name: 末, level: 网格}\n",
     "the route 水 is never reached"),
    ("  - {name: 水, categories: [water], level: 社区}\n", "the last route takes everything"),
    ("  - {name: 火, categories: [fire], level: 社区}\n  - {name: 末, level: 网格}\n", "not listed: fire"),
    ("  - {name: 问, kinds: [riddle], level: 社区}\n  - {name: 末, level: 网格}\n", "names riddle"),
    ("  - {name: 空, categories: [water]}\n  - {name: 末, level: 网格}\n", "leads nowhere"),
])
def test_a_wrong_table_stops_the_start_with_its_line(tmp_path: Path, routes: str, words: str) -> None:
    path = _config(tmp_path, routes)
    with pytest.raises(ConfigError, match=words) as refused:
        load_settings(path)
    if "never reached" in words:
        line = int(str(refused.value).split(":")[1])
        assert path.read_text("utf-8").splitlines()[line - 1].startswith("  - {name: 水")
