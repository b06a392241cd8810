"""Loads what was held back, to be read in one message."""

from collections.abc import Mapping
from typing import Any

from bot.drawing import Reader, made_of, page
from bot.views import pushes as pages
from bot.views.page import Page


@page("pushes.merged")
async def merged(reader: Reader, facts: Mapping[str, Any]) -> Page:
    """Each is drawn as it would have been alone, from the present state; what has been overtaken is left out."""
    made = [await made_of(reader, key, values) for key, values in facts["items"]]
    return pages.merged([one for one in made if one.lines])
