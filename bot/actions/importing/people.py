"""Staff, residents and the relatives of elders: somebody who is known is not added again."""

from bot.actions.importing.places import cell_of_building, door_of, known_door
from bot.actions.importing.work import Import
from bot.workbook import ContactRow, HouseholdRow, PersonRow, Problem
from domain.ids import CommunityId, PersonId
from storage import families, keys, people
from storage.database import Transaction


async def take_person(work: Import, tx: Transaction, row: PersonRow) -> None:
    cell_id, community_id = work.cells[row.cell]
    person_id = await _find(tx, community_id, row.name, row.phone) or await people.find_at_cell(tx, cell_id, row.name)
    if person_id is None:
        person_id = await _add(work, tx, community_id, row.name, row.phone, row.telegram_id)
    categories = ",".join(work.settings.category_code(one) for one in row.categories)
    for role in row.post_codes or ("staff",):
        await people.add_post(tx, community_id, cell_id, person_id, role, row.post, categories)


async def take_household(work: Import, tx: Transaction, row: HouseholdRow) -> None:
    found = work.cells.get(row.cell) or await cell_of_building(work, tx, row)
    if found is None:
        work.problems.append(Problem(row.sheet, row.row, "网格编码", "workbook.building_without_cell"))
        return
    cell_id, community_id = found
    household_id = await door_of(work, tx, community_id, cell_id, row)
    if not row.name and not row.phone:
        return
    if row.name:
        person_id = await people.find_in_household(tx, household_id, row.name)
    else:
        person_id = await people.find_by_phone_in(tx, household_id, row.phone)
    if person_id is None and row.name:
        person_id = await _find(tx, community_id, row.name, row.phone)
    if person_id is None:
        person_id = await _add(work, tx, community_id, row.name, row.phone, None)
    await people.add_resident(tx, household_id, person_id, work.now)
    for tag in row.tags:
        await people.add_tag(tx, person_id, tag)


async def take_contact(work: Import, tx: Transaction, row: ContactRow) -> None:
    found = await known_door(work, tx, row)
    elder_id = await people.find_in_household(tx, found[0], row.elder) if found else None
    if found is None or elder_id is None:
        work.problems.append(Problem(row.sheet, row.row, "老人姓名", "workbook.elder_unknown"))
        return
    person_id = await _find(tx, found[1], row.name, row.phone)
    if person_id is None:
        person_id = await _add(work, tx, found[1], row.name, row.phone, None)
    await families.add_contact(tx, elder_id, person_id, row.relation, row.order)


async def _find(tx: Transaction, community_id: CommunityId, name: str, phone: str) -> PersonId | None:
    """The same number and the same name are the same person; a family may share a number."""
    known = await people.list_by_phone(tx, community_id, phone) if phone else []
    return next((one.id for one in known if one.name == name), None)


async def _add(
    work: Import, tx: Transaction, community_id: CommunityId, name: str, phone: str, telegram_id: int | None
) -> PersonId:
    key = await keys.add_key(tx, "person", work.now)
    return await people.add_person(
        tx, community_id, key, name=name or None, phone=phone or None, telegram_id=telegram_id,
        language=work.settings.language,
    )
