"""The buttons under what staff entered for somebody else."""

from bot.actions import reports, sources
from handlers.press import Acting

PRESSES: dict[str, Acting] = {
    "entry_file": lambda act, press: sources.file_entry(act, press.subject_id),
    "entry_amend": lambda act, press: sources.amend(act, press.subject_id),
    "report_text": lambda act, press: reports.copy(act, press.subject_id),
    "entry_drop": lambda act, press: sources.drop(act, press.subject_id),
}
