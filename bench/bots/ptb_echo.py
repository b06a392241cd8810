"""python-telegram-bot as its documentation shows it: polling, stock settings, an echo."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.message
    if message is not None and message.text is not None:
        await message.reply_text(message.text)


def main() -> None:
    root = os.environ["BOT_API_URL"]
    builder = Application.builder().token(os.environ["BOT_TOKEN"])
    application = builder.base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
