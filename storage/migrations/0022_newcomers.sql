-- Which notice was agreed to in a private chat before it is known whose community its person is of.
ALTER TABLE chats ADD COLUMN agreed TEXT;
