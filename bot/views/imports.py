"""What a workbook of tickets would do, in words, before it does it; and what it has done."""

from bot.views.page import Button, Line, Page, line
from domain.imports import Counts, Import

_MOST_NAMED = 10


def preview(found: Import, counts: Counts) -> Page:
    if found.state == "dropped":
        return Page((line("import.dropped"),))
    if found.state == "done":
        return Page((line("import.done", count=counts.filed),))
    silent = found.total - counts.placed - len(counts.placeless) - found.repeated - counts.filed
    lines = [line("import.preview", count=found.total - max(silent, 0), placed=counts.placed, repeated=found.repeated,
                  placeless=len(counts.placeless))]
    if silent > 0:
        lines.append(line("import.without_words", count=silent))
    lines += _named(counts.placeless)
    lines += [line("import.refused", heading=heading) for heading in found.refused]
    if found.state == "filing":
        return Page((*lines, line("import.filing")))
    buttons = (Button("button.import_all", "import_all", found.id), Button("button.import_not", "import_not", found.id))
    return Page(tuple(lines), (buttons,))


def _named(placeless: list[int]) -> list[Line]:
    if not placeless:
        return []
    shown = "、".join(map(str, placeless[:_MOST_NAMED])) + ("…" if len(placeless) > _MOST_NAMED else "")
    return [line("import.placeless", lines=shown)]
