"""派单依据, /agenda and the canned answers."""

from telegram import Update

from bot.actions import agenda, answers, enquiries, routing
from bot.context import Context
from handlers.press import Acting


async def on_agenda(update: Update, context: Context) -> None:
    await agenda.show(context.act)


async def on_answers(update: Update, context: Context) -> None:
    await answers.search(context.act, " ".join(context.args or []))


PRESSES: dict[str, Acting] = {
    "why_route": lambda act, press: routing.explain(act, press.subject_id),
    "helped": lambda act, press: enquiries.helped(act, press.subject_id, press.generation),
    "to_human": lambda act, press: enquiries.to_human(act, press.subject_id, press.generation),
    "insert_answer": lambda act, press: answers.insert(act, press.subject_id),
    "put_on_agenda": lambda act, press: agenda.put_on(act, press.subject_id),
}
