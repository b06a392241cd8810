"""Loads the answers that staff may send on."""

from collections.abc import Mapping
from typing import Any

from bot.actions.answers import list_ready
from bot.drawing import Reader, page
from bot.views import answers as pages
from bot.views.page import Page
from storage import people


@page("answer.suggest", "answer.found")
async def found(reader: Reader, facts: Mapping[str, Any]) -> Page:
    assert reader.person_id is not None
    person = await people.get_person(reader.tx, reader.person_id)
    ready = {one.id: one for one in await list_ready(reader.tx, person.community_id, reader.now)}
    wanted = [int(one) for one in str(facts["answers"]).split(",")]
    listed = [(one, ready[one].question, ready[one].text) for one in wanted if one in ready]
    return pages.found(listed)
