"""Who says that they live where: the daily list of whoever answers for the cell."""

from typing import NamedTuple

from bot.views.page import Button, Line, Page, line


class Claim(NamedTuple):
    """What is known of somebody who chose a door; often no more than the door."""

    place: str
    name: str | None
    phone: str | None
    since_at: int


def listing(claims: list[Claim], until_at: int) -> Page:
    if not claims:
        return over()
    rows = ((Button("button.confirm_all", "confirm_all", 0, until_at),),
            (Button("button.confirm_each", "confirm_each"),))
    return Page((line("confirm.list", count=len(claims)), *(_claim(one) for one in claims)), rows)


def one(claim: Claim, known: list[str], household_id: int, person_id: int) -> Page:
    """One door: the names that the register has for it are for staff alone."""
    lines = [line("confirm.one"), _claim(claim)]
    if not (claim.name or claim.phone):
        lines.append(line("confirm.nothing_left"))
    lines.append(line("confirm.known", names="、".join(known)) if known else line("confirm.nobody_known"))
    rows = ((Button("button.confirm_yes", "confirm_yes", household_id, person_id),
             Button("button.confirm_no", "confirm_no", household_id, person_id)),)
    return Page(tuple(lines), rows)


def over() -> Page:
    return Page((line("confirm.finished"),))


def rejected(place: str) -> Page:
    return Page((line("confirm.rejected", place=place),), ((Button("button.add_home", "add_home"),),))


def _claim(claim: Claim) -> Line:
    about = " ".join(filter(None, (claim.name, claim.phone)))
    key = "confirm.claim" if about else "confirm.claim_bare"
    return line(key, place=claim.place, about=about, since_at=claim.since_at)
