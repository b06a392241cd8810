"""我的诉求: what somebody has filed, follows, or looks after for an elder."""

from bot.act import ANSWER, Act
from bot.actions import access, requests
from domain.errors import Invalid, NotFound
from domain.ids import ChatId

_LAST_PAGE = 1_000


async def show_list(act: Act) -> None:
    person = await access.person_of(act)
    assert act.origin.chat_id is not None
    act.say(act.origin.chat_id, "mine.list", reader_id=person.id, page=0)


async def turn(act: Act, page: int) -> None:
    """上一页, 下一页: on the same message."""
    person = await access.person_of(act)
    if page > _LAST_PAGE:
        raise Invalid("press.old")
    act.answer("people.go_on")
    act.turn("mine.list", reader_id=person.id, page=page)


async def show_one(act: Act, request_id: int) -> None:
    """A page that goes on changing with the request, in one's own chat wherever the button was."""
    person = await access.person_of(act)
    request = await requests.find(act, request_id)
    if request is None or not await access.may_hear(act.tx, request, person.id):
        raise NotFound("request.unknown")
    act.answer("people.go_on")
    await act.show(ChatId(person.telegram_id or 0), "mine", request.id, urgency=ANSWER, reader_id=person.id, anew=True)
