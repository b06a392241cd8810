"""What people say that is no report is answered with what they may have meant, and never becomes a draft."""

from bot.act import Act
from bot.actions import access, homes, mine, programmes
from bot.drawing import MENU
from domain.talk import meaning
from storage import drafts
from storage.people import Person


async def small_talk(act: Act, person: Person, words: str) -> bool:
    """False where it is something to report."""
    meant = meaning(words, act.settings.talk, buttons(act))
    if meant is None:
        return False
    if meant in MENU:
        await open_menu(act, meant)
    elif meant in {"nod", "nothing"}:
        await _nod(act, person)
    else:
        act.reply(f"talk.{meant}")
    return True


async def unknown_command(act: Act, words: str) -> None:
    """/诉求 and /requests may have meant a button; anything else is answered with the buttons themselves."""
    meant = meaning(words, act.settings.talk, buttons(act))
    if meant in MENU:
        await open_menu(act, meant)
    else:
        await access.person_of(act)
        act.reply("talk.command")


async def open_menu(act: Act, key: str) -> None:
    """As if the button had been pressed."""
    if key == "menu.report":
        act.reply("help.report")
    elif key == "menu.mine":
        await mine.show_list(act)
    elif key == "menu.reminders":
        await programmes.list_upcoming(act)
    elif key == "menu.staff":
        await homes.show_staff(act)
    else:
        act.reply("help.resident")


async def _nod(act: Act, person: Person) -> None:
    """好的 after a summary may mean 确认提交: say how. After anything else a nod wants no answer."""
    assert act.origin.chat_id is not None
    draft = await drafts.find_open_draft(act.tx, act.bot.bot_id, act.origin.chat_id, person.id)
    if draft is not None:
        act.reply("talk.nod")


def buttons(act: Act) -> dict[str, list[str]]:
    """Each button of the keyboard with its labels in every language and its other names."""
    other = {name.menu: name.words for name in act.settings.talk.buttons}
    return {
        key: [*(act.texts.plain(language, key) for language in act.texts.languages),
              *other.get(key.removeprefix("menu."), ())]
        for key in MENU
    }
