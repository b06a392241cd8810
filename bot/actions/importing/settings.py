"""How a community works: 承办单位, 项目, 常见问题, 社区信息, 应急电话."""

from bot.actions.importing.work import Import
from bot.settings import Settings
from bot.workbook import AnswerRow, EmergencyRow, FactRow, Problem, ProgrammeRow, UnitRow, headings
from domain import recurrence
from storage import answers, danger, grid, keys, programmes, timers, units
from storage.danger import EmergencyPhone
from storage.database import Transaction


async def take_unit(work: Import, tx: Transaction, row: UnitRow) -> None:
    """A unit that is known is told anew, so that a changed number is not called in vain."""
    community_id = work.community_of(row)
    if community_id is None:
        return
    told = ",".join(row.categories), row.hours, row.contact, row.phone
    known = await units.find_unit_named(tx, community_id, row.name)
    if known is None:
        key = await keys.add_key(tx, "person", work.now)
        await units.save_handling_unit(tx, community_id, key, row.name, *told)
    elif (",".join(known.categories), known.hours, known.contact, known.phone) != told:
        await units.change_unit(tx, known.id, *told)


async def take_programme(work: Import, tx: Transaction, row: ProgrammeRow) -> None:
    """Without a cell it is for the whole community."""
    community_id = work.cells[row.cell][1] if row.cell else work.community_of(row)
    if community_id is None:
        return
    cell_id = work.cells[row.cell][0] if row.cell else await grid.find_root(tx, community_id)
    assert cell_id is not None
    cutoff = (row.cutoff.days_before, f"{row.cutoff.time:%H:%M}") if row.cutoff else None
    programme_id = await programmes.save_programme(
        tx, community_id, work.bot_id, cell_id, name=row.name, rule=recurrence.format(row.rule),
        time=f"{row.time:%H:%M}", place=row.place, tag=row.tags[0] if row.tags else "",
        steps=[(one.days_before, f"{one.time:%H:%M}") for one in row.reminders], cutoff=cutoff,
    )
    timers.set_timer(tx, "programme", programme_id, work.now)


async def take_answer(work: Import, tx: Transaction, row: AnswerRow) -> None:
    community_id = work.community_of(row)
    if community_id is not None:
        await answers.save_answer(tx, community_id, row.question, ",".join(row.words), row.answer, row.until)


async def take_fact(work: Import, tx: Transaction, row: FactRow) -> None:
    community_id = work.community_of(row)
    if community_id is not None:
        await answers.save_fact(tx, community_id, row.name, row.value)


async def take_phone(work: Import, tx: Transaction, row: EmergencyRow) -> None:
    found = wrong_kinds(work.settings, row)
    if found:
        work.problems += found
        return
    community_id = work.community_of(row)
    if community_id is not None and not row.phone:
        await danger.drop_phone(tx, community_id, row.name)
    elif community_id is not None:
        kinds = tuple(code for one in row.kinds if (code := work.settings.danger.kind_code(one)))
        await danger.save_phone(tx, community_id, EmergencyPhone(row.name, row.phone, kinds))


def wrong_kinds(settings: Settings, row: EmergencyRow) -> list[Problem]:
    """What is no danger that we know: then the number would never be shown."""
    return [Problem(row.sheet, row.row, headings.name("emergency", "kinds"), "workbook.danger_unknown", {"name": one})
            for one in row.kinds if settings.danger.kind_code(one) is None]
