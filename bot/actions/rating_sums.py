"""What many answers say together: to whoever handles about their own, to a leader about a cell, to nobody about one."""

from bot.drawing import Reader
from bot.views import ratings as pages
from bot.views.page import Line
from domain.people import LEADERS
from domain.ratings import summarise
from storage import grid, people
from storage import rating_asks as asks


async def lines(reader: Reader) -> list[Line]:
    """我的评价, and the cell's for its leader; nothing while fewer than five have answered."""
    if reader.person_id is None:
        return []
    mine = summarise(await asks.list_told_of_holder(reader.tx, reader.person_id))
    found = [pages.summary("rate.mine", mine)] if mine else []
    for post in await people.list_posts(reader.tx, reader.person_id):
        told = summarise(await asks.list_told_of_cell(reader.tx, post.cell_id)) if post.role in LEADERS else None
        if told:
            cell = await grid.get_cell(reader.tx, post.cell_id)
            found.append(pages.summary("rate.of_cell", told, cell=cell.name))
    return found
