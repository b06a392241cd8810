-- Programmes, their dates, who takes part, what they were reminded of and what they answered.

CREATE TABLE programmes (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  bot_id BIGINT NOT NULL,
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  name TEXT NOT NULL,
  rule TEXT NOT NULL,
  time TEXT NOT NULL,
  place TEXT NOT NULL,
  tag TEXT NOT NULL,
  steps TEXT NOT NULL,
  cutoff TEXT,
  ended_at BIGINT,
  version BIGINT NOT NULL DEFAULT 0,
  UNIQUE (community_id, name)
);

CREATE TABLE occurrences (
  id {{identity}},
  programme_id BIGINT NOT NULL REFERENCES programmes (id),
  original_date TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'cancelled')),
  UNIQUE (programme_id, original_date)
);

CREATE TABLE steps (
  id {{identity}},
  occurrence_id BIGINT NOT NULL REFERENCES occurrences (id),
  name TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'fired', 'missed', 'withdrawn')),
  UNIQUE (occurrence_id, name)
);

CREATE TABLE reminders (
  id {{identity}},
  step_id BIGINT NOT NULL REFERENCES steps (id),
  occurrence_id BIGINT NOT NULL REFERENCES occurrences (id),
  subject_id BIGINT NOT NULL REFERENCES people (id),
  recipient_id BIGINT NOT NULL REFERENCES people (id),
  message_id BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (step_id, subject_id, recipient_id)
);
CREATE INDEX reminders_occurrence ON reminders (occurrence_id, subject_id);

CREATE TABLE responses (
  occurrence_id BIGINT NOT NULL REFERENCES occurrences (id),
  subject_id BIGINT NOT NULL REFERENCES people (id),
  answer TEXT NOT NULL CHECK (answer IN ('join', 'decline', 'fetch', 'unreached')),
  responder_id BIGINT,
  at BIGINT NOT NULL,
  PRIMARY KEY (occurrence_id, subject_id)
);
