"""Callback data: format, act code, subject and generation in at most 64 bytes (Bot API, InlineKeyboardButton).

A code is never given to another act, because old messages keep their buttons; `tests/golden/act_codes.txt` holds all
that ever shipped. Callback data is input, never authority.
"""

import re
from typing import NamedTuple

FORMAT = "1"
ACTS = {
    # joining
    "language": "lg", "consent": "co", "home_compound": "hc", "home_building": "hb", "home_unit": "hu",
    "home_room": "hr", "home_more": "jm", "home_missing": "jq", "move_out": "jo", "add_home": "ja",
    "report_there": "jr",
    "read_notice": "at", "community": "jy", "communities": "jz", "change_community": "jv",
    "community_again": "jw",
    "withdraw_consent": "aw", "withdraw_consent_sure": "ax", "keep_consent": "an",
    "confirm_all": "aa", "confirm_each": "ae", "confirm_yes": "ay", "confirm_no": "ab",
    "family": "af", "elder_agrees": "ag", "elder_refuses": "ar", "elder_away": "au", "elder_is": "ai",
    "invite_for": "ak", "invite_cell": "ac", "invite_role": "al",
    # duty
    "duty": "jd", "duty_cell": "jc", "leave_for": "jl", "leave_end": "jb", "stand_in_pick": "jp", "stand_in": "js",
    "departed": "jg", "departed_sure": "jh",
    # before filing
    "submit": "sb", "discard": "dd", "pick_category": "pc", "set_category": "sc", "draft_page": "ep", "set_kind": "ek",
    "set_home": "eh", "set_building": "eg", "ask_place": "ey", "set_whom": "ew", "toggle_urgency": "eu",
    "toggle_contact": "et", "toggle_anonymous": "ea", "split": "ex", "follow": "ef", "not_same": "en", "restore": "er",
    "as_progress": "ez",
    # one's own requests
    "my_page": "mp", "withdraw": "wd", "my_list": "fp", "add": "fa", "unfollow": "fu",
    # handling
    "claim": "cl", "release": "rl", "progress": "pr", "resolve": "rs", "accept": "ha", "panel": "hp", "contacted": "tc",
    "ask": "tq", "reply": "ta", "resolve_anyway": "wy", "open_page": "hl", "undo": "hv", "reason": "tr",
    "transfer_person": "tp", "transfer_cell": "tl", "delegate": "hw", "work_yes": "hy", "work_no": "hn",
    "pause": "th", "resume": "hs", "invite": "ti", "task_done": "td", "task_refused": "tx", "decline_reason": "hd",
    "decline_yes": "hz", "decline_no": "hx", "merge_into": "hm",
    # handling units
    "hand_over": "tu", "street": "ws", "news": "tw", "unit_number": "tn", "unit_reply": "wr", "unit_taken": "wa",
    "unit_more": "wm", "unit_done": "wf", "unit_refused": "wn", "unit_contact": "wc", "unit_page": "wp",
    # promises
    "custody": "mc", "hurry": "mh", "extend": "me", "extend_by": "md",
    # rating
    "solved": "ok", "unsolved": "no", "grade": "gr",
    "change_rating": "nc", "rating_reason": "nr", "rating_words": "nw", "open_call": "nl", "not_reached": "na",
    # programmes
    "join": "jn", "decline": "dc", "fetch": "ft",
    # danger
    "alarm_coming": "xc", "alarm_there": "xt", "alarm_false": "xf", "alarm_over": "xo", "alarm_where": "xw",
    "alarm_apart": "xa", "alarm_compound": "xm", "alarm_building": "xb",
    # routing, what is only for some, and what is only heard
    "why_route": "qw", "put_on_agenda": "qa", "helped": "qu", "to_human": "qh", "insert_answer": "qi",
    # sources
    "entry_file": "if", "entry_amend": "ia", "entry_drop": "id", "report_text": "kr",
    "import_all": "il", "import_not": "ix", "register_all": "kl", "register_not": "kx",
    "heading": "kh",
    # residents' groups
    "author_yes": "iy", "author_no": "in",
    # work groups, who is in them
    "stays": "ys",
    # groups
    "bind": "bd",
    # boards
    "claim_line": "vc", "show_card": "vs", "unbind": "vu", "bind_topics": "vt", "still_staff": "vk",
}
_CODES = {code: act for act, code in ACTS.items()}
_SHAPE = re.compile(r"1:([a-z]{2}):([0-9a-z]{1,13}):([0-9a-z]{1,13})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Press(NamedTuple):
    """What a button asked for."""

    act: str
    subject_id: int
    generation: int


def pack(act: str, subject_id: int = 0, generation: int = 0) -> str:
    return f"{FORMAT}:{ACTS[act]}:{_base36(subject_id)}:{_base36(generation)}"


def unpack(data: str) -> Press | None:
    """None for anything that we never made."""
    match = _SHAPE.fullmatch(data)
    act = _CODES.get(match.group(1)) if match else None
    if match is None or act is None:
        return None
    subject_id, generation = int(match.group(2), 36), int(match.group(3), 36)
    return Press(act, subject_id, generation) if max(subject_id, generation) < 1 << 63 else None


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
