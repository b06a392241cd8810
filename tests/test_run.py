"""The command line: what it says when something is missing or wrong, and the import of a workbook."""

import os
import pty
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.community import community
from tests.bot.workbooks import packed

RUN = Path(__file__).parent.parent / "run.py"
SECRET = "ab" * 32


def _known(folder: Path) -> dict[str, str]:
    return {
        "BOT_TOKEN": "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "LINLI_SECRET_KEY": SECRET,
        "LINLI_DATABASE_URL": f"sqlite:///{folder}/linli.db", "PATH": os.environ["PATH"],
    }


def _run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(RUN), *arguments], env=_known(folder) | environment, text=True,  # noqa: S603
                          capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout + done.stderr


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    code, said = _run(tmp_path, "check", BOT_TOKEN="")
    assert code == 2
    assert "BOT_TOKEN is not set" in said
    code, said = _run(tmp_path, "check", LINLI_SECRET_KEY="123")
    assert code == 2
    assert "python run.py key" in said
    code, said = _run(tmp_path, "check", LINLI_DATABASE_URL="mysql://x")
    assert code == 2
    assert "not a database address" in said


def test_a_key_is_made_and_another_one_is_refused(tmp_path: Path) -> None:
    _, key = _run(tmp_path, "key")
    assert len(bytes.fromhex(key.strip())) == 32
    assert _run(tmp_path, "check")[0] == 0
    code, said = _run(tmp_path, "check", LINLI_SECRET_KEY=key.strip())
    assert code == 2
    assert "not the one that this database began with" in said


@pytest.mark.parametrize(("old", "new", "wanted"), [
    ("gather: 8", "gather: soon", ": drafts.gather is a number, not “soon”"),
    ("gather: 8", "gatherr: 8", ": unknown setting drafts.gatherr; known are gather, "),
    ('ask_from: "08:30"', 'ask_from: "9 am"', ": ratings.ask_from is a time such as 21:30 in quotes, not “9 am”"),
    ("mode: polling", "mode: webhook", "intake.public_url is the https address"),
    ("timezone: Asia/Shanghai", "timezone: Asia/Atlantis", "IANA name"),
    ("language: zh", "language: [", "not YAML"),
    ("shared_within: 300", "shared_within: 900", ": danger.shared_within is at most joins_within"),
])
def test_a_wrong_setting_is_named_with_its_line(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    text = (RUN.parent / "config.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / "config.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    code, said = _run(tmp_path, "check", LINLI_CONFIG=str(path))
    assert code == 2
    assert wanted in said
    assert re.search(rf"{re.escape(str(path))}:\d+: ", said)


def test_the_sandbox_clock_is_refused_for_real_telegram(tmp_path: Path) -> None:
    code, said = _run(tmp_path, LINLI_CLOCK_URL="http://127.0.0.1:1", BOT_API_URL="https://api.telegram.org")
    assert code == 2
    assert "LINLI_CLOCK_URL" in said


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "community.xlsx"
    community(60).save(file)
    assert _run(tmp_path, "import", str(file))[0] == 0
    before = _dump(tmp_path)
    code, said = _run(tmp_path, "import", str(file))
    assert code == 0
    assert "0 处需要查看" in said
    assert _dump(tmp_path) == before


def test_an_import_is_previewed_in_words_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "community.xlsx"
    cells = [["编码", "名称", "层级", "上级编码", "工作群ID"], ["XF", "幸福社区", "社区", "", ""],
             ["G1", "第一网格", "网格", "XF", "-1001"]]
    file.write_bytes(packed({"网格": cells, "应急电话": [["名称", "电话"], ["物业值班", "02887654321"]]}))
    code, said = _run(tmp_path, "import", "--preview", str(file))
    assert (code, "什么都没有变" in said) == (0, True)
    for words in ("网格：2", "应急电话：1", "要绑定工作群的网格：第一网格"):
        assert words in said
    assert _dump(tmp_path)["cells"] == 0
    code, said = _run(tmp_path, "import", str(file))
    assert (code, "要绑定工作群的网格：第一网格" in said, "共 3 行已导入" in said) == (0, True, True)
    file.write_bytes(packed({"网格": cells, "应急电话": [["名称", "电话"], ["物业值班", "停用"]]}))
    code, said = _run(tmp_path, "import", "--preview", str(file))
    assert "停用的应急电话：物业值班" in said
    assert "要绑定" not in said, "it is bound already"
    assert _dump(tmp_path)["emergency_phones"] == 1


def _at_a_terminal(folder: Path, answer: str, *arguments: str) -> tuple[int, str]:
    """The same with somebody who types."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, str(RUN), *arguments], env=_known(folder), stdin=theirs,  # noqa: S603
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    os.write(ours, answer.encode())
    said, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    return process.returncode, said


@pytest.mark.parametrize(("answer", "more", "taken"), [
    ("yes\n", (), True), ("\n", (), False), ("no\n", (), False), ("\n", ("--yes",), True),
    ("yes\n", ("--preview",), False),
])
def test_somebody_at_a_terminal_says_yes_first(tmp_path: Path, answer: str, more: tuple[str, ...], taken: bool) -> None:
    file = tmp_path / "community.xlsx"
    community(20).save(file)
    code, said = _at_a_terminal(tmp_path, answer, "import", *more, str(file))
    assert ("输入 yes 再按回车" in said) == (more == ())
    assert ((_dump(tmp_path)["cells"] > 0), code) == (taken, int(not taken and more == ()))
    assert "登记册，请您核对" in said


def test_check_names_a_community_that_has_no_number_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "community.xlsx"
    community(60).save(file)
    _run(tmp_path, "import", str(file))
    _, said = _run(tmp_path, "check")
    assert "还没有应急电话" in said
    assert "还没有区号" in said
    (tmp_path / "phones.xlsx").write_bytes(packed({"应急电话": [["名称", "电话"], ["物业夜间值班", "02887654321"]]}))
    assert _run(tmp_path, "import", str(tmp_path / "phones.xlsx"))[0] == 0
    _, said = _run(tmp_path, "check")
    assert "还没有应急电话" not in said


def test_a_file_that_is_no_workbook_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_text("hello")
    code, said = _run(tmp_path, "import", str(tmp_path / "x.xlsx"))
    assert code == 2
    assert "打不开" in said
    code, said = _run(tmp_path, "import", str(tmp_path / "none.xlsx"))
    assert code == 2
    assert "No such file" in said


def test_what_is_stuck_is_listed(tmp_path: Path) -> None:
    code, said = _run(tmp_path, "stuck")
    assert code == 0
    assert "0 in quarantine" in said
    assert _run(tmp_path, "stuck", "--release", "7")[0] == 1


def _dump(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "linli.db") as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {name: database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608
    database.close()
    return counts


def test_what_the_office_said_of_a_heading_holds_for_the_command_line_too(tmp_path: Path) -> None:
    file = tmp_path / "doors.xlsx"
    community(20).save(tmp_path / "community.xlsx")
    assert _run(tmp_path, "import", str(tmp_path / "community.xlsx"))[0] == 0
    rows = [["所属网格", "小区", "楼栋", "单元", "房"], ["W01", "枫桥里", "1", "1", "9901"]]
    file.write_bytes(packed({"住户": rows}))
    code, said = _run(tmp_path, "import", "--strict", str(file))
    assert code == 1
    assert "不认识这一列" in said
    with sqlite3.connect(tmp_path / "linli.db") as database:
        database.execute("INSERT INTO headings VALUES (1, 'households', '房', 'room')")
    database.close()
    code, said = _run(tmp_path, "import", "--strict", str(file))
    assert (code, "共 1 行已导入，0 处需要查看" in said) == (0, True)


def test_strict_takes_nothing_where_a_row_cannot_be_placed(tmp_path: Path) -> None:
    file = tmp_path / "community.xlsx"
    community(20).save(file)
    assert _run(tmp_path, "import", str(file))[0] == 0
    before = _dump(tmp_path)
    doors = [["网格编码", "小区", "楼栋", "单元", "室"], ["W01", "枫桥里", "1", "1", "9901"]]
    relatives = [["小区", "楼栋", "单元", "室", "老人姓名", "联系人", "手机"],
                 ["枫桥里", "1", "1", "9901", "无此人", "小张", "19900000021"]]
    file.write_bytes(packed({"住户": doors, "家属联系人": relatives}))
    code, said = _run(tmp_path, "import", "--strict", str(file))
    assert code == 1
    assert "共 0 行已导入，1 处需要查看" in said
    assert _dump(tmp_path) == before
    assert "共 1 行已导入，1 处需要查看" in _run(tmp_path, "import", str(file))[1]


def test_an_import_for_one_community_stays_there(tmp_path: Path) -> None:
    file = tmp_path / "community.xlsx"
    community(20).save(file)
    assert _run(tmp_path, "import", str(file))[0] == 0
    code, said = _run(tmp_path, "import", "--community", "XX", str(file))
    assert code == 2
    assert "Known are: SQ" in said
    assert _run(tmp_path, "import", "--strict", "--community", "SQ", str(file))[0] == 0


def test_the_report_of_changed_rules_goes_where_nobody_commits_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = _run(tmp_path, "replay-routing")
    assert (code, "var/replay-routing.xlsx" in said) == (0, True)
    assert [path.name for path in tmp_path.glob("**/*.xlsx")] == ["replay-routing.xlsx"]
    assert (tmp_path / "var" / "replay-routing.xlsx").exists()


def test_a_table_without_rules_is_no_comparison(tmp_path: Path) -> None:
    file = tmp_path / "doors.xlsx"
    file.write_bytes(packed({"住户": [["楼栋", "室"], ["1", "101"]]}))
    code, said = _run(tmp_path, "replay-routing", "--table", str(file))
    assert code == 2
    assert "there is no rule in it" in said
    (tmp_path / "rules.txt").write_text("x", "utf-8")
    code, said = _run(tmp_path, "replay-routing", "--table", str(tmp_path / "rules.txt"))
    assert code == 2
    assert "a table is a workbook" in said
