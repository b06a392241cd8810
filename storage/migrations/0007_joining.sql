-- Which notice somebody agreed to, when, and when they took it back: one row each time.
CREATE TABLE consents (
  id {{identity}},
  person_id BIGINT NOT NULL REFERENCES people (id),
  version TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX consents_person ON consents (person_id, id);
INSERT INTO consents (person_id, version, given_at)
  SELECT id, consent, consented_at FROM people WHERE consent IS NOT NULL AND consented_at IS NOT NULL;

-- Since when somebody says that they live there; the latest home is asked about first.
ALTER TABLE residents ADD COLUMN since_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX residents_unconfirmed ON residents (since_at) WHERE confirmed_at IS NULL AND ended_at IS NULL;

-- A link for a stairwell, a household or a post. The token itself is nowhere: `salt` makes it with the secret key.
CREATE TABLE invites (
  id {{identity}},
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
CREATE TABLE invite_uses (
  invite_id BIGINT NOT NULL REFERENCES invites (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (invite_id, person_id)
);
-- Opened before the notice was agreed to: a chat and an invite, no more.
CREATE TABLE openings (
  chat_id BIGINT PRIMARY KEY,
  invite_id BIGINT NOT NULL REFERENCES invites (id),
  at BIGINT NOT NULL
);
CREATE TABLE invite_tries (
  id {{identity}},
  chat_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX invite_tries_chat ON invite_tries (chat_id, at);

-- A relative who wants to act for an elder, until somebody of the grid has heard the elder's yes.
CREATE TABLE families (
  id {{identity}},
  community_id BIGINT NOT NULL REFERENCES communities (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  household_id BIGINT NOT NULL REFERENCES households (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  words {{blob}},
  state TEXT NOT NULL DEFAULT 'naming' CHECK (state IN ('naming', 'asked', 'agreed', 'refused', 'given_up')),
  tries BIGINT NOT NULL DEFAULT 0,
  elder_id BIGINT REFERENCES people (id),
  settled_by_id BIGINT REFERENCES people (id),
  at BIGINT NOT NULL
);
CREATE INDEX families_person ON families (person_id, id);

-- Whoever is away now: until when (nothing means until they say so), and who stands in.
CREATE TABLE leaves (
  person_id BIGINT PRIMARY KEY REFERENCES people (id),
  since_at BIGINT NOT NULL,
  until_at BIGINT,
  stand_in_id BIGINT REFERENCES people (id)
);
CREATE INDEX leaves_stand_in ON leaves (stand_in_id) WHERE stand_in_id IS NOT NULL;
