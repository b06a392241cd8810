"""Agreeing to the notice, and taking that back as easily: what is open goes on, the account's link ends."""

from typing import Any

from bot.act import Act
from bot.actions import access, communities, departures, duty, groups, invites, people
from bot.actions.people import chat_of
from bot.drawing import Reader, page
from bot.views import people as pages
from bot.views.page import Page
from storage import consents, drafts, expectations, requests
from storage import history as records
from storage import people as register


async def consent(act: Act) -> None:
    """同意并开始: then whatever they came for goes on, an invite first."""
    invite = await invites.take_opened(act)
    if invite is None and await communities.must_ask(act):
        await communities.ask(act)
        return
    known = await access.known_person(act)
    person = await people.agree(act, invite.community_id if invite else None)
    if invite is None or not await invites.redeem(act, person, invite):
        await people.next_step(act, person, new=known is not None and known.consent is None)
    await groups.take_up(act, person)


async def choose_community(act: Act, community_id: int) -> None:
    """Where they live is said: from here on they are known."""
    community = await communities.chosen(act, community_id)
    person = await people.agree(act, community.id)
    act.say(chat_of(act), "communities.chosen", name=community.name)
    await people.next_step(act, person)
    await groups.take_up(act, person)


async def name_community(act: Act, words: str) -> bool:
    """The same by typing part of its name; false for anybody who is not asked."""
    if not await access.has_agreed(act):
        return False
    await choose_community(act, await communities.by_words(act, words))
    return True


async def show_privacy(act: Act) -> None:
    person = await access.known_person(act)
    act.say(chat_of(act), "people.privacy", joined=int(person is not None and person.consent is not None))


async def ask_withdrawal(act: Act) -> None:
    person = await access.speaker_of(act)
    act.answer("people.go_on")
    act.say(chat_of(act), "people.ask_withdrawal", reader_id=person.id)


async def keep(act: Act) -> None:
    await access.speaker_of(act)
    act.answer("people.kept_short")
    act.say(chat_of(act), "people.welcome_back")


async def withdraw(act: Act) -> None:
    """撤回同意: what they hold goes back to its cells, what they filed is finished, and nobody is linked any more."""
    person = await access.speaker_of(act)
    chat_id = chat_of(act)
    for draft in await drafts.list_open_of(act.tx, person.id):
        await drafts.save_draft(act.tx, draft._replace(state="dropped"))
        act.end_timer("draft", draft.id)
        await act.redraw("draft", draft.id)
    await expectations.take_expectation(act.tx, act.bot.bot_id, chat_id, person.id)
    await departures.give_everything_back(act, person)
    posts = await register.list_posts(act.tx, person.id)
    if posts:
        await duty.tell_leader(act, posts[0].cell_id, {person.id}, "duty.left_bot", who_id=person.id)
    act.answer("people.withdrawn_short")
    act.say(chat_id, "people.withdrawn", to_language=person.language)
    await consents.withdraw_consents(act.tx, person.id, act.now)
    records.add_history(act.tx, person.community_id, person.id, "withdraw_consent", "person", person.id, act.now)


@page("people.privacy")
async def privacy(reader: Reader, facts: Any) -> Page:
    return pages.privacy(reader.settings.retention.raw_updates, joined=bool(facts.get("joined")))


@page("people.ask_withdrawal")
async def withdrawal(reader: Reader, facts: Any) -> Page:
    assert reader.person_id is not None
    filed = [one for one in await requests.list_filed_by(reader.tx, reader.person_id, 100) if one.ended_at is None]
    held = await requests.list_held_by(reader.tx, reader.person_id)
    return pages.ask_withdrawal(len(filed), len(held))
