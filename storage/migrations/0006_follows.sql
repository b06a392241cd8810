-- Neighbours who have the same problem and want to hear how it goes.
CREATE TABLE follows (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  since_at BIGINT NOT NULL,
  PRIMARY KEY (request_id, person_id)
);
CREATE INDEX follows_person ON follows (person_id);
