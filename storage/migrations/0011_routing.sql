-- Where requests go and why; what is answered without a request; whom a request names; what the next meeting talks about.

-- A community's own rules, before those of config.yaml; the body is the whole table as JSON.
CREATE TABLE community_routes (
  community_id BIGINT PRIMARY KEY REFERENCES communities (id),
  body TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- Every table that was ever used, once, by its SHA-256.
CREATE TABLE routing_tables (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  loaded_at BIGINT NOT NULL,
  UNIQUE (community_id, hash)
);

CREATE TABLE decisions (
  id {{identity}},
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

-- Members of staff whom a request speaks of: a complaint goes past them, praise goes to them.
CREATE TABLE mentions (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (request_id, person_id)
);
CREATE INDEX mentions_person ON mentions (person_id);

CREATE TABLE answers (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  question TEXT NOT NULL,
  words TEXT NOT NULL,
  answer TEXT NOT NULL,
  until TEXT,
  UNIQUE (community_id, question)
);

-- What the answers' variables stand for: 办公电话, 办公时间, 地址.
CREATE TABLE community_facts (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (community_id, name)
);

CREATE TABLE agenda (
  request_id BIGINT PRIMARY KEY REFERENCES requests (id),
  community_id BIGINT NOT NULL REFERENCES communities (id),
  why TEXT NOT NULL CHECK (why IN ('suggestion', 'unsolved')),
  added_at BIGINT NOT NULL,
  listed_at BIGINT
);
CREATE INDEX agenda_open ON agenda (community_id, request_id) WHERE listed_at IS NULL;
