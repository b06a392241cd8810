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

-- A group may stop receiving cards while somebody asks whether residents are in it; cards may go by category's topic.
ALTER TABLE bindings ADD COLUMN stopped_at BIGINT;
ALTER TABLE bindings ADD COLUMN by_category BIGINT NOT NULL DEFAULT 0;

-- What a work group has hanging: its pinned board, and how many new cards came within the present minute.
CREATE TABLE boards (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  topic_id BIGINT NOT NULL,
  pinned_message_id BIGINT,
  refused_at BIGINT,
  minute_at BIGINT NOT NULL DEFAULT 0,
  cards BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (bot_id, chat_id, topic_id)
);

-- New requests of a burst, shown as lines of one message.
CREATE TABLE digests (
  id {{identity}},
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  topic_id BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX digests_open ON digests (bot_id, chat_id, topic_id) WHERE closed_at IS NULL;
CREATE TABLE digest_lines (
  digest_id BIGINT NOT NULL REFERENCES digests (id),
  request_id BIGINT NOT NULL REFERENCES requests (id),
  PRIMARY KEY (digest_id, request_id)
);
CREATE INDEX digest_lines_request ON digest_lines (request_id);

-- The topic of a category in a forum group, made when it is first needed.
CREATE TABLE topics (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  category TEXT NOT NULL,
  topic_id BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'closed', 'refused')),
  PRIMARY KEY (bot_id, chat_id, category)
);

-- The last day that began for somebody with the list of the day.
CREATE TABLE mornings (
  person_id BIGINT PRIMARY KEY REFERENCES people (id),
  date TEXT NOT NULL
);
