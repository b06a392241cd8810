"""Making an invite: what for, where, which post; then the link with its picture."""

from bot.views.page import Button, Line, Page, grid, line

KINDS = ("stairwell", "household", "post")
# What the step is called on which somebody chooses where they live.
_STEPS = {"unit": "home_unit", "household": "home_room"}


def what_for() -> Page:
    rows = tuple((Button(f"button.invite_{kind}", "invite_for", n),) for n, kind in enumerate(KINDS))
    return Page((line("invite.what_for"),), rows)


def which_cell(cells: list[tuple[int, str]]) -> Page:
    buttons = [Button("button.cell", "invite_cell", one, 0, {"cell": name}) for one, name in cells[:90]]
    return Page((line("invite.which_cell"),), grid(buttons, 2))


def which_role(cell_id: int, cell: str, roles: list[tuple[int, str]], below: list[tuple[int, str]]) -> Page:
    """The posts of one cell, and the way further down."""
    rows = grid([Button(f"role.{role}", "invite_role", cell_id, n) for n, role in roles], 2)
    lines = [line("invite.which_role", cell=cell)]
    if below:
        lines.append(line("invite.or_below"))
        rows += grid([Button("button.cell", "invite_cell", one, 0, {"cell": name}) for one, name in below[:90]], 2)
    return Page(tuple(lines), rows)


def made(purpose: str, place: str, role: str | None, link: str, uses: int, expires_at: int) -> Page:
    lines = [_title(purpose, place, role), line(f"invite.does_{purpose}")]
    lines.append(line("invite.made", link=link, count=uses, expires_at=expires_at))
    return Page(tuple(lines), qr=link)


def own(purpose: str, place: str, role: str | None, subject_id: int) -> Page:
    """Whoever made it tries whether it works: nobody moves anywhere by that."""
    rows = ((Button("button.live_here", _STEPS[purpose], subject_id),),) if purpose in _STEPS else ()
    return Page((_title(purpose, place, role), line("invite.own")), rows)


def _title(purpose: str, place: str, role: str | None) -> Line:
    about = {"role_key": f"role.{role}"} if role else {}
    return line(f"invite.for_{purpose}", place=place, **about)


def post_taken(cell: str, role: str) -> Page:
    return Page((line("invite.post_taken", cell=cell, role_key=f"role.{role}"),), menu=True)


def named(name: str, *, phone: bool) -> Page:
    if not phone:
        return Page((line("invite.named", name=name),), menu=True)
    return Page((line("invite.named", name=name), line("invite.ask_phone")), phone=True)
