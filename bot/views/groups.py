"""The one line that a residents' group reads, and what is asked in private because of it."""

from bot.views.page import Button, Link, Page, line


def with_link(key: str) -> Page:
    return Page((line(key),), ((Link("button.open_private", "group"),),))


def ask_author(words: str, words_id: int, *, with_media: bool) -> Page:
    lines = [line("group.ask_author"), *([line("group.words", words=words)] if words else [])]
    if with_media:
        lines.append(line("group.with_media"))
    buttons = (Button("button.author_yes", "author_yes", words_id), Button("button.author_no", "author_no", words_id))
    return Page(tuple(lines), (buttons,))


def gone() -> Page:
    return Page((line("group.gone"),))
