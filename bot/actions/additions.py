"""What is said later about a request that is filed: a reply to one of its messages, an edit, 补充."""

from bot.act import Act
from bot.actions import access, media, pushes, requests, waiting, words
from bot.views.requests import state_key
from domain.errors import Invalid
from domain.ids import ChatId, DraftId, MessageId, NoteId, ViewId
from domain.media import Media
from domain.requests import ENDED, Request, State
from storage import drafts, links, messages, notes, people, views
from storage import history as records
from storage.links import Link
from storage.people import Person

_OF_REQUESTS = {"request", "holder", "rating", "mine"}


async def replied_to(act: Act) -> Link | None:
    """The draft or request that a reply speaks of, through whatever message of ours or theirs it answers."""
    if act.origin.reply_to is None or act.origin.chat_id is None:
        return None
    link = await links.get_link(act.tx, act.bot.bot_id, act.origin.chat_id, act.origin.reply_to)
    if link is None or link.kind in {"draft", "request"}:
        return link
    if link.kind == "view":
        return await _shown_by(act, ViewId(link.subject_id))
    message = await messages.get_message(act.tx, MessageId(link.subject_id))
    request_id = message.facts.get("request_id") if message else None
    return Link("request", int(request_id)) if request_id is not None else None


async def _shown_by(act: Act, view_id: ViewId) -> Link | None:
    """A summary becomes the receipt of its request."""
    view = await views.get_view(act.tx, view_id)
    if view is None:
        return None
    if view.kind in _OF_REQUESTS:
        return Link("request", view.subject_id)
    draft = await drafts.get_draft(act.tx, DraftId(view.subject_id)) if view.kind == "draft" else None
    if draft is None:
        return None
    filed = draft.request_id if draft.state == "filed" else None
    return Link("request", filed) if filed is not None else Link("draft", draft.id)


async def add_by_reply(act: Act, person: Person, request_id: int, said: str, sent: Media | None) -> bool:
    """False where it is not theirs to add to, or over: then it is something new, and what is over is said."""
    request = await requests.get(act, request_id)
    if not await access.may_see(act.tx, request, person.id):
        return False
    if request.state in ENDED:
        act.reply("request.over_so_new", number=request.number, state_key=state_key(request))
        return False
    await add(act, person, request_id, said, sent)
    return True


async def add(act: Act, person: Person, request_id: int, said: str, sent: Media | None = None) -> None:
    """Said to whoever wrote it, shown to whoever holds it: never in silence."""
    request = await access.request_for(act, person, request_id, "add")
    if not said.strip() and sent is None:
        raise Invalid("request.words_needed")
    note_id = await notes.add_note(
        act.tx, request.community_id, "request", request.id, author_id=person.id, key=person.key, kind="addition",
        words=said, message_id=act.origin.message_id, now=act.now, media=sent,
    )
    act.link("request", request.id)
    records.add_history(act.tx, request.community_id, person.id, "add", "request", request.id, act.now)
    # Never where it was said: an edit in a residents' group adds to a request as well.
    act.say(ChatId(person.telegram_id or 0), "request.added", reader_id=person.id, number=request.number)
    await requests.redraw(act, request)
    if request.state is State.WAITING:
        await waiting.heard(act, person, request, note_id)
    elif request.holder_id is not None:
        await _tell_holder(act, request, note_id, sent)


async def _tell_holder(act: Act, request: Request, note_id: NoteId, sent: Media | None) -> None:
    assert request.holder_id is not None
    await pushes.push(act, request.holder_id, "request.addition", request_id=request.id, note_id=note_id)
    holder = await people.get_person(act.tx, request.holder_id)
    note = await notes.get_note(act.tx, note_id)
    if sent is not None and holder.telegram_id is not None and note is not None:
        media.send(act, ChatId(holder.telegram_id), request, [note])


async def ask(act: Act, request_id: int) -> None:
    """补充 under one's own request."""
    person = await access.person_of(act)
    request = await access.request_for(act, person, request_id, "add")
    if request.state in ENDED:
        raise Invalid("request.not_now", state_key=f"state.{request.state}")
    private = await words.ask(act, person, "add", request.id)
    act.answer("people.go_on")
    act.say(private, "request.ask_add", reader_id=person.id, number=request.number)


@words.on_words("add")
async def add_words(act: Act, person: Person, request_id: int, said: str) -> None:
    await add(act, person, request_id, said)


@words.on_media("add")
async def add_media(act: Act, person: Person, request_id: int, said: str, sent: Media) -> None:
    """A picture is a whole answer."""
    await add(act, person, request_id, said, sent)
