"""Acting for an elder: for whom, and the question that somebody of the grid asks the elder."""

from bot.views.page import Button, Page, line


def linked(names: list[str]) -> Page:
    return Page((line("family.linked", names="、".join(names)),), menu=True)


def ask_phone() -> Page:
    return Page((line("family.ask_phone"),), phone=True)


def agreed() -> Page:
    return Page((line("family.agreed"),), menu=True)


def task(family_id: int, place: str, words: str, phone: str | None) -> Page:
    lines = [line("family.task"), line("family.task_words", place=place, words=words)]
    lines.append(line("family.task_phone", phone=phone) if phone else line("family.task_no_phone"))
    rows = ((Button("button.elder_agrees", "elder_agrees", family_id),
             Button("button.elder_refuses", "elder_refuses", family_id)),
            (Button("button.elder_away", "elder_away", family_id),))
    return Page(tuple(lines), rows)


def which(family_id: int, known: list[tuple[int, str]]) -> Page:
    rows = [(Button("button.colleague", "elder_is", family_id, one, {"name": name}),) for one, name in known]
    return Page((line("family.which"),), (*rows, (Button("button.elder_other", "elder_is", family_id),)))


def over() -> Page:
    return Page((line("family.settled"),))
