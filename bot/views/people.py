"""The notice, the way to a door, and the welcome."""

from bot.views.page import Button, Link, Page, line

WORK = "work"


def notice(codes: tuple[str, ...], days: int, key: str = "people.notice") -> Page:
    """What is kept and why, before anything is kept; again where it has changed since somebody agreed."""
    return Page((line(key, count=days),), ((Button("button.consent", "consent"),), *languages(codes).rows))


def not_kept() -> Page:
    """To somebody who has read the notice and goes on writing without having agreed."""
    return Page((line("people.not_kept"),), ((Button("button.consent", "consent"),),
                                             (Button("button.read_notice", "read_notice"),)))


def open_first() -> Page:
    """For somebody in a group who has never opened the bot: the way there."""
    return Page((line("people.open_first"),), ((Link("button.open_bot", WORK),),))


def languages(codes: tuple[str, ...]) -> Page:
    choose = tuple(Button(f"language.{code}", "language", n) for n, code in enumerate(codes))
    return Page((line("people.pick_language"),), (choose,))


def recognised(name: str, cells: list[str], elders: list[str]) -> Page:
    found = line("people.recognised", name=name) if name else line("people.recognised_home")
    lines = [found, *(line("people.post", cell=cell) for cell in cells)]
    lines += [line("people.relative_of", name=elder) for elder in elders]
    lines += [line("people.post_next")] if cells else []
    return Page((*lines, line("people.recognised_next")), menu=True)


def privacy(days: int, *, joined: bool) -> Page:
    """What is kept, and the way to take one's consent back."""
    rows = ((Button("button.withdraw_consent", "withdraw_consent"),),) if joined else ()
    return Page((line("people.privacy", count=days),), rows)


def ask_withdrawal(requests: int, held: int) -> Page:
    lines = [line("people.ask_withdrawal")]
    lines += [line("people.open_requests", count=requests)] if requests else []
    lines += [line("people.held_requests", count=held)] if held else []
    rows = ((Button("button.withdraw_consent_sure", "withdraw_consent_sure"),),
            (Button("button.keep_consent", "keep_consent"),))
    return Page(tuple(lines), rows)


def share_or_choose() -> Page:
    """The number tells at once who somebody is; a key on the keyboard shares it."""
    return Page((line("people.share_or_choose"),), phone=True)


def help_for(keys: list[str], units: list[str]) -> Page:
    """What everybody can do, what posts add, and what whoever answers for a unit does."""
    return Page((*(line(key) for key in keys), *(line("help.unit", unit=unit) for unit in units)), menu=True)


def with_menu(*keys: str) -> Page:
    return Page(tuple(line(key) for key in keys), menu=True)
