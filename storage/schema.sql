-- The whole database as SQLite has it after all migrations. Generated: python -m storage.make_schema

CREATE TABLE agenda (
  request_id BIGINT PRIMARY KEY REFERENCES requests (id),
  community_id BIGINT NOT NULL REFERENCES communities (id),
  why TEXT NOT NULL CHECK (why IN ('suggestion', 'unsolved')),
  added_at BIGINT NOT NULL,
  listed_at BIGINT
);
CREATE INDEX agenda_open ON agenda (community_id, request_id) WHERE listed_at IS NULL;
CREATE TABLE alarm_people (
  alarm_id BIGINT NOT NULL REFERENCES alarms (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  told_at BIGINT NOT NULL,
  answer TEXT CHECK (answer IN ('coming', 'there', 'false')),
  answered_at BIGINT,
  PRIMARY KEY (alarm_id, person_id)
);
CREATE TABLE alarm_reporters (
  alarm_id BIGINT NOT NULL REFERENCES alarms (id),
  bot_id BIGINT NOT NULL,
  telegram_id BIGINT NOT NULL,
  person_id BIGINT REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  household_id BIGINT REFERENCES households (id),
  building_id BIGINT REFERENCES buildings (id),
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (alarm_id, telegram_id)
);
CREATE INDEX alarm_reporters_telegram ON alarm_reporters (bot_id, telegram_id, alarm_id);
CREATE TABLE alarm_words (
  alarm_id BIGINT NOT NULL REFERENCES alarms (id),
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  author_id BIGINT REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
  at BIGINT NOT NULL,
  PRIMARY KEY (alarm_id, chat_id, message_id)
);
CREATE TABLE alarms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE INDEX alarms_running ON alarms (community_id, id) WHERE state IN ('open', 'coming', 'there');
CREATE INDEX alarms_unanswered ON alarms (id) WHERE unanswered_at IS NOT NULL AND state = 'open';
CREATE TABLE answers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  question TEXT NOT NULL,
  words TEXT NOT NULL,
  answer TEXT NOT NULL,
  until TEXT,
  UNIQUE (community_id, question)
);
CREATE TABLE bindings (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  topic_id BIGINT NOT NULL DEFAULT 0,
  bound_at BIGINT NOT NULL, stopped_at BIGINT, by_category BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (bot_id, cell_id)
);
CREATE INDEX bindings_chat ON bindings (bot_id, chat_id, cell_id);
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
CREATE TABLE buildings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  compound TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (community_id, compound, name)
);
CREATE TABLE cells (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  parent_id BIGINT REFERENCES cells (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  ended_at BIGINT,
  UNIQUE (community_id, code)
);
CREATE INDEX cells_parent ON cells (parent_id);
CREATE TABLE chats (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('private', 'group')),
  language TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'unreachable', 'moved')),
  moved_to BIGINT, noticed_at BIGINT, agreed TEXT,
  PRIMARY KEY (bot_id, chat_id)
);
CREATE INDEX chats_unreachable ON chats (chat_id) WHERE state = 'unreachable';
CREATE TABLE communities (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  language TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE community_facts (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (community_id, name)
);
CREATE TABLE community_routes (
  community_id BIGINT PRIMARY KEY REFERENCES communities (id),
  body TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE TABLE consents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id BIGINT NOT NULL REFERENCES people (id),
  version TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX consents_person ON consents (person_id, id);
CREATE TABLE contacts (
  elder_id BIGINT NOT NULL REFERENCES people (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  relation TEXT NOT NULL,
  rank BIGINT NOT NULL,
  PRIMARY KEY (elder_id, person_id)
);
CREATE INDEX contacts_person ON contacts (person_id);
CREATE TABLE counters (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  date TEXT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (community_id, date)
);
CREATE TABLE custody (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id BIGINT NOT NULL REFERENCES requests (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  person_id BIGINT REFERENCES people (id),
  why TEXT NOT NULL,
  since_at BIGINT NOT NULL
);
CREATE INDEX custody_request ON custody (request_id, id);
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id BIGINT NOT NULL REFERENCES requests (id),
  table_id BIGINT NOT NULL REFERENCES routing_tables (id),
  rule TEXT NOT NULL,
  why TEXT NOT NULL,
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  looked TEXT NOT NULL,
  to_desk BIGINT NOT NULL,
  handling_unit_id BIGINT REFERENCES handling_units (id),
  decided_at BIGINT NOT NULL
);
CREATE INDEX decisions_request ON decisions (request_id, id);
CREATE TABLE digest_lines (
  digest_id BIGINT NOT NULL REFERENCES digests (id),
  request_id BIGINT NOT NULL REFERENCES requests (id),
  PRIMARY KEY (digest_id, request_id)
);
CREATE INDEX digest_lines_request ON digest_lines (request_id);
CREATE TABLE digests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  topic_id BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX digests_open ON digests (bot_id, chat_id, topic_id) WHERE closed_at IS NULL;
CREATE TABLE drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
, gathering BIGINT NOT NULL DEFAULT 1, page TEXT NOT NULL DEFAULT 'summary', kind TEXT, urgency TEXT NOT NULL DEFAULT 'normal', subject_id BIGINT REFERENCES people (id), building_id BIGINT REFERENCES buildings (id), contact TEXT NOT NULL DEFAULT 'phone', anonymous BIGINT NOT NULL DEFAULT 0, alone BIGINT NOT NULL DEFAULT 0, request_id BIGINT REFERENCES requests (id));
CREATE UNIQUE INDEX drafts_open ON drafts (bot_id, chat_id, person_id) WHERE state = 'open' AND gathering = 1;
CREATE INDEX drafts_person ON drafts (person_id, id);
CREATE TABLE emergency_phones (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  kinds TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (community_id, name)
);
CREATE TABLE entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  chat_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people (id),
  source TEXT NOT NULL,
  category TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
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
CREATE INDEX entries_draft ON entries (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX entries_import ON entries (import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX entries_waiting ON entries (person_id, outside_number) WHERE state = 'open';
CREATE TABLE expectations (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  act TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, chat_id, person_id)
);
CREATE TABLE families (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  household_id BIGINT NOT NULL REFERENCES households (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  words BLOB,
  state TEXT NOT NULL DEFAULT 'naming' CHECK (state IN ('naming', 'asked', 'agreed', 'refused', 'given_up')),
  tries BIGINT NOT NULL DEFAULT 0,
  elder_id BIGINT REFERENCES people (id),
  settled_by_id BIGINT REFERENCES people (id),
  at BIGINT NOT NULL
);
CREATE INDEX families_person ON families (person_id, id);
CREATE TABLE floods (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  tokens BIGINT NOT NULL,
  at BIGINT NOT NULL,
  told BIGINT NOT NULL,
  minute_at BIGINT NOT NULL,
  in_minute BIGINT NOT NULL,
  muted_until BIGINT NOT NULL,
  PRIMARY KEY (bot_id, chat_id, sender_id)
);
CREATE TABLE follows (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  since_at BIGINT NOT NULL,
  PRIMARY KEY (request_id, person_id)
);
CREATE INDEX follows_person ON follows (person_id);
CREATE TABLE group_lines (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  said_at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, chat_id, sender_id)
);
CREATE TABLE group_words (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  asked BIGINT NOT NULL DEFAULT 0,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
  at BIGINT NOT NULL,
  UNIQUE (bot_id, chat_id, message_id)
);
CREATE INDEX group_words_author ON group_words (author_id);
CREATE TABLE handling_units (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  hours TEXT NOT NULL,
  contact BLOB,
  phone BLOB,
  UNIQUE (community_id, name)
);
CREATE TABLE handovers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id BIGINT NOT NULL REFERENCES requests (id),
  handling_unit_id BIGINT NOT NULL REFERENCES handling_units (id),
  given_by_id BIGINT NOT NULL REFERENCES people (id),
  state TEXT NOT NULL DEFAULT 'given' CHECK (state IN ('given', 'taken', 'done', 'refused', 'ended')),
  given_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX handovers_request ON handovers (request_id, id);
CREATE INDEX handovers_unit ON handovers (handling_unit_id, id) WHERE state IN ('given', 'taken');
CREATE TABLE headings (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  sheet TEXT NOT NULL,
  heading TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (community_id, sheet, heading)
);
CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL,
  actor_id BIGINT,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  facts TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX history_subject ON history (subject, subject_id, id);
CREATE TABLE households (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  cell_id BIGINT REFERENCES cells (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  room BLOB NOT NULL,
  room_lookup TEXT NOT NULL,
  UNIQUE (unit_id, room_lookup)
);
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  chat_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
  total BIGINT NOT NULL,
  reached BIGINT NOT NULL DEFAULT 0,
  repeated BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'reading' CHECK (state IN ('reading', 'ready', 'filing', 'done', 'dropped')),
  at BIGINT NOT NULL
);
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot_id BIGINT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('update', 'result')),
  source_id BIGINT NOT NULL,
  body_hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'quarantined')),
  attempts BIGINT NOT NULL DEFAULT 0,
  retry_at BIGINT NOT NULL DEFAULT 0,
  reason TEXT,
  received_at BIGINT NOT NULL,
  ended_at BIGINT,
  UNIQUE (bot_id, source, source_id, body_hash)
);
CREATE INDEX inbox_heard ON inbox (lane, received_at);
CREATE INDEX inbox_held ON inbox (lane, id) WHERE state = 'waiting' AND attempts > 0;
CREATE INDEX inbox_quarantined ON inbox (id) WHERE state = 'quarantined';
CREATE INDEX inbox_received ON inbox (received_at);
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
CREATE TABLE invite_tries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX invite_tries_chat ON invite_tries (chat_id, at);
CREATE TABLE invite_uses (
  invite_id BIGINT NOT NULL REFERENCES invites (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (invite_id, person_id)
);
CREATE INDEX invite_uses_person ON invite_uses (person_id);
CREATE TABLE invites (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('unit', 'household', 'post')),
  subject_id BIGINT NOT NULL,
  role TEXT,
  salt TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  maker_id BIGINT NOT NULL REFERENCES people (id),
  uses_left BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('day', 'person', 'household')),
  name TEXT,
  wrapped BLOB,
  created_at BIGINT NOT NULL,
  destroyed_at BIGINT,
  UNIQUE (kind, name)
);
CREATE TABLE leaves (
  person_id BIGINT PRIMARY KEY REFERENCES people (id),
  since_at BIGINT NOT NULL,
  until_at BIGINT,
  stand_in_id BIGINT REFERENCES people (id)
);
CREATE INDEX leaves_stand_in ON leaves (stand_in_id) WHERE stand_in_id IS NOT NULL;
CREATE TABLE links (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL, sent_at BIGINT,
  PRIMARY KEY (bot_id, chat_id, message_id)
);
CREATE INDEX links_subject ON links (kind, subject_id);
CREATE TABLE mailings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  reached_id BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  created_at BIGINT NOT NULL,
  UNIQUE (kind, subject_id)
);
CREATE TABLE marks (
  bot_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, name)
);
CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  telegram_id BIGINT NOT NULL,
  status TEXT NOT NULL,
  since_at BIGINT NOT NULL,
  UNIQUE (bot_id, chat_id, telegram_id)
);
CREATE INDEX members_person ON members (telegram_id);
CREATE TABLE mentions (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (request_id, person_id)
);
CREATE INDEX mentions_person ON mentions (person_id);
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE INDEX messages_chat ON messages (bot_id, chat_id) WHERE state IN ('ready', 'sending');
CREATE INDEX messages_open ON messages (id) WHERE state IN ('ready', 'sending');
CREATE INDEX messages_parked ON messages (id) WHERE state IN ('parked', 'refused');
CREATE TABLE mornings (
  person_id BIGINT PRIMARY KEY REFERENCES people (id),
  date TEXT NOT NULL
);
CREATE TABLE notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  subject TEXT NOT NULL CHECK (subject IN ('draft', 'request')),
  subject_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES people (id),
  kind TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
  message_id BIGINT,
  at BIGINT NOT NULL
, media TEXT, file BLOB, album TEXT);
CREATE INDEX notes_album ON notes (album) WHERE album IS NOT NULL;
CREATE INDEX notes_subject ON notes (subject, subject_id, id);
CREATE TABLE occurrences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  programme_id BIGINT NOT NULL REFERENCES programmes (id),
  original_date TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'cancelled')),
  UNIQUE (programme_id, original_date)
);
CREATE TABLE openings (
  chat_id BIGINT PRIMARY KEY,
  invite_id BIGINT NOT NULL REFERENCES invites (id),
  at BIGINT NOT NULL
);
CREATE TABLE panels (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  chosen_id BIGINT NOT NULL DEFAULT 0,
  generation BIGINT NOT NULL,
  PRIMARY KEY (request_id, person_id)
);
CREATE TABLE parts (
  message_id BIGINT NOT NULL REFERENCES messages (id),
  n BIGINT NOT NULL,
  method TEXT NOT NULL,
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
  outcome TEXT NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'sent', 'unknown', 'refused')),
  PRIMARY KEY (message_id, n)
);
CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  name BLOB,
  name_lookup TEXT,
  phone BLOB,
  phone_lookup TEXT,
  telegram_id BIGINT,
  language TEXT NOT NULL,
  consent TEXT,
  consented_at BIGINT,
  version BIGINT NOT NULL DEFAULT 0,
  UNIQUE (community_id, telegram_id)
);
CREATE INDEX people_phone ON people (community_id, phone_lookup);
CREATE INDEX people_telegram ON people (telegram_id);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  role TEXT NOT NULL,
  title TEXT NOT NULL,
  categories TEXT NOT NULL DEFAULT '',
  ended_at BIGINT,
  UNIQUE (cell_id, person_id, role)
);
CREATE INDEX posts_community ON posts (community_id, role) WHERE ended_at IS NULL;
CREATE INDEX posts_person ON posts (person_id);
CREATE TABLE programmes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE TABLE promises (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE TABLE proposals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE INDEX proposals_note ON proposals (note_id);
CREATE INDEX proposals_request ON proposals (request_id, id);
CREATE TABLE pushes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE INDEX rating_asks_caller ON rating_asks (caller_id) WHERE state IN ('asked', 'repeated');
CREATE INDEX rating_asks_cell ON rating_asks (cell_id, at);
CREATE INDEX rating_asks_holder ON rating_asks (holder_id, at);
CREATE TABLE rating_reasons (
  request_id BIGINT NOT NULL,
  round BIGINT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('manner', 'speed', 'result', 'talk', 'other')),
  PRIMARY KEY (request_id, round, reason),
  FOREIGN KEY (request_id, round) REFERENCES ratings (request_id, round)
);
CREATE TABLE ratings (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  round BIGINT NOT NULL,
  rater_id BIGINT NOT NULL REFERENCES people (id),
  solved BIGINT NOT NULL,
  grade BIGINT,
  at BIGINT NOT NULL,
  PRIMARY KEY (request_id, round)
);
CREATE INDEX ratings_rater ON ratings (rater_id);
CREATE TABLE registers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  body BLOB,
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'taking', 'done', 'dropped')),
  at BIGINT NOT NULL
);
CREATE TABLE reminders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  step_id BIGINT NOT NULL REFERENCES steps (id),
  occurrence_id BIGINT NOT NULL REFERENCES occurrences (id),
  subject_id BIGINT NOT NULL REFERENCES people (id),
  recipient_id BIGINT NOT NULL REFERENCES people (id),
  message_id BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (step_id, subject_id, recipient_id)
);
CREATE INDEX reminders_occurrence ON reminders (occurrence_id, subject_id);
CREATE TABLE requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  version BIGINT NOT NULL DEFAULT 0, urgency TEXT NOT NULL DEFAULT 'normal', subject_id BIGINT REFERENCES people (id), building_id BIGINT REFERENCES buildings (id), contact TEXT NOT NULL DEFAULT 'phone', anonymous BIGINT NOT NULL DEFAULT 0, sensitive BIGINT NOT NULL DEFAULT 0, outside_number TEXT, outside_due_at BIGINT, offered_to_id BIGINT REFERENCES people (id), worker_id BIGINT REFERENCES people (id), handling_unit_id BIGINT REFERENCES handling_units (id), unit_number TEXT, contacted_at BIGINT, resume_at BIGINT, merged_into_id BIGINT REFERENCES requests (id),
  UNIQUE (community_id, number)
);
CREATE INDEX requests_filed ON requests (community_id, filed_at);
CREATE INDEX requests_filer ON requests (filer_id, id);
CREATE INDEX requests_held ON requests (holder_id, id)
  WHERE state IN ('claimed', 'external', 'waiting', 'on_hold');
CREATE INDEX requests_merged ON requests (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX requests_offered ON requests (offered_to_id, id) WHERE offered_to_id IS NOT NULL;
CREATE INDEX requests_outside ON requests (community_id, outside_number) WHERE outside_number IS NOT NULL;
CREATE INDEX requests_private ON requests (community_id, id) WHERE sensitive = 1 AND state = 'open';
CREATE INDEX requests_subject ON requests (subject_id, id) WHERE subject_id IS NOT NULL;
CREATE INDEX requests_undone ON requests (cell_id, id)
  WHERE state IN ('open', 'claimed', 'external', 'waiting', 'on_hold');
CREATE INDEX requests_worker ON requests (worker_id, id) WHERE worker_id IS NOT NULL;
CREATE TABLE residents (
  household_id BIGINT NOT NULL REFERENCES households (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  confirmed_at BIGINT,
  ended_at BIGINT, since_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (household_id, person_id)
);
CREATE INDEX residents_person ON residents (person_id);
CREATE INDEX residents_unconfirmed ON residents (since_at) WHERE confirmed_at IS NULL AND ended_at IS NULL;
CREATE TABLE responses (
  occurrence_id BIGINT NOT NULL REFERENCES occurrences (id),
  subject_id BIGINT NOT NULL REFERENCES people (id),
  answer TEXT NOT NULL CHECK (answer IN ('join', 'decline', 'fetch', 'unreached')),
  responder_id BIGINT,
  at BIGINT NOT NULL,
  PRIMARY KEY (occurrence_id, subject_id)
);
CREATE TABLE routing_tables (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  community_id BIGINT NOT NULL REFERENCES communities (id),
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  loaded_at BIGINT NOT NULL,
  UNIQUE (community_id, hash)
);
CREATE TABLE schema_migrations (name TEXT PRIMARY KEY);
CREATE TABLE shifts (
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  date TEXT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (cell_id, date, person_id)
);
CREATE INDEX shifts_person ON shifts (person_id, date);
CREATE TABLE steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  occurrence_id BIGINT NOT NULL REFERENCES occurrences (id),
  name TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'fired', 'missed', 'withdrawn')),
  UNIQUE (occurrence_id, name)
);
CREATE TABLE tags (
  person_id BIGINT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  PRIMARY KEY (person_id, name)
);
CREATE INDEX tags_name ON tags (name, person_id);
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id BIGINT NOT NULL REFERENCES requests (id),
  kind TEXT NOT NULL CHECK (kind IN ('work', 'help')),
  person_id BIGINT NOT NULL REFERENCES people (id),
  asked_by_id BIGINT NOT NULL REFERENCES people (id),
  note_id BIGINT REFERENCES notes (id),
  state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'taken', 'done', 'refused', 'ended')),
  asked_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX tasks_note ON tasks (note_id);
CREATE INDEX tasks_person ON tasks (person_id) WHERE state IN ('asked', 'taken');
CREATE INDEX tasks_request ON tasks (request_id, id);
CREATE TABLE timers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'quarantined')),
  attempts BIGINT NOT NULL DEFAULT 0,
  reason TEXT,
  UNIQUE (kind, subject_id)
);
CREATE INDEX timers_due ON timers (due_at, id) WHERE state = 'waiting';
CREATE TABLE topics (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  category TEXT NOT NULL,
  topic_id BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'closed', 'refused')),
  PRIMARY KEY (bot_id, chat_id, category)
);
CREATE TABLE undos (
  request_id BIGINT PRIMARY KEY REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  act TEXT NOT NULL,
  version BIGINT NOT NULL,
  before TEXT NOT NULL,
  done_at BIGINT NOT NULL
);
CREATE TABLE unit_chats (
  bot_id BIGINT NOT NULL,
  handling_unit_id BIGINT NOT NULL REFERENCES handling_units (id),
  chat_id BIGINT NOT NULL,
  bound_at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, handling_unit_id)
);
CREATE INDEX unit_chats_chat ON unit_chats (bot_id, chat_id);
CREATE TABLE unit_people (
  handling_unit_id BIGINT NOT NULL REFERENCES handling_units (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  since_at BIGINT NOT NULL,
  PRIMARY KEY (handling_unit_id, person_id)
);
CREATE INDEX unit_people_person ON unit_people (person_id);
CREATE TABLE units (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  building_id BIGINT NOT NULL REFERENCES buildings (id),
  cell_id BIGINT REFERENCES cells (id),
  name TEXT NOT NULL,
  UNIQUE (building_id, name)
);
CREATE TABLE vacancies (
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  date TEXT NOT NULL,
  PRIMARY KEY (cell_id, date)
);
CREATE TABLE views (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE INDEX views_boards ON views (bot_id, chat_id, kind) WHERE kind IN ('board', 'digest');
CREATE INDEX views_subject ON views (kind, subject_id);
CREATE INDEX views_wanted ON views (id) WHERE wanted > shown;
