-- What a request needs for its whole life: for whom, how urgent, who works on it, what it waits for.

ALTER TABLE requests ADD COLUMN urgency TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE requests ADD COLUMN subject_id BIGINT REFERENCES people (id);
ALTER TABLE requests ADD COLUMN building_id BIGINT REFERENCES buildings (id);
ALTER TABLE requests ADD COLUMN contact TEXT NOT NULL DEFAULT 'phone';
ALTER TABLE requests ADD COLUMN anonymous BIGINT NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN sensitive BIGINT NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN outside_number TEXT;
ALTER TABLE requests ADD COLUMN outside_due_at BIGINT;
ALTER TABLE requests ADD COLUMN offered_to_id BIGINT REFERENCES people (id);
ALTER TABLE requests ADD COLUMN worker_id BIGINT REFERENCES people (id);
ALTER TABLE requests ADD COLUMN handling_unit_id BIGINT REFERENCES handling_units (id);
ALTER TABLE requests ADD COLUMN unit_number TEXT;
ALTER TABLE requests ADD COLUMN contacted_at BIGINT;
ALTER TABLE requests ADD COLUMN resume_at BIGINT;
ALTER TABLE requests ADD COLUMN merged_into_id BIGINT REFERENCES requests (id);
CREATE INDEX requests_offered ON requests (offered_to_id, id) WHERE offered_to_id IS NOT NULL;
CREATE INDEX requests_worker ON requests (worker_id, id) WHERE worker_id IS NOT NULL;
CREATE INDEX requests_merged ON requests (merged_into_id) WHERE merged_into_id IS NOT NULL;
