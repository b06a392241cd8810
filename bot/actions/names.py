"""How people are named to those who read about them."""

from bot.drawing import Reader
from domain.ids import PersonId
from storage import grid, people


async def staff_name(reader: Reader, person_id: PersonId) -> str:
    """A member of staff by name, as on a name plate; their cell's name where the register holds none."""
    person = await people.get_person(reader.tx, person_id)
    if person.name:
        return person.name
    posts = await people.list_posts(reader.tx, person_id)
    return (await grid.get_cell(reader.tx, posts[0].cell_id)).name if posts else ""
