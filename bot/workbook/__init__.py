"""The community's workbook: cells, buildings, people, households, contacts, units and programmes."""

from bot.workbook.reader import MAX_BYTES, MAX_ROWS, read
from bot.workbook.rows import (
    BuildingRow,
    CellRow,
    ContactRow,
    HouseholdRow,
    PersonRow,
    Problem,
    ProgrammeRow,
    Reminder,
    UnitRow,
    Workbook,
)

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "BuildingRow",
    "CellRow",
    "ContactRow",
    "HouseholdRow",
    "PersonRow",
    "Problem",
    "ProgrammeRow",
    "Reminder",
    "UnitRow",
    "Workbook",
    "read",
]
