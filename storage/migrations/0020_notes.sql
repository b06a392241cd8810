-- Whoever deletes a note has these tables searched for it, because they refer to it.
CREATE INDEX tasks_note ON tasks (note_id);
CREATE INDEX proposals_note ON proposals (note_id);
