"""The rule table: first match wins, what is gone goes to the desk, what cannot be reached is found out."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from domain.coverage import takes_all, unreachable
from domain.ids import CellId, HandlingUnitId
from domain.routing import Asked, Cell, Rule, Targets, fits, past_vacancies, route

GRID = Cell(CellId(2), CellId(1), "网格", "第一网格", "G1")
COMMUNITY = Cell(CellId(1), None, "社区", "幸福社区", "XF")
OTHER_GRID = Cell(CellId(3), CellId(1), "网格", "第二网格", "G2")
CHAIN = [GRID, COMMUNITY]
TARGETS = Targets({"G2": OTHER_GRID}, {"水务": HandlingUnitId(7)})
REST = Rule("其余", level="网格")


def _asked(**changes: str) -> Asked:
    given = {"category": "power", "kind": "report", "source": "resident", "date": "2026-12-01", "compound": "幸福苑",
             "building": "3", **changes}
    return Asked(**given, chain=CHAIN)


def test_the_first_row_that_fits_decides() -> None:
    rules = [Rule("电", categories=("power",), level="社区"), REST]
    assert route(rules, _asked(), TARGETS)[:4] == (COMMUNITY.id, "电", False, "level")
    assert route(rules, _asked(category="water"), TARGETS)[:4] == (GRID.id, "其余", False, "level")


def test_every_column_narrows() -> None:
    rule = Rule("窄", kinds=("help",), sources=("call",), compounds=("幸福苑",), buildings=("3",), cells=("XF",),
                level="社区", since="2026-12-01", until="2026-12-31")
    right = {"kind": "help", "source": "call"}
    assert fits(rule, _asked(**right))
    for wrong in ({"kind": "report"}, {"source": "resident"}, {"compound": "和平里"}, {"building": "4"},
                  {"date": "2026-11-30"}, {"date": "2027-01-01"}):
        assert not fits(rule, _asked(**{**right, **wrong})), wrong


def test_a_cell_by_its_code_and_the_desk() -> None:
    assert route([Rule("二", cell="G2"), REST], _asked(), TARGETS).cell_id == OTHER_GRID.id
    desk = route([Rule("站", level="desk"), REST], _asked(), TARGETS)
    assert (desk.cell_id, desk.to_desk, desk.why) == (COMMUNITY.id, False, "desk")


def test_what_is_gone_goes_to_the_desk() -> None:
    for rule, why in ((Rule("走", cell="G9"), "gone_cell"), (Rule("层", level="楼组"), "no_level"),
                      (Rule("单位", level="网格", unit="电力"), "gone_unit")):
        decided = route([rule, REST], _asked(), TARGETS)
        assert (decided.cell_id, decided.to_desk, decided.why) == (COMMUNITY.id, True, why)


def test_a_row_with_a_unit_alone_leaves_the_cell_to_the_rows_below() -> None:
    decided = route([Rule("水归水务", categories=("water",), unit="水务"), REST], _asked(category="water"), TARGETS)
    assert (decided.cell_id, decided.unit_id, decided.rule) == (GRID.id, 7, "其余")
    assert route([Rule("水归水务", categories=("water",), unit="水务"), REST], _asked(), TARGETS).unit_id is None


def test_a_vacant_cell_is_passed_over() -> None:
    decided = route([REST], _asked(), TARGETS)
    climbed = past_vacancies(decided, [(GRID.id, False), (COMMUNITY.id, True)])
    assert (climbed.cell_id, climbed.why) == (COMMUNITY.id, "vacant")
    assert past_vacancies(decided, [(GRID.id, False), (COMMUNITY.id, False)]) == decided
    assert past_vacancies(decided, [(GRID.id, True), (COMMUNITY.id, True)]) == decided


def test_rows_that_nothing_reaches() -> None:
    water, power = Rule("水", categories=("water",), level="社区"), Rule("电", categories=("power",), level="社区")
    assert unreachable([water, power, Rule("水电", categories=("water", "power"), level="网格"), REST]) == [2]
    assert unreachable([REST, water]) == [1]
    assert unreachable([water, Rule("三号楼的水", categories=("water",), buildings=("3",), level="网格"), REST]) == [1]
    assert unreachable([Rule("三号楼的水", categories=("water",), buildings=("3",), level="网格"), water, REST]) == []
    assert unreachable([Rule("水务", categories=("water",), unit="水务"), water, REST]) == []


def test_a_row_in_force_for_a_while_hides_only_what_ends_with_it() -> None:
    winter = Rule("冬", level="社区", since="2026-11-15", until="2027-03-15")
    assert unreachable([winter, REST]) == []
    assert unreachable([winter, Rule("一月", level="网格", since="2027-01-01", until="2027-01-31"), REST]) == [1]
    assert not takes_all(winter)


def test_a_cell_hides_the_cells_in_it() -> None:
    rules = [Rule("社区", cells=("XF",), level="社区"), Rule("一网格", cells=("G1",), level="网格"), REST]
    assert unreachable(rules, {"XF": frozenset({"XF", "G1"})}) == [1]
    assert unreachable(rules) == []


_some = st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True).map(tuple)
_rules = st.lists(st.builds(Rule, name=st.just("r"), categories=_some, kinds=_some, buildings=_some,
                            level=st.just("网格")), min_size=1, max_size=6)


@given(_rules)
def test_unreachable_means_that_no_request_reaches_it(rules: list[Rule]) -> None:
    """Against looking at every request there can be; z stands for whatever no row names."""
    reached = set()
    for category, kind, building in product("abz", repeat=3):
        asked = _asked(category=category, kind=kind, building=building)
        reached |= {next((n for n, rule in enumerate(rules) if fits(rule, asked)), None)}
    assert set(unreachable(rules)) == set(range(len(rules))) - reached
