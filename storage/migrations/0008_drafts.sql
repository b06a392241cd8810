-- Media are notes as well; a draft carries every correction that its summary offers.
ALTER TABLE notes ADD COLUMN media TEXT;
ALTER TABLE notes ADD COLUMN file {{blob}};
ALTER TABLE notes ADD COLUMN album TEXT;
CREATE INDEX notes_album ON notes (album) WHERE album IS NOT NULL;
ALTER TABLE drafts ADD COLUMN gathering BIGINT NOT NULL DEFAULT 1;
ALTER TABLE drafts ADD COLUMN page TEXT NOT NULL DEFAULT 'summary';
ALTER TABLE drafts ADD COLUMN kind TEXT;
ALTER TABLE drafts ADD COLUMN urgency TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE drafts ADD COLUMN subject_id BIGINT REFERENCES people (id);
ALTER TABLE drafts ADD COLUMN building_id BIGINT REFERENCES buildings (id);
ALTER TABLE drafts ADD COLUMN contact TEXT NOT NULL DEFAULT 'phone';
ALTER TABLE drafts ADD COLUMN anonymous BIGINT NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN alone BIGINT NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN request_id BIGINT REFERENCES requests (id);
DROP INDEX drafts_open;
CREATE UNIQUE INDEX drafts_open ON drafts (bot_id, chat_id, person_id) WHERE state = 'open' AND gathering = 1;
CREATE INDEX requests_subject ON requests (subject_id, id) WHERE subject_id IS NOT NULL;
