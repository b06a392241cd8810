"""A workbook of outside tickets on its way into the books."""

from typing import NamedTuple

from domain.ids import ChatId, CommunityId, ImportId, PersonId


class Import(NamedTuple):
    """One workbook. `rows` are line and fields; so many were `reached`, and so many of these `repeated` a ticket."""

    id: ImportId
    community_id: CommunityId
    chat_id: ChatId
    person_id: PersonId
    rows: list[tuple[int, dict[str, str]]]
    refused: list[str]
    reached: int
    repeated: int
    state: str
    total: int


class Counts(NamedTuple):
    """What stands ready: with a place and without one, which lines the latter are, and what is filed."""

    placed: int
    placeless: list[int]
    filed: int
