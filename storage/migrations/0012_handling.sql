-- What staff and handling units do with a request: open panels, undo, sub-tasks, handovers, proposals to decline.

CREATE TABLE panels (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  chosen_id BIGINT NOT NULL DEFAULT 0,
  generation BIGINT NOT NULL,
  PRIMARY KEY (request_id, person_id)
);

CREATE TABLE undos (
  request_id BIGINT PRIMARY KEY REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  act TEXT NOT NULL,
  version BIGINT NOT NULL,
  before TEXT NOT NULL,
  done_at BIGINT NOT NULL
);

CREATE TABLE tasks (
  id {{identity}},
  request_id BIGINT NOT NULL REFERENCES requests (id),
  kind TEXT NOT NULL CHECK (kind IN ('work', 'help')),
  person_id BIGINT NOT NULL REFERENCES people (id),
  asked_by_id BIGINT NOT NULL REFERENCES people (id),
  note_id BIGINT REFERENCES notes (id),
  state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'taken', 'done', 'refused', 'ended')),
  asked_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX tasks_request ON tasks (request_id, id);
CREATE INDEX tasks_person ON tasks (person_id) WHERE state IN ('asked', 'taken');

CREATE TABLE handovers (
  id {{identity}},
  request_id BIGINT NOT NULL REFERENCES requests (id),
  handling_unit_id BIGINT NOT NULL REFERENCES handling_units (id),
  given_by_id BIGINT NOT NULL REFERENCES people (id),
  state TEXT NOT NULL DEFAULT 'given' CHECK (state IN ('given', 'taken', 'done', 'refused', 'ended')),
  given_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX handovers_request ON handovers (request_id, id);
CREATE INDEX handovers_unit ON handovers (handling_unit_id, id) WHERE state IN ('given', 'taken');

CREATE TABLE unit_people (
  handling_unit_id BIGINT NOT NULL REFERENCES handling_units (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  since_at BIGINT NOT NULL,
  PRIMARY KEY (handling_unit_id, person_id)
);
CREATE INDEX unit_people_person ON unit_people (person_id);

CREATE TABLE unit_chats (
  bot_id BIGINT NOT NULL,
  handling_unit_id BIGINT NOT NULL REFERENCES handling_units (id),
  chat_id BIGINT NOT NULL,
  bound_at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, handling_unit_id)
);
CREATE INDEX unit_chats_chat ON unit_chats (bot_id, chat_id);

CREATE TABLE proposals (
  id {{identity}},
  request_id BIGINT NOT NULL REFERENCES requests (id),
  proposer_id BIGINT NOT NULL REFERENCES people (id),
  reason TEXT NOT NULL,
  note_id BIGINT REFERENCES notes (id),
  version BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'refused', 'ended')),
  decided_by_id BIGINT REFERENCES people (id),
  proposed_at BIGINT NOT NULL,
  decided_at BIGINT
);
CREATE INDEX proposals_request ON proposals (request_id, id);
