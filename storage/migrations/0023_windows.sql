-- When one of our own messages went out: after a restart the limits of a busy group are still known.
ALTER TABLE links ADD COLUMN sent_at BIGINT;
