"""Answers that are ready: for the resident who asked, and for staff to choose from."""

from collections.abc import Sequence

from bot.views.page import Button, Page, grid, line


def given(question: str, text: str, draft_id: int, generation: int) -> Page:
    """The answer, whether it helped, and the way to a person."""
    rows = (
        (Button("button.helped", "helped", draft_id, generation),),
        (Button("button.to_human", "to_human", draft_id, generation),),
    )
    return Page((line("answer.given", question=question, words=text), line("answer.ask")), rows)


def found(listed: Sequence[tuple[int, str, str]]) -> Page:
    lines = [line("answer.found")]
    lines += [line("answer.one", number=n, question=question, words=text)
              for n, (_, question, text) in enumerate(listed, 1)]
    buttons = [Button("button.insert_answer", "insert_answer", answer_id, 0, {"number": n})
               for n, (answer_id, _, _) in enumerate(listed, 1)]
    return Page(tuple(lines), grid(buttons, 3))
