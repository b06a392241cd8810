-- What Telegram last said about somebody in a work group: member, administrator, left, kicked …
CREATE TABLE members (
  id {{identity}},
  bot_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  telegram_id BIGINT NOT NULL,
  status TEXT NOT NULL,
  since_at BIGINT NOT NULL,
  UNIQUE (bot_id, chat_id, telegram_id)
);
CREATE INDEX members_person ON members (telegram_id);
