-- A workbook of outside tickets: its rows until each is an entry, and what there was to say of it.
CREATE TABLE imports (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  chat_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  total BIGINT NOT NULL,
  reached BIGINT NOT NULL DEFAULT 0,
  repeated BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'reading' CHECK (state IN ('reading', 'ready', 'filing', 'done', 'dropped')),
  at BIGINT NOT NULL
);

-- A workbook of the register that the office sent, until it says yes: what it holds, and where Telegram keeps it.
CREATE TABLE registers (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'taking', 'done', 'dropped')),
  at BIGINT NOT NULL
);

-- What staff enter for somebody else, until they confirm it: a line for a caller, a ticket of an outside platform.
CREATE TABLE entries (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  chat_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people (id),
  source TEXT NOT NULL,
  category TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  household_id BIGINT REFERENCES households (id),
  building_id BIGINT REFERENCES buildings (id),
  subject_id BIGINT REFERENCES people (id),
  outside_number TEXT,
  outside_due_at BIGINT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'filed', 'corrected', 'dropped')),
  draft_id BIGINT REFERENCES drafts (id),
  request_id BIGINT REFERENCES requests (id),
  import_id BIGINT REFERENCES imports (id),
  line BIGINT,
  at BIGINT NOT NULL
);
CREATE INDEX entries_import ON entries (import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX entries_draft ON entries (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX requests_outside ON requests (community_id, outside_number) WHERE outside_number IS NOT NULL;

-- What was said in a residents' group and waits for its author: to agree to the notice, or to say yes.
CREATE TABLE group_words (
  id {{identity}},
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  asked BIGINT NOT NULL DEFAULT 0,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body {{blob}},
  at BIGINT NOT NULL,
  UNIQUE (bot_id, chat_id, message_id)
);
CREATE INDEX group_words_author ON group_words (author_id);

-- When somebody was last answered in a group: one line a minute is enough.
CREATE TABLE group_lines (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  said_at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, chat_id, sender_id)
);
