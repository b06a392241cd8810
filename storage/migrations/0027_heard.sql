-- Whether somebody has just written or pressed is asked at night for each word that is held back for them.
CREATE INDEX inbox_heard ON inbox (lane, received_at);
