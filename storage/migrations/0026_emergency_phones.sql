-- The sheet 应急电话: whom else to call in a community; without kinds in any danger.
CREATE TABLE emergency_phones (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  kinds TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (community_id, name)
);
