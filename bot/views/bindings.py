"""What a group is asked about the cells that it works for."""

from bot.views.page import Button, Page, line
from domain.routing import Cell


def bound(cells: list[Cell]) -> Page:
    lines = [line("bind.list", cell="、".join(cell.name for cell in cells))] if cells else []
    rows = tuple((Button("button.unbind", "unbind", cell.id, 0, {"cell": cell.name}),) for cell in cells)
    return Page((*lines, line("bind.how")), rows)


def ask(cells: list[Cell], count: int, topic_id: int, *, forum: bool) -> Page:
    """The topic stands where the generation would."""
    names = "、".join(cell.name for cell in cells)
    if len(cells) == 1:
        rows = [(Button("button.bind", "bind", cells[0].id, topic_id),)]
    else:
        rows = [(Button("button.bind_cell", "bind", one.id, topic_id, {"cell": one.name}),) for one in cells]
    if forum:
        rows += [(Button("button.bind_topics", "bind_topics", one.id, topic_id, {"cell": one.name}),) for one in cells]
    return Page((line("bind.ask", count=count, cell=names),), tuple(rows))


def residents(cell: Cell) -> Page:
    return Page((line("board.residents", cell=cell.name),), (
        (Button("button.to_private", "unbind", cell.id),), (Button("button.still_staff", "still_staff", cell.id),),
    ))
