-- What a resident was promised when it was filed, and how it goes with it. The text and promised_at never change.
CREATE TABLE promises (
  id {{identity}},
  request_id BIGINT NOT NULL REFERENCES requests (id),
  round BIGINT NOT NULL,
  clock TEXT NOT NULL CHECK (clock IN ('contact', 'resolve')),
  rule TEXT NOT NULL,
  texts TEXT NOT NULL,
  calendar TEXT NOT NULL,
  outside BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  promised_at BIGINT NOT NULL,
  half_at BIGINT NOT NULL,
  warn_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'kept', 'ended')),
  paused_at BIGINT,
  ended_at BIGINT,
  step BIGINT NOT NULL DEFAULT 0,
  next_at BIGINT NOT NULL,
  hurried_at BIGINT,
  version BIGINT NOT NULL DEFAULT 0,
  UNIQUE (request_id, round, clock)
);
CREATE INDEX promises_running ON promises (request_id) WHERE state IN ('running', 'paused');
CREATE TABLE promise_pauses (
  promise_id BIGINT NOT NULL REFERENCES promises (id),
  from_at BIGINT NOT NULL,
  to_at BIGINT,
  why TEXT NOT NULL,
  PRIMARY KEY (promise_id, from_at)
);
CREATE TABLE promise_steps (
  promise_id BIGINT NOT NULL REFERENCES promises (id),
  n BIGINT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('nudge', 'oversee', 'escalate')),
  person_id BIGINT NOT NULL REFERENCES people (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (promise_id, n, person_id)
);
CREATE TABLE vacancies (
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  date TEXT NOT NULL,
  PRIMARY KEY (cell_id, date)
);
-- The question how it went: who is asked, who had it, and what became of the question.
CREATE TABLE rating_asks (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  round BIGINT NOT NULL,
  holder_id BIGINT REFERENCES people (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  rater_id BIGINT REFERENCES people (id),
  caller_id BIGINT REFERENCES people (id),
  tries BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'repeated', 'rated', 'unrated', 'overtaken')),
  at BIGINT NOT NULL,
  PRIMARY KEY (request_id, round)
);
CREATE INDEX rating_asks_holder ON rating_asks (holder_id, at);
CREATE INDEX rating_asks_cell ON rating_asks (cell_id, at);
CREATE INDEX rating_asks_caller ON rating_asks (caller_id) WHERE state IN ('asked', 'repeated');
CREATE TABLE rating_reasons (
  request_id BIGINT NOT NULL,
  round BIGINT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('manner', 'speed', 'result', 'talk', 'other')),
  PRIMARY KEY (request_id, round, reason),
  FOREIGN KEY (request_id, round) REFERENCES ratings (request_id, round)
);
