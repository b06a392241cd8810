-- When the notice was last shown in a private chat: whoever goes on writing reads one line instead.
ALTER TABLE chats ADD COLUMN noticed_at BIGINT;
