"""What somebody says to an answer that came at once: it helped, or a person is to look at it."""

from bot.act import Act
from bot.actions import access, drafts
from storage import history as records


async def helped(act: Act, draft_id: int, generation: int) -> None:
    """有用: nothing is filed."""
    person = await access.person_of(act)
    draft = await drafts.own(act, person, draft_id, generation)
    records.add_history(act.tx, person.community_id, person.id, "answer_helped", "draft", draft.id, act.now)
    act.answer("answer.glad_short")
    await drafts.close_answered(act, draft)


async def to_human(act: Act, draft_id: int, generation: int) -> None:
    """没有解决，转人工: it is filed as an enquiry; without a place, the place is asked for first."""
    person = await access.person_of(act)
    draft = await drafts.own(act, person, draft_id, generation)
    records.add_history(act.tx, person.community_id, person.id, "answer_missed", "draft", draft.id, act.now)
    await drafts.save(act, draft._replace(page="summary", kind="enquiry"))
    await drafts.submit(act, draft.id, draft.generation)
