"""Reminders, the counts that a group may see, and the list that a helper calls in walking order."""

from typing import NamedTuple

from bot.views.page import Button, Page, line


class Invitation(NamedTuple):
    """One occurrence as one reader is told of it."""

    programme: str
    place: str
    starts_at: int
    subject: str | None


class ToCall(NamedTuple):
    """Somebody on a call list; for the helper's private chat alone."""

    place: str
    name: str
    phone: str | None


def ask(invitation: Invitation, reminder_id: int) -> Page:
    key = "reminder.ask_for" if invitation.subject else "reminder.ask"
    rows = (
        (Button("button.join", "join", reminder_id), Button("button.decline", "decline", reminder_id)),
        (Button("button.fetch", "fetch", reminder_id),),
    )
    return Page((line(key, **_values(invitation)),), rows)


def answered(invitation: Invitation, answer: str) -> Page:
    return Page((line(f"reminder.{answer}", **_values(invitation)),))


def counts(invitation: Invitation, roster: int, answers: dict[str, int]) -> Page:
    """Figures only: never a door, a name or a tag."""
    asked = roster - answers.get("unreached", 0)
    said = sum(answers.get(answer, 0) for answer in ("join", "decline", "fetch"))
    return Page((
        line("reminder.counts", **_values(invitation), count=roster),
        line("reminder.counts_answers", join=answers.get("join", 0), decline=answers.get("decline", 0),
             fetch=answers.get("fetch", 0), silent=max(0, asked - said)),
        *((line("reminder.counts_calls", count=answers["unreached"]),) if answers.get("unreached") else ()),
    ))


def missed(invitation: Invitation) -> Page:
    return Page((line("reminder.missed", **_values(invitation)),))


def call_list(invitation: Invitation, people: list[ToCall]) -> Page:
    lines = [line("reminder.call_list", **_values(invitation), count=len(people))]
    for one in people:
        key = "reminder.to_call" if one.phone else "reminder.to_knock"
        lines.append(line(key, place=one.place, name=one.name, phone=one.phone or ""))
    return Page(tuple(lines))


def upcoming(invitations: list[Invitation]) -> Page:
    if not invitations:
        return Page((line("reminder.none"),), menu=True)
    lines = [line("reminder.upcoming"), *(line("reminder.one", **_values(one)) for one in invitations)]
    return Page(tuple(lines), menu=True)


def _values(invitation: Invitation) -> dict[str, object]:
    values: dict[str, object] = {
        "programme": invitation.programme, "place": invitation.place, "starts_at": invitation.starts_at,
    }
    if invitation.subject:
        values["subject"] = invitation.subject
    return values
