"""A request's private page for staff: an offer, what is in hand and what can be done, and the choices on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.views.page import Button, Line, Page, grid, line
from bot.views.requests import Story, said
from domain.requests import Request, State


@dataclass(frozen=True, slots=True)
class Hand:
    """What the page tells besides the story, already allowed for its reader."""

    story: Story
    panels: dict[str, int]
    notes: tuple[Line, ...] = ()
    who: str | None = None
    worker: str | None = None
    unit: str | None = None
    unit_listens: bool = False
    tasks: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()
    choices: list[Button] = field(default_factory=list)
    may_undo: bool = False
    accountable: bool = True
    proposed: bool = False
    listens: bool = True
    climbed: bool = False
    listed: tuple[Line, ...] = ()


def offered(hand: Hand) -> Page:
    """To the one who is asked: take it, or take it and let a colleague do the work."""
    request = hand.story.request
    lines = [line("offer.title", number=request.number, category=request.category), *_outline(hand), *hand.more,
             *([line("offer.climbed")] if hand.climbed else []), line("offer.ask")]
    rows: list[tuple[Button, ...]] = [
        (Button("button.accept", "accept", request.id, request.generation), _panel(hand, "delegate")),
        (_panel(hand, "transfer"), _panel(hand, "decline")),
    ]
    if hand.climbed:
        rows.append((Button("button.whole_record", "custody", request.id),))
    return Page(tuple(lines), tuple(rows))


def waiting(hand: Hand, *, leads: bool, may_take: bool) -> Page:
    """To those of the line: nobody has it yet."""
    request = hand.story.request
    title = "queue.title" if may_take else "queue.title_offered"
    lines = [line(title, number=request.number, category=request.category), *_again(request), *_outline(hand),
             *hand.more]
    if hand.story.offered:
        lines.append(line("queue.offered", holder=hand.story.offered))
    if hand.proposed:
        lines.append(line("held.proposed"))
    label = "button.accept" if hand.story.offered else "button.claim"
    rows: list[tuple[Button, ...]] = [(Button(label, "claim", request.id, request.generation),)] if may_take else []
    if leads:
        rows += [(_panel(hand, "transfer"), _panel(hand, "merge"), _panel(hand, "decline")), (_why(request),)]
    return Page(tuple(lines), (*rows, *_undo(hand)))


def held(hand: Hand) -> Page:
    """What the holder reads: the door, whom to call, what has been said; the main four below, the rest behind 更多."""
    story, request = hand.story, hand.story.request
    title = "held.title" if hand.accountable else "held.title_worker"
    lines = [line(title, number=request.number, category=request.category), *_again(request)]
    if request.state is not State.CLAIMED:
        lines.append(_standing(hand))
    lines += [line("held.place", place=story.place), *_reach(hand), *said(story), *hand.notes]
    if story.subject and not hand.who:
        lines.append(line("held.subject", name=story.subject))
    if request.unit_number:
        lines.append(line("held.unit_number", unit_number=request.unit_number))
    if hand.worker and hand.accountable:
        lines.append(line("held.worker", worker=hand.worker))
    if not hand.accountable and story.holder:
        lines.append(line("held.owner", holder=story.holder))
    if request.contacted_at is not None:
        lines.append(line("held.contacted", contacted_at=request.contacted_at))
    if hand.proposed:
        lines.append(line("held.proposed"))
    return Page((*lines, *hand.tasks, *hand.more), (*_main(hand), *_undo(hand)))


def _again(request: Request) -> list[Line]:
    """Whoever takes it knows from the first line that it was called done once."""
    return [line("card.again", round=request.round)] if request.round > 1 else []


def more(hand: Hand) -> Page:
    """更多: what is done less often."""
    request = hand.story.request
    buttons = [_panel(hand, "hold"), _panel(hand, "transfer"), _panel(hand, "hand_over"), _panel(hand, "invite"),
               Button("button.release", "release", request.id, request.generation),
               Button("button.street", "street", request.id, request.generation),
               _panel(hand, "delegate"), _panel(hand, "merge"), _panel(hand, "decline"),
               Button("button.whole_record", "custody", request.id), _why(request),
               report_button(request)]
    if request.state is State.ON_HOLD:
        buttons[0] = Button("button.resume", "resume", request.id, request.generation)
    title = line("held.title", number=request.number, category=request.category)
    return Page((title, *said(hand.story), line("panel.more")), (*grid(buttons, 2), (_back(hand),)))


def panel(hand: Hand, name: str) -> Page:
    """One question and its choices, in the place of the page."""
    request = hand.story.request
    title = line("queue.title" if request.state is State.OPEN else "held.title", number=request.number,
                 category=request.category)
    empty = not hand.choices and name not in _IN_WORDS
    question = line(f"panel.{name}_none" if empty else f"panel.{name}")
    return Page((title, *said(hand.story), question, *hand.listed), (*grid(hand.choices, 1), (_back(hand),)))


def over(request: Request, *, undo: bool, had: bool, report: bool) -> Page:
    """To whoever `had` it to the end it is not taken away, it is done; the `report` is for whoever answered for it."""
    rows: list[tuple[Button, ...]] = [(_undo_button(request),)] if undo else []
    if report and request.state in _REPORTED:
        rows.append((report_button(request),))
    key = f"held.{request.state}" if had and request.state in _DONE else "held.over"
    return Page((line(key, number=request.number, state_key=f"state.{request.state}"),), tuple(rows))


def listing(
    held: Iterable[Story], offered: Iterable[Story], worked: Iterable[Story], *, tasks: tuple[Line, ...], beside: bool
) -> Page:
    """What is in somebody's hands: one line and one button each; that there is nothing, unless something is beside."""
    parts = {"staff.mine": list(held), "staff.offered": list(offered), "staff.worked": list(worked)}
    lines: list[Line] = []
    buttons: list[Button] = []
    for key, stories in parts.items():
        if stories:
            lines.append(line(key, count=len(stories)))
        for story in stories:
            lines.append(line("staff.one", number=story.request.number, category=story.request.category,
                              place=story.place, state_key=f"state.{story.request.state}"))
            buttons.append(Button("button.open", "open_page", story.request.id, 0, {
                "number": story.request.number, "category": story.request.category}))
    if not lines and not tasks and not beside:
        return Page((line("staff.none"),))
    return Page((*lines, *tasks), grid(buttons[:_MOST_BUTTONS], 1))


_MOST_BUTTONS = 40
# What is finished is reported back to whoever handed it down.
_REPORTED = frozenset({State.RESOLVED, State.CLOSED, State.DECLINED})
_DONE = frozenset({State.RESOLVED, State.CLOSED})
# These wait for words; where nothing can be chosen, they can still be written.
_IN_WORDS = frozenset({"release", "transfer_why", "hold_why", "invite_what"})


def _standing(hand: Hand) -> Line:
    """What it waits for, and until when."""
    request = hand.story.request
    street = request.state is State.EXTERNAL and hand.unit is None
    key = "held.external_street" if street else f"held.{request.state}"
    return line(key, until_at=request.resume_at or 0, unit=hand.unit or "")


def _outline(hand: Hand) -> list[Line]:
    story = hand.story
    alone = [line("private.why", kind=story.request.kind)] if story.request.sensitive else []
    return [*alone, line("card.place", place=story.place), line("card.filed", filed_at=story.request.filed_at),
            *said(story)]


def _reach(hand: Hand) -> list[Line]:
    request, phone = hand.story.request, hand.story.phone
    lines = [line("held.who", who=hand.who)] if hand.who else []
    if request.anonymous:
        return [line("held.anonymous")]
    if phone:
        relative = hand.story.relative
        lines.append(line("held.phone_relative", phone=phone, name=relative) if relative
                     else line("held.phone", phone=phone))
    if not hand.listens:
        return [*lines, line("held.not_here")]
    if phone:
        return lines
    return [*lines, line("held.relay" if request.contact == "relay" else "held.no_phone")]


def _main(hand: Hand) -> tuple[tuple[Button, ...], ...]:
    request = hand.story.request
    of = request.id, request.generation
    rows: list[tuple[Button, ...]] = [
        (Button("button.progress", "progress", *of), Button("button.ask", "ask", *of)),
        (Button("button.contacted", "contacted", *of), Button("button.resolve", "resolve", *of)),
    ]
    if request.state is State.ON_HOLD:
        rows.append((Button("button.resume", "resume", *of),))
    if request.state is State.EXTERNAL and hand.accountable:
        rows.append((Button("button.unit_number", "unit_number", *of), _panel(hand, "news")))
        if hand.unit_listens:
            rows.append((Button("button.unit_reply", "unit_reply", *of),))
    if hand.accountable:
        rows.append((_panel(hand, "more"),))
    return tuple(rows)


def report_button(request: Request) -> Button:
    return Button("button.report_text", "report_text", request.id)


def _why(request: Request) -> Button:
    return Button("button.why_route", "why_route", request.id)


def _undo(hand: Hand) -> tuple[tuple[Button, ...], ...]:
    return ((_undo_button(hand.story.request),),) if hand.may_undo else ()


def _undo_button(request: Request) -> Button:
    return Button("button.undo", "undo", request.id, request.generation)


def _panel(hand: Hand, name: str) -> Button:
    return Button(f"button.to_{name}", "panel", hand.story.request.id, hand.panels[name])


def _back(hand: Hand) -> Button:
    request = hand.story.request
    return Button("button.back", "panel", request.id, hand.panels["main"])
