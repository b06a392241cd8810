"""Making an invite: what for, where, which post; then the link with its picture."""

from bot.views.page import Button, Page, grid, line

KINDS = ("stairwell", "household", "post")


def what_for() -> Page:
    rows = tuple((Button(f"button.invite_{kind}", "invite_for", n),) for n, kind in enumerate(KINDS))
    return Page((line("invite.what_for"),), rows)


def which_cell(cells: list[tuple[int, str]]) -> Page:
    buttons = [Button("button.cell", "invite_cell", one, 0, {"cell": name}) for one, name in cells[:90]]
    return Page((line("invite.which_cell"),), grid(buttons, 2))


def which_role(cell_id: int, cell: str, roles: list[tuple[int, str]]) -> Page:
    buttons = [Button(f"role.{role}", "invite_role", cell_id, n) for n, role in roles]
    return Page((line("invite.which_role", cell=cell),), grid(buttons, 2))


def made(purpose: str, place: str, role: str | None, link: str, uses: int, expires_at: int) -> Page:
    about = {"role_key": f"role.{role}"} if role else {}
    lines = [line(f"invite.for_{purpose}", place=place, **about)]
    lines.append(line("invite.made", link=link, count=uses, expires_at=expires_at))
    return Page(tuple(lines), qr=link)


def post_taken(cell: str, role: str) -> Page:
    return Page((line("invite.post_taken", cell=cell, role_key=f"role.{role}"),), menu=True)


def named(name: str, *, phone: bool) -> Page:
    if not phone:
        return Page((line("invite.named", name=name),), menu=True)
    return Page((line("invite.named", name=name), line("invite.ask_phone")), phone=True)
