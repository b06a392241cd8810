-- What the office has said of headings in its workbooks that nobody knew: the field, or '' to pass the column over.
CREATE TABLE headings (
  community_id BIGINT NOT NULL REFERENCES communities (id),
  sheet TEXT NOT NULL,
  heading TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (community_id, sheet, heading)
);
