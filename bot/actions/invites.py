"""An invite is opened: the way in for somebody new, a door, or a post."""

import base64
from hashlib import sha256

from bot.act import Act
from bot.actions import access, homes, words
from bot.actions.people import chat_of
from domain.errors import Invalid
from domain.ids import CellId, HouseholdId
from storage import history as records
from storage import homes as residences
from storage import invites, places
from storage import people as register
from storage.invites import Invite
from storage.people import Person
from storage.vault import Vault

_HOUR = 3_600_000
_TOKEN = 22


def token_of(vault: Vault, salt: str) -> str:
    """128 bits, made of a random salt and the secret key: who has the database alone cannot make it."""
    return base64.urlsafe_b64encode(bytes.fromhex(vault.lookup(f"invite token {salt}"))).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def is_token(payload: str) -> bool:
    """What else may stand behind /start is shorter."""
    return len(payload) >= _TOKEN


async def open_link(act: Act, token: str) -> None:
    """The same answer for a wrong, an expired and a used-up invite, and for the right one after too many wrong ones."""
    chat_id = chat_of(act)
    person = await access.known_person(act)
    invite = await _good(act, person, token)
    if invite is None:
        newcomer = person is None or person.consent is None
        act.say(chat_id, "invite.not_good_new" if newcomer else "invite.not_good")
        if newcomer:
            act.say(chat_id, "people.notice")
        return
    if person is None or not access.agrees(act, person):
        await invites.save_opening(act.tx, chat_id, invite.id, act.now)
        act.say(chat_id, "people.notice" if person is None or person.consent is None else "people.notice_again")
        return
    await redeem(act, person, invite)


async def _good(act: Act, person: Person | None, token: str) -> Invite | None:
    since = act.now - _HOUR
    if await invites.count_tries(act.tx, chat_of(act), since) >= act.settings.joining.tries_an_hour:
        return None
    invite = await invites.find_invite(act.tx, hash_of(token))
    if invite is not None and await _fits(act, person, invite):
        return invite
    await invites.add_try(act.tx, chat_of(act), act.now, since)
    return None


async def _fits(act: Act, person: Person | None, invite: Invite) -> bool:
    if person is not None and await invites.has_used(act.tx, invite.id, person.id):
        return invite.expires_at > act.now
    foreign = person is not None and person.community_id != invite.community_id
    return not foreign and invite.uses_left > 0 and invite.expires_at > act.now


async def take_opened(act: Act) -> Invite | None:
    """What somebody had opened before they read the notice."""
    invite_id = await invites.take_opening(act.tx, chat_of(act))
    return await invites.get_invite(act.tx, invite_id) if invite_id else None


async def redeem(act: Act, person: Person, invite: Invite) -> bool:
    """False where it has expired or been used up meanwhile; the same person coming again uses nothing up, and whoever
    made it moves nowhere by it.
    """
    if invite.maker_id == person.id:
        act.say(chat_of(act), "invite.own", reader_id=person.id, invite_id=invite.id)
        return True
    if not await invites.has_used(act.tx, invite.id, person.id):
        if person.community_id != invite.community_id or not await invites.take_use(act.tx, invite.id, act.now):
            act.say(chat_of(act), "invite.not_good")
            return False
        await invites.add_use(act.tx, invite.id, person.id, act.now)
        records.add_history(act.tx, person.community_id, person.id, "redeem", "invite", invite.id, act.now)
    await {"unit": _to_rooms, "household": _to_household, "post": _to_post}[invite.purpose](act, person, invite)
    return True


async def _to_rooms(act: Act, person: Person, invite: Invite) -> None:
    """Whoever lives there already is asked for nothing."""
    lived_in = set(await residences.list_homes(act.tx, person.id))
    here = [one.id for one in await places.list_rooms(act.tx, invite.subject_id) if one.id in lived_in]
    if here:
        act.say(chat_of(act), "homes.here_already", household_id=here[0], unit_id=invite.subject_id)
    else:
        await homes.pick(act, "unit", invite.subject_id, homes.OWN)


async def _to_household(act: Act, person: Person, invite: Invite) -> None:
    """Whoever was given the household's own link is known to live there."""
    household_id = HouseholdId(invite.subject_id)
    await residences.add_home(act.tx, household_id, person.id, act.now, act.now)
    records.add_history(act.tx, person.community_id, person.id, "settle", "household", household_id, act.now)
    act.say(chat_of(act), "people.home_saved", household_id=household_id)


async def _to_post(act: Act, person: Person, invite: Invite) -> None:
    role = invite.role or "staff"
    title = act.texts.plain(act.settings.language, f"role.{role}")
    await register.add_post(act.tx, person.community_id, CellId(invite.subject_id), person.id, role, title, "")
    records.add_history(act.tx, person.community_id, person.id, "take_post", "cell", invite.subject_id, act.now,
                        invite=invite.id)
    await register.renew_post(act.tx, CellId(invite.subject_id), person.id, role)
    act.say(chat_of(act), "invite.post_taken", reader_id=person.id, cell_id=invite.subject_id, role=role)
    if person.name is None:
        await words.ask(act, person, "staff_name", 0)
        act.say(chat_of(act), "invite.ask_name")


@words.on_words("staff_name")
async def name_staff(act: Act, person: Person, _: int, said: str) -> None:
    """As on a name plate: cards and residents show it."""
    name = " ".join(said.split())[:30]
    if not name:
        raise Invalid("request.words_needed")
    await register.set_name(act.tx, person, name)
    act.say(chat_of(act), "invite.named", reader_id=person.id)
