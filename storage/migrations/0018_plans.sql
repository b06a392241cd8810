-- What is asked for often finds its rows without reading a table of millions.
DROP INDEX requests_open;
CREATE INDEX requests_undone ON requests (cell_id, id)
  WHERE state IN ('open', 'claimed', 'external', 'waiting', 'on_hold');
DROP INDEX requests_holder;
CREATE INDEX requests_held ON requests (holder_id, id)
  WHERE state IN ('claimed', 'external', 'waiting', 'on_hold');
CREATE INDEX requests_private ON requests (community_id, id) WHERE sensitive = 1 AND state = 'open';
DROP INDEX bindings_chat;
CREATE INDEX bindings_chat ON bindings (bot_id, chat_id, cell_id);
CREATE INDEX posts_community ON posts (community_id, role) WHERE ended_at IS NULL;
CREATE INDEX chats_unreachable ON chats (chat_id) WHERE state = 'unreachable';
CREATE INDEX drafts_person ON drafts (person_id, id);
CREATE INDEX ratings_rater ON ratings (rater_id);
CREATE INDEX invite_uses_person ON invite_uses (person_id);
CREATE INDEX entries_waiting ON entries (person_id, outside_number) WHERE state = 'open';
CREATE INDEX inbox_quarantined ON inbox (id) WHERE state = 'quarantined';
CREATE INDEX views_boards ON views (bot_id, chat_id, kind) WHERE kind IN ('board', 'digest');
