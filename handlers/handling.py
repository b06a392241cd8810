"""What staff ask for and press."""

from telegram import Update

from bot.actions import cards, declines, handling, merges, panels, tasks, transfers, undo, waiting
from bot.context import Context
from handlers.press import Acting


async def on_tasks(update: Update, context: Context) -> None:
    await cards.list_tasks(context.act)


PRESSES: dict[str, Acting] = {
    "claim": lambda act, press: handling.claim(act, press.subject_id, press.generation),
    "accept": lambda act, press: handling.claim(act, press.subject_id, press.generation),
    "release": lambda act, press: transfers.ask_release(act, press.subject_id, press.generation),
    "progress": lambda act, press: handling.ask_words(act, "progress", press.subject_id, press.generation),
    "ask": lambda act, press: handling.ask_words(act, "ask", press.subject_id, press.generation),
    "resolve": lambda act, press: handling.ask_words(act, "resolve", press.subject_id, press.generation),
    "resolve_anyway": lambda act, press: handling.resolve_anyway(act, press.subject_id, press.generation),
    "contacted": lambda act, press: handling.contacted(act, press.subject_id),
    "open_page": lambda act, press: handling.open_page(act, press.subject_id),
    "panel": lambda act, press: panels.open_panel(act, press.subject_id, press.generation),
    "undo": lambda act, press: undo.undo(act, press.subject_id),
    "reason": lambda act, press: transfers.reason(act, press.subject_id, press.generation),
    "transfer_person": lambda act, press: transfers.pick_person(act, press.subject_id, press.generation),
    "transfer_cell": lambda act, press: transfers.pick_cell(act, press.subject_id, press.generation),
    "delegate": lambda act, press: transfers.delegate(act, press.subject_id, press.generation),
    "work_yes": lambda act, press: transfers.answer_work(act, press.subject_id, yes=True),
    "work_no": lambda act, press: transfers.answer_work(act, press.subject_id, yes=False),
    "pause": lambda act, press: waiting.pick_pause(act, press.subject_id, press.generation),
    "resume": lambda act, press: waiting.resume(act, press.subject_id, press.generation),
    "reply": lambda act, press: waiting.ask_answer(act, press.subject_id),
    "invite": lambda act, press: tasks.pick_person(act, press.subject_id, press.generation),
    "task_done": lambda act, press: tasks.finish(act, press.subject_id, done=True),
    "task_refused": lambda act, press: tasks.finish(act, press.subject_id, done=False),
    "decline_reason": lambda act, press: declines.pick_reason(act, press.subject_id, press.generation),
    "decline_yes": lambda act, press: declines.decide(act, press.subject_id, agreed=True),
    "decline_no": lambda act, press: declines.decide(act, press.subject_id, agreed=False),
    "merge_into": lambda act, press: merges.merge(act, press.subject_id, press.generation),
}
