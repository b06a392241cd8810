"""The notice, the way to a door, and the welcome."""

from bot.views.page import Button, Page, grid, line

_WIDTH = {"compound": 1, "building": 3, "unit": 3, "room": 4}
_MOST = 96


def notice(codes: tuple[str, ...]) -> Page:
    return Page((line("people.notice"),), ((Button("button.consent", "consent"),), *languages(codes).rows))


def languages(codes: tuple[str, ...]) -> Page:
    choose = tuple(Button(f"language.{code}", "language", n) for n, code in enumerate(codes))
    return Page((line("people.pick_language"),), (choose,))


def pick(stage: str, choices: list[tuple[int, str]]) -> Page:
    if not choices:
        return Page((line("people.no_door"),))
    key = "people.ask_home" if stage == "compound" else f"people.pick_{stage}"
    buttons = [Button(f"button.{stage}", f"home_{stage}", one, 0, {"name": name}) for one, name in choices[:_MOST]]
    return Page((line(key),), grid(buttons, _WIDTH[stage]))


def home_saved(place: str) -> Page:
    return Page((line("people.home_saved", place=place),), menu=True)


def recognised(name: str, cells: list[str]) -> Page:
    lines = [line("people.recognised", name=name), *(line("people.post", cell=cell) for cell in cells)]
    return Page(tuple(lines), menu=True)


def with_menu(key: str) -> Page:
    return Page((line(key),), menu=True)


def staff(names: str, cell: str) -> Page:
    return Page((line("people.staff", names=names, cell=cell),), menu=True)
