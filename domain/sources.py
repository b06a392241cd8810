"""What staff enter for somebody else, and what it is filed as."""

from dataclasses import dataclass, replace

from domain.ids import BuildingId, ChatId, CommunityId, DraftId, EntryId, HouseholdId, ImportId, PersonId, RequestId
from domain.requests import Filing


@dataclass(frozen=True, slots=True)
class Entry:
    """A call, a visit, a patrol or an outside ticket, until it is confirmed.

    `said` are the words of the request, `address` is as it was written, `caller` whoever told it.
    """

    id: EntryId
    community_id: CommunityId
    chat_id: ChatId
    person_id: PersonId
    source: str
    category: str
    said: str
    address: str
    caller: str
    household_id: HouseholdId | None
    building_id: BuildingId | None
    subject_id: PersonId | None
    outside_number: str | None
    outside_due_at: int | None
    state: str = "open"
    draft_id: DraftId | None = None
    request_id: RequestId | None = None
    import_id: ImportId | None = None
    line: int | None = None

    @property
    def placed(self) -> bool:
        return self.household_id is not None or self.building_id is not None


def filing_of(entry: Entry, *, kind: str = "report", corrected: Filing | None = None) -> Filing:
    """By whoever entered it, for whom it was entered; `corrected` is what became of it as a draft."""
    given = corrected or Filing(
        entry.person_id, entry.category, kind, household_id=entry.household_id, building_id=entry.building_id
    )
    # Another door than the one it was entered for: whoever lives there is not meant.
    meant = entry.subject_id if given.household_id == entry.household_id else None
    return replace(
        given, source=entry.source, subject_id=given.subject_id or meant, outside_number=entry.outside_number,
        outside_due_at=entry.outside_due_at,
    )
