-- Who lives where, who answers for which door, and which chat belongs to which cell.

CREATE TABLE cells (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  parent_id BIGINT REFERENCES cells (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  ended_at BIGINT,
  UNIQUE (community_id, code)
);
CREATE INDEX cells_parent ON cells (parent_id);

CREATE TABLE bindings (
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  topic_id BIGINT NOT NULL DEFAULT 0,
  bound_at BIGINT NOT NULL,
  PRIMARY KEY (bot_id, cell_id)
);
CREATE INDEX bindings_chat ON bindings (bot_id, chat_id);

CREATE TABLE buildings (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  compound TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (community_id, compound, name)
);

CREATE TABLE units (
  id {{identity}},
  building_id BIGINT NOT NULL REFERENCES buildings (id),
  cell_id BIGINT REFERENCES cells (id),
  name TEXT NOT NULL,
  UNIQUE (building_id, name)
);

CREATE TABLE households (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  cell_id BIGINT REFERENCES cells (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  room {{blob}} NOT NULL,
  room_lookup TEXT NOT NULL,
  UNIQUE (unit_id, room_lookup)
);

CREATE TABLE people (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  name {{blob}},
  name_lookup TEXT,
  phone {{blob}},
  phone_lookup TEXT,
  telegram_id BIGINT,
  language TEXT NOT NULL,
  consent TEXT,
  consented_at BIGINT,
  version BIGINT NOT NULL DEFAULT 0,
  UNIQUE (community_id, telegram_id)
);
CREATE INDEX people_telegram ON people (telegram_id);
CREATE INDEX people_phone ON people (community_id, phone_lookup);

CREATE TABLE residents (
  household_id BIGINT NOT NULL REFERENCES households (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  confirmed_at BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (household_id, person_id)
);
CREATE INDEX residents_person ON residents (person_id);

CREATE TABLE tags (
  person_id BIGINT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  PRIMARY KEY (person_id, name)
);
CREATE INDEX tags_name ON tags (name, person_id);

CREATE TABLE contacts (
  elder_id BIGINT NOT NULL REFERENCES people (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  relation TEXT NOT NULL,
  rank BIGINT NOT NULL,
  PRIMARY KEY (elder_id, person_id)
);
CREATE INDEX contacts_person ON contacts (person_id);

CREATE TABLE posts (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  role TEXT NOT NULL,
  title TEXT NOT NULL,
  categories TEXT NOT NULL DEFAULT '',
  ended_at BIGINT,
  UNIQUE (cell_id, person_id, role)
);
CREATE INDEX posts_person ON posts (person_id);

CREATE TABLE handling_units (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  hours TEXT NOT NULL,
  contact {{blob}},
  phone {{blob}},
  UNIQUE (community_id, name)
);

CREATE TABLE history (
  id {{identity}},
  community_id BIGINT NOT NULL,
  actor_id BIGINT,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  facts TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX history_subject ON history (subject, subject_id, id);
