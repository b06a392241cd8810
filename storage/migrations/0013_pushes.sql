-- What people are told without having asked: held until it suits them, merged, and counted.
CREATE TABLE pushes (
  id {{identity}},
  person_id BIGINT NOT NULL REFERENCES people (id),
  staff BIGINT NOT NULL,
  key TEXT NOT NULL,
  facts TEXT NOT NULL,
  class BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  said_at BIGINT,
  said_with BIGINT
);
CREATE INDEX pushes_held ON pushes (person_id, id) WHERE said_at IS NULL;
CREATE INDEX pushes_said ON pushes (person_id, said_at) WHERE said_at IS NOT NULL;
