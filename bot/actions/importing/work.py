"""What an import carries from row to row: where it goes, what it has found on the way, what it could not place."""

from dataclasses import dataclass, field

from bot.settings import Settings
from bot.workbook import AnswerRow, EmergencyRow, FactRow, Problem, ProgrammeRow, RouteRow, UnitRow
from domain.ids import BotId, CellId, CommunityId, HouseholdId


@dataclass(slots=True)
class Import:
    """One workbook on its way into the register, into one community alone where `community_id` says so."""

    bot_id: BotId
    now: int
    settings: Settings
    community_id: CommunityId | None = None
    cells: dict[str, tuple[CellId, CommunityId]] = field(default_factory=dict)
    buildings: dict[tuple[CommunityId, str, str], int] = field(default_factory=dict)
    units: dict[tuple[int, str], int] = field(default_factory=dict)
    households: dict[tuple[str, str, str, str], tuple[HouseholdId, CommunityId]] = field(default_factory=dict)
    own_cells: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def community_of(
        self, row: RouteRow | AnswerRow | FactRow | UnitRow | ProgrammeRow | EmergencyRow
    ) -> CommunityId | None:
        """The one whose cells are in this workbook, else the only one that there is."""
        codes = self.own_cells or list(self.cells)
        found = {self.cells[code][1] for code in codes if code in self.cells}
        if len(found) == 1:
            return found.pop()
        self.problems.append(Problem(row.sheet, row.row, "", "workbook.which_community"))
        return None

    @property
    def communities(self) -> set[CommunityId]:
        return {community_id for _, community_id in self.cells.values()}
