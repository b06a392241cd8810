-- Danger that somebody has written of. Whoever reports it may never have agreed to the notice: the key is then the
-- alarm's own.
CREATE TABLE alarms (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  bot_id BIGINT NOT NULL,
  danger TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'coming', 'there', 'false', 'closed')),
  telegram_id BIGINT NOT NULL,
  person_id BIGINT REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  household_id BIGINT REFERENCES households (id),
  building_id BIGINT REFERENCES buildings (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  request_id BIGINT REFERENCES requests (id),
  repeats BIGINT NOT NULL DEFAULT 0,
  sent_at BIGINT NOT NULL,
  raised_at BIGINT NOT NULL,
  told_at BIGINT NOT NULL,
  unanswered_at BIGINT,
  ended_at BIGINT,
  version BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX alarms_reporter ON alarms (bot_id, telegram_id, id);
CREATE INDEX alarms_unanswered ON alarms (id) WHERE unanswered_at IS NOT NULL AND state = 'open';
CREATE TABLE alarm_words (
  alarm_id BIGINT NOT NULL REFERENCES alarms (id),
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  author_id BIGINT REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  at BIGINT NOT NULL,
  PRIMARY KEY (alarm_id, chat_id, message_id)
);
-- Who has been alarmed, and what they answered.
CREATE TABLE alarm_people (
  alarm_id BIGINT NOT NULL REFERENCES alarms (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  told_at BIGINT NOT NULL,
  answer TEXT CHECK (answer IN ('coming', 'there', 'false')),
  answered_at BIGINT,
  PRIMARY KEY (alarm_id, person_id)
);
