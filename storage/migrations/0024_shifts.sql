-- 值班: who is on duty for a cell on a day on which the office does not work.
CREATE TABLE shifts (
  cell_id BIGINT NOT NULL REFERENCES cells (id),
  date TEXT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (cell_id, date, person_id)
);
CREATE INDEX shifts_person ON shifts (person_id, date);
