-- How much somebody has written in a chat lately: more than a few at once is stored, and answered less.
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
