"""Words in a private chat and edits of them, and the buttons under the summary."""

from telegram import Update

from bot.actions import corrections, draft_progress, drafts, gathering, similarity, splitting
from bot.context import Context
from bot.views.drafts import PAGES
from handlers.imports import on_workbook
from handlers.media import media_of
from handlers.press import Acting


async def on_words(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await gathering.hear(context.act, message.text or "")


async def on_edit(update: Update, context: Context) -> None:
    message = update.edited_message
    assert message is not None
    await gathering.edited(context.act, message.text or message.caption or "")


async def on_other(update: Update, context: Context) -> None:
    """Pictures, voices, files and places; what we cannot carry is answered with what we can."""
    message = update.effective_message
    assert message is not None
    media = media_of(message)
    if await on_workbook(update, context):
        return
    if media is None:
        context.act.reply("media.unknown")
    else:
        await gathering.hear(context.act, message.caption or "", media)


async def on_cancel(update: Update, context: Context) -> None:
    await drafts.cancel(context.act)


async def on_report(update: Update, context: Context) -> None:
    context.act.reply("help.report")


PRESSES: dict[str, Acting] = {
    "submit": lambda act, press: drafts.submit(act, press.subject_id, press.generation),
    "discard": lambda act, press: drafts.discard(act, press.subject_id, press.generation),
    "restore": lambda act, press: drafts.restore(act, press.subject_id),
    "pick_category": lambda act, press: corrections.open_page(act, press.subject_id, PAGES.index("category")),
    "draft_page": lambda act, press: corrections.open_page(act, press.subject_id, press.generation),
    "set_category": lambda act, press: corrections.set_category(act, press.subject_id, press.generation),
    "set_kind": lambda act, press: corrections.set_kind(act, press.subject_id, press.generation),
    "set_home": lambda act, press: corrections.set_home(act, press.subject_id, press.generation),
    "set_building": lambda act, press: corrections.set_building(act, press.subject_id, press.generation),
    "ask_place": lambda act, press: corrections.ask_place(act, press.subject_id),
    "set_whom": lambda act, press: corrections.set_whom(act, press.subject_id, press.generation),
    "toggle_urgency": lambda act, press: corrections.toggle_urgency(act, press.subject_id),
    "toggle_contact": lambda act, press: corrections.toggle_contact(act, press.subject_id),
    "toggle_anonymous": lambda act, press: corrections.toggle_anonymous(act, press.subject_id),
    "split": lambda act, press: splitting.split(act, press.subject_id, press.generation),
    "follow": lambda act, press: similarity.follow(act, press.subject_id, press.generation),
    "as_progress": lambda act, press: draft_progress.note_progress(act, press.subject_id, press.generation),
    "not_same": lambda act, press: similarity.not_same(act, press.subject_id),
}
