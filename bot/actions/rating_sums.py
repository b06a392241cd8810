"""What many answers say together: to whoever handles about their own, to a leader about a cell, to nobody about one."""

from bot.drawing import Reader
from bot.views import ratings as pages
from bot.views.page import Line
from domain.people import LEADERS
from domain.ratings import quarters, summarise
from storage import grid, people
from storage import rating_asks as asks


async def lines(reader: Reader) -> list[Line]:
    """我的评价, and the cell's for its leader, of two quarters; nothing while fewer than five have answered."""
    if reader.person_id is None:
        return []
    person = await people.get_person(reader.tx, reader.person_id)
    told_in = quarters(reader.now, (await grid.get_community(reader.tx, person.community_id)).timezone)
    mine = summarise(*[await asks.list_told_of_holder(reader.tx, reader.person_id, *one) for one in told_in])
    found = [pages.summary("rate.mine", mine)] if mine else []
    led = [post for post in await people.list_posts(reader.tx, reader.person_id) if post.role in LEADERS]
    for post in led:
        told = summarise(*[await asks.list_told_of_cell(reader.tx, post.cell_id, *one) for one in told_in])
        if told:
            cell = await grid.get_cell(reader.tx, post.cell_id)
            found.append(pages.summary("rate.of_cell", told, cell=cell.name))
    return found
