"""A workbook in a private chat, and the buttons under its preview."""

from telegram import Document, Update

from bot.actions import headings, imports, registers
from bot.context import Context
from handlers.press import Acting

_OTHER_TABLES = (".xls", ".et", ".csv", ".ods", ".numbers")


async def on_workbook(update: Update, context: Context) -> bool:
    """False where it is none, or not from the office."""
    message = update.effective_message
    if message is None or message.document is None or not _is_table(message.document):
        return False
    if not _is_workbook(message.document):
        return await imports.refuse_other(context.act)
    return await imports.receive(context.act, message.document.file_id, message.document.file_size or 0)


def _is_table(document: Document) -> bool:
    return _is_workbook(document) or (document.file_name or "").lower().endswith(_OTHER_TABLES)


def _is_workbook(document: Document) -> bool:
    return (document.file_name or "").lower().endswith((".xlsx", ".xlsm"))


PRESSES: dict[str, Acting] = {
    "import_all": lambda act, press: imports.confirm(act, press.subject_id),
    "heading": lambda act, press: headings.name(act, press.subject_id, press.generation),
    "register_all": lambda act, press: registers.confirm(act, press.subject_id),
    "register_not": lambda act, press: registers.cancel(act, press.subject_id),
    "import_not": lambda act, press: imports.cancel(act, press.subject_id),
}
