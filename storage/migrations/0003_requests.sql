-- One problem, need, question, complaint or suggestion, from the first word to the grade.

CREATE TABLE drafts (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people (id),
  household_id BIGINT REFERENCES households (id),
  category TEXT,
  first_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'filed', 'dropped')),
  generation BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX drafts_open ON drafts (bot_id, chat_id, person_id) WHERE state = 'open';

CREATE TABLE counters (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  date TEXT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (community_id, date)
);

CREATE TABLE requests (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  category TEXT NOT NULL,
  source TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'external', 'waiting', 'on_hold', 'resolved', 'closed',
    'cancelled', 'merged', 'declined')),
  filer_id BIGINT NOT NULL REFERENCES people (id),
  household_id BIGINT REFERENCES households (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  holder_id BIGINT REFERENCES people (id),
  round BIGINT NOT NULL DEFAULT 1,
  generation BIGINT NOT NULL DEFAULT 1,
  route TEXT NOT NULL,
  filed_at BIGINT NOT NULL,
  held_since_at BIGINT NOT NULL,
  ended_at BIGINT,
  version BIGINT NOT NULL DEFAULT 0,
  UNIQUE (community_id, number)
);
CREATE INDEX requests_open ON requests (cell_id, id) WHERE state NOT IN ('closed', 'cancelled', 'merged', 'declined');
CREATE INDEX requests_filer ON requests (filer_id, id);
CREATE INDEX requests_holder ON requests (holder_id, id) WHERE holder_id IS NOT NULL;

CREATE TABLE notes (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  subject TEXT NOT NULL CHECK (subject IN ('draft', 'request')),
  subject_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES people (id),
  kind TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  message_id BIGINT,
  at BIGINT NOT NULL
);
CREATE INDEX notes_subject ON notes (subject, subject_id, id);

CREATE TABLE custody (
  id {{identity}},
  request_id BIGINT NOT NULL REFERENCES requests (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  person_id BIGINT REFERENCES people (id),
  why TEXT NOT NULL,
  since_at BIGINT NOT NULL
);
CREATE INDEX custody_request ON custody (request_id, id);

CREATE TABLE ratings (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  round BIGINT NOT NULL,
  rater_id BIGINT NOT NULL REFERENCES people (id),
  solved BIGINT NOT NULL,
  grade BIGINT,
  at BIGINT NOT NULL,
  PRIMARY KEY (request_id, round)
);

CREATE TABLE expectations (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  act TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, chat_id, person_id)
);
