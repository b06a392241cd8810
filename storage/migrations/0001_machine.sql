-- How an update travels: keys, inbox, timers, messages and their parts, views, links.
-- Instants are milliseconds UTC and named *_at. Envelopes are BLOBs; see storage/vault.py.

CREATE TABLE keys (
  id {{identity}},
  kind TEXT NOT NULL CHECK (kind IN ('day', 'person', 'household')),
  name TEXT,
  wrapped {{blob}},
  created_at BIGINT NOT NULL,
  destroyed_at BIGINT,
  UNIQUE (kind, name)
);

CREATE TABLE communities (
  id {{identity}},
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  language TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE chats (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('private', 'group')),
  language TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'unreachable', 'moved')),
  moved_to BIGINT,
  PRIMARY KEY (bot_id, chat_id)
);

CREATE TABLE inbox (
  id {{identity}},
  bot_id BIGINT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('update', 'result')),
  source_id BIGINT NOT NULL,
  body_hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'quarantined')),
  attempts BIGINT NOT NULL DEFAULT 0,
  retry_at BIGINT NOT NULL DEFAULT 0,
  reason TEXT,
  received_at BIGINT NOT NULL,
  ended_at BIGINT,
  UNIQUE (bot_id, source, source_id, body_hash)
);
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
CREATE INDEX inbox_held ON inbox (lane, id) WHERE state = 'waiting' AND attempts > 0;
CREATE INDEX inbox_received ON inbox (received_at);

CREATE TABLE timers (
  id {{identity}},
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'quarantined')),
  attempts BIGINT NOT NULL DEFAULT 0,
  reason TEXT,
  UNIQUE (kind, subject_id)
);
CREATE INDEX timers_due ON timers (due_at, id) WHERE state = 'waiting';

CREATE TABLE mailings (
  id {{identity}},
  bot_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  reached_id BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  created_at BIGINT NOT NULL,
  UNIQUE (kind, subject_id)
);

CREATE TABLE messages (
  id {{identity}},
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  class BIGINT NOT NULL,
  method TEXT NOT NULL,
  key TEXT NOT NULL,
  facts TEXT NOT NULL,
  reader_id BIGINT,
  mailing_id BIGINT REFERENCES mailings (id),
  recipient_id BIGINT,
  then_act TEXT,
  state TEXT NOT NULL DEFAULT 'ready'
    CHECK (state IN ('ready', 'sending', 'sent', 'parked', 'refused', 'expired', 'withdrawn')),
  attempts BIGINT NOT NULL DEFAULT 0,
  doubtful BIGINT NOT NULL DEFAULT 0,
  held_since_at BIGINT,
  retry_at BIGINT NOT NULL DEFAULT 0,
  expires_at BIGINT,
  reason TEXT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  UNIQUE (mailing_id, recipient_id)
);
CREATE INDEX messages_open ON messages (id) WHERE state IN ('ready', 'sending');
CREATE INDEX messages_parked ON messages (id) WHERE state IN ('parked', 'refused');
CREATE INDEX messages_chat ON messages (bot_id, chat_id) WHERE state IN ('ready', 'sending');

CREATE TABLE parts (
  message_id BIGINT NOT NULL REFERENCES messages (id),
  n BIGINT NOT NULL,
  method TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  outcome TEXT NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'sent', 'unknown', 'refused')),
  PRIMARY KEY (message_id, n)
);

CREATE TABLE views (
  id {{identity}},
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  topic_id BIGINT NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  reader_id BIGINT,
  class BIGINT NOT NULL,
  wanted BIGINT NOT NULL DEFAULT 1,
  shown BIGINT NOT NULL DEFAULT 0,
  message_id BIGINT,
  state TEXT NOT NULL DEFAULT 'idle' CHECK (state IN ('idle', 'sending', 'parked', 'gone')),
  attempts BIGINT NOT NULL DEFAULT 0,
  reason TEXT,
  UNIQUE (bot_id, chat_id, topic_id, kind, subject_id)
);
CREATE INDEX views_wanted ON views (id) WHERE wanted > shown;
CREATE INDEX views_subject ON views (kind, subject_id);

CREATE TABLE links (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  PRIMARY KEY (bot_id, chat_id, message_id)
);
CREATE INDEX links_subject ON links (kind, subject_id);

CREATE TABLE marks (
  bot_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, name)
);
