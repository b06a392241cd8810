"""A workbook in a private chat, and the buttons under its preview."""

from telegram import Message, Update

from bot.actions import imports, registers
from bot.context import Context
from handlers.press import Acting


async def on_workbook(update: Update, context: Context) -> bool:
    """False where it is none, or not from the office."""
    message = update.effective_message
    if message is None or not _is_workbook(message) or message.document is None:
        return False
    return await imports.receive(context.act, message.document.file_id, message.document.file_size or 0)


def _is_workbook(message: Message) -> bool:
    return message.document is not None and (message.document.file_name or "").lower().endswith(".xlsx")


PRESSES: dict[str, Acting] = {
    "import_all": lambda act, press: imports.confirm(act, press.subject_id),
    "heading": lambda act, press: registers.name_heading(act, press.subject_id, press.generation),
    "register_all": lambda act, press: registers.confirm(act, press.subject_id),
    "register_not": lambda act, press: registers.cancel(act, press.subject_id),
    "import_not": lambda act, press: imports.cancel(act, press.subject_id),
}
