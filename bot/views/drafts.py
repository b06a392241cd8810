"""The summary that is confirmed before anything is filed, and the pages on which it is corrected."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.views.homes import label
from bot.views.media import counted
from bot.views.page import Button, Line, Page, grid, line
from bot.views.requests import request_button
from bot.views.sources import origin
from domain.requests import Request
from domain.sources import Entry

# Buttons that open a page carry its place in this list; add at the end.
PAGES = ("summary", "correct", "category", "kind", "place", "building", "whom", "split", "still", "answer")


class Similar(NamedTuple):
    """A request that somebody else has filed: no more of it than a neighbour may know."""

    request_id: int
    category: str
    place: str
    filed_at: int
    state: str


class Summary(NamedTuple):
    """What was understood; `place` is None where none is known, `whom` where it is for oneself.

    `entry` is what staff had typed or pasted before it became this draft.
    """

    draft_id: int
    generation: int
    words: str
    media: list[str]
    category: str
    kind: str
    place: str | None
    whom: str | None
    urgency: str
    contact: str
    anonymous: bool
    gathering: bool
    similar: Similar | None
    asks_about: Request | None = None
    held: Sequence[tuple[Request, str]] = ()
    entry: Entry | None = None


def summary(one: Summary, *, still: bool = False) -> Page:
    """Three buttons and no more, so that nobody has to search; one more pair where a neighbour was faster, and one
    button for each request in hand that it may be news of.
    """
    lines = [line("draft.still" if still else "draft.title"), *_said(one)]
    lines.append(line("draft.category", category=one.category))
    lines.append(line("draft.place", place=one.place) if one.place else line("draft.no_place"))
    lines += [] if one.words else [line("draft.no_words")]
    lines += _exceptions(one)
    rows = [
        (Button("button.submit", "submit", one.draft_id, one.generation),),
        (_open("correct", one.draft_id), Button("button.discard", "discard", one.draft_id, one.generation)),
    ]
    if one.asks_about is not None:
        lines.append(line("draft.asks_about"))
        rows.insert(0, (request_button(one.asks_about),))
    elif one.similar is not None:
        values = one.similar._asdict() | {"state_key": f"state.{one.similar.state}"}
        lines.append(line("draft.similar", **values))
        rows.insert(0, (Button("button.follow", "follow", one.draft_id, one.similar.request_id),
                        Button("button.not_same", "not_same", one.draft_id)))
    else:
        ask = "draft.ask" if one.gathering else "draft.ask_piece"
        lines.append(line(ask if one.place else "draft.ask_home"))
    return Page((*lines, *_in_hand(one.held)), (*rows, *_as_progress(one)))


def _in_hand(held: Sequence[tuple[Request, str]]) -> list[Line]:
    told = [line("draft.in_hand", number=request.number, category=request.category, place=place)
            for request, place in held]
    return [line("draft.or_progress"), *told] if told else []


def _as_progress(one: Summary) -> Iterator[tuple[Button, ...]]:
    for request, _ in one.held:
        yield (Button("button.as_progress", "as_progress", one.draft_id, request.id, {"number": request.number}),)


def correct(one: Summary, *, has_elders: bool, can_split: bool) -> Page:
    """Everything that can be put right, each with what it is now."""
    rows = [
        (_open("category", one.draft_id, category=one.category),),
        (_open("kind", one.draft_id, kind=one.kind),),
        (_open("place", one.draft_id),),
        *([(_open("whom", one.draft_id),)] if has_elders else []),
        (Button(f"button.urgency_{one.urgency}", "toggle_urgency", one.draft_id),
         Button(f"button.contact_{one.contact}", "toggle_contact", one.draft_id)),
        (Button(f"button.anonymous_{'yes' if one.anonymous else 'no'}", "toggle_anonymous", one.draft_id),),
        *([(_open("split", one.draft_id),)] if can_split else []),
        (_back(one.draft_id),),
    ]
    return Page((*_said(one), line("draft.correct")), tuple(rows))


def categories(codes: list[str], draft_id: int) -> Page:
    """Which one is it? The place in the list stands where the generation would."""
    buttons = [Button("button.category", "set_category", draft_id, n, {"category": code})
               for n, code in enumerate(codes)]
    return Page((line("draft.pick_category"),), (*grid(buttons, 2), (_back(draft_id),)))


def kinds(codes: list[str], draft_id: int) -> Page:
    buttons = [Button("button.kind", "set_kind", draft_id, n, {"kind": code}) for n, code in enumerate(codes)]
    return Page((line("draft.pick_kind"),), (*grid(buttons, 2), (_back(draft_id),)))


def homes(doors: list[tuple[int, str]], draft_id: int) -> Page:
    buttons = [(Button("button.home", "set_home", draft_id, one, {"place": place}),) for one, place in doors]
    return Page((line("draft.pick_place"),), (
        *buttons, (_open("building", draft_id),), (Button("button.place_words", "ask_place", draft_id),),
        (_back(draft_id),),
    ))


def buildings(found: list[tuple[int, str]], draft_id: int, *, whole: bool = False) -> Page:
    """By their names alone, or `whole`, with the compound's, which may begin with a figure itself."""
    buttons = [Button("button.building_named" if whole else label("building", name), "set_building", draft_id, one,
                      {"name": name}) for one, name in found[:90]]
    return Page((line("draft.pick_building"),), (*grid(buttons, 3), (_back(draft_id),)))


def whom(elders: list[tuple[int, str]], draft_id: int) -> Page:
    buttons = [(Button("button.for_elder", "set_whom", draft_id, one, {"name": name}),) for one, name in elders]
    own = (Button("button.for_myself", "set_whom", draft_id),)
    return Page((line("draft.pick_whom"),), (own, *buttons, (_back(draft_id),)))


def split(numbered: int, starts: list[tuple[int, str]], draft_id: int) -> Page:
    """Where does the other matter begin? Numbered items answer that themselves."""
    rows = [(Button("button.split_here", "split", draft_id, note_id, {"words": words}),) for note_id, words in starts]
    if numbered:
        rows.insert(0, (Button("button.split_numbered", "split", draft_id, 0, {"count": numbered}),))
    return Page((line("draft.pick_split"),), (*rows, (_back(draft_id),)))


def closed(state: str, draft_id: int, *, restorable: bool, number: str) -> Page:
    rows = ((Button("button.restore", "restore", draft_id),),) if restorable else ()
    return Page((line(f"draft.{state}", number=number),), rows)


def building_name(compound: str, building: str) -> str:
    """A place that anybody may know."""
    return compound + (f"{building}号楼" if building[:1].isdigit() else building)


def _said(one: Summary) -> list[Line]:
    return [*([line("draft.words", words=one.words)] if one.words else []), *counted(one.media)]


def _exceptions(one: Summary) -> list[Line]:
    """Only what is not as usual, so that the summary stays short."""
    found = [line("draft.kind", kind=one.kind)] if one.kind != "report" else []
    if one.whom:
        found.append(line("draft.whom", name=one.whom))
    if one.entry is not None:
        found += origin(one.entry, named=bool(one.whom))
    if one.urgency != "normal":
        found.append(line("draft.urgent"))
    if one.contact != "phone":
        found.append(line("draft.relay"))
    if one.anonymous:
        found.append(line("draft.anonymous"))
    return found


def _open(name: str, draft_id: int, **values: str) -> Button:
    return Button(f"button.draft_{name}", "draft_page", draft_id, PAGES.index(name), values)


def _back(draft_id: int) -> Button:
    return _open("summary", draft_id)
