"""Echo bots of three libraries, as their manuals write them, live on the sandbox over HTTP."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import telebot.asyncio_helper
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile, CallbackQuery, InputMediaPhoto
from aiogram.types import Message as AiogramMessage
from telebot.async_telebot import AsyncTeleBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

from sandbox.world import World

TOKEN = "123456:TESTTOKEN"
PATIENCE = 10.0


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - a bot of somebody else tells us nothing
            await asyncio.sleep(0.01)


def texts(world: World, user: int) -> list[str]:
    return [shown.text for shown in world.messages(user)]


async def test_python_telegram_bot(world: World, zhang: int, address: str) -> None:
    async def echo(update: Update, _: Any) -> None:
        assert update.message
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="ok")]])
        await update.message.reply_text(f"<b>{update.message.text}</b>", "HTML", reply_markup=keys)

    async def pressed(update: Update, _: Any) -> None:
        assert update.callback_query
        await update.callback_query.answer("收到")
        await update.callback_query.edit_message_text("完")

    app: Application[Any, Any, Any, Any, Any, Any] = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .build()
    )
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(pressed))
    async with app:
        assert app.updater
        await app.updater.start_polling(timeout=1)
        await app.start()
        world.say(zhang, zhang, "你好")
        await until(lambda: texts(world, zhang)[1:] == ["你好"])
        world.press(zhang, zhang, world.messages(zhang)[-1].message_id, "好")
        await until(lambda: texts(world, zhang)[-1] == "完")
        await everything_parses(app, world, zhang)
        world.raw_update(TOKEN, {})
        await app.updater.stop()
        await app.stop()
    assert [toast["text"] for toast in world.toasts(zhang)] == ["收到"]
    assert not world.unknown_fields


async def everything_parses(app: Any, world: World, zhang: int) -> None:
    """The results of reading calls satisfy PTB's types."""
    bot = app.bot
    group = world.group("网格群", [zhang], forum=True)
    assert (await bot.get_chat(group)).is_forum
    assert (await bot.get_chat(zhang)).first_name == "张三"
    assert (await bot.get_chat_member(group, bot.id)).status == "administrator"
    assert len(await bot.get_chat_administrators(group)) == 2
    assert await bot.get_chat_member_count(group) == 2
    topic = await bot.create_forum_topic(group, "报修")
    photo = await bot.send_photo(group, b"picture", "图", message_thread_id=topic.message_thread_id)
    assert await bot.pin_chat_message(group, photo.message_id)
    again = await bot.send_photo(group, photo.photo[-1].file_id)
    file = await bot.get_file(again.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == b"picture"
    await bot.set_my_commands([("help", "帮助")])
    assert [one.command for one in await bot.get_my_commands()] == ["help"]
    assert not (await bot.get_webhook_info()).url


async def test_aiogram(world: World, zhang: int, address: str) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: AiogramMessage) -> None:
        await message.answer(f"<i>{message.text}</i>", parse_mode="HTML")

    @dispatcher.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        await query.answer("收到", show_alert=True)

    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with AiogramBot(TOKEN, session=session) as bot, asyncio.TaskGroup() as group:
        polling = group.create_task(
            dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1, close_bot_session=False)
        )
        world.say(zhang, zhang, "你好")
        await until(lambda: texts(world, zhang) == ["你好", "你好"])
        world.press_raw(zhang, zhang, 777, "forged")
        await until(lambda: bool(world.toasts(zhang)))
        pictures = [InputMediaPhoto(media=BufferedInputFile(b"p%d" % n, f"{n}.png")) for n in range(3)]
        album = await bot.send_media_group(zhang, list(pictures))
        assert len({message.media_group_id for message in album}) == 1
        assert (await bot.get_chat(zhang)).max_reaction_count == 11
        await dispatcher.stop_polling()
        await polling
    assert not world.unknown_fields


@pytest.mark.filterwarnings("ignore::DeprecationWarning:telebot")
async def test_pytelegrambotapi(
    world: World, zhang: int, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telebot.asyncio_helper, "API_URL", address + "/bot{0}/{1}")
    bot = AsyncTeleBot(TOKEN)

    @bot.message_handler(func=lambda _: True)  # type: ignore[no-untyped-call, untyped-decorator]
    async def echo(message: Any) -> None:
        await bot.reply_to(message, message.text)

    async with asyncio.TaskGroup() as group:
        polling = group.create_task(bot.polling(timeout=1, request_timeout=2, non_stop=True))
        world.say(zhang, zhang, "你好")
        await until(lambda: texts(world, zhang) == ["你好", "你好"])
        assert world.messages(zhang)[1].reply_to == world.messages(zhang)[0].message_id
        assert (await bot.get_chat(zhang)).first_name == "张三"
        polling.cancel()
    await bot.close_session()  # type: ignore[no-untyped-call]
    assert not world.unknown_fields
