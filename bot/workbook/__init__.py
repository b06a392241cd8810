"""The community's workbook: cells, buildings, people, households, contacts, units programmes, rules, answers."""

from bot.workbook.reader import MAX_BYTES, MAX_ROWS, read
from bot.workbook.rows import (
    AnswerRow,
    BuildingRow,
    CellRow,
    ContactRow,
    EmergencyRow,
    FactRow,
    HouseholdRow,
    PersonRow,
    Problem,
    ProgrammeRow,
    Reminder,
    RouteRow,
    ShiftRow,
    UnitRow,
    Unknown,
    Workbook,
)

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "AnswerRow",
    "BuildingRow",
    "CellRow",
    "ContactRow",
    "EmergencyRow",
    "FactRow",
    "HouseholdRow",
    "PersonRow",
    "Problem",
    "ProgrammeRow",
    "Reminder",
    "RouteRow",
    "ShiftRow",
    "UnitRow",
    "Unknown",
    "Workbook",
    "read",
]
