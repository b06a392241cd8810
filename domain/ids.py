"""One type per noun, so that a household's id can never stand where a person's is meant."""

from typing import NewType

BotId = NewType("BotId", int)
BuildingId = NewType("BuildingId", int)
ChatId = NewType("ChatId", int)
CommunityId = NewType("CommunityId", int)
CellId = NewType("CellId", int)
DraftId = NewType("DraftId", int)
HandlingUnitId = NewType("HandlingUnitId", int)
HandoverId = NewType("HandoverId", int)
HouseholdId = NewType("HouseholdId", int)
KeyId = NewType("KeyId", int)
MessageId = NewType("MessageId", int)
NoteId = NewType("NoteId", int)
OccurrenceId = NewType("OccurrenceId", int)
PersonId = NewType("PersonId", int)
ProgrammeId = NewType("ProgrammeId", int)
PromiseId = NewType("PromiseId", int)
ProposalId = NewType("ProposalId", int)
RequestId = NewType("RequestId", int)
TaskId = NewType("TaskId", int)
ViewId = NewType("ViewId", int)
