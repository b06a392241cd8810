-- What a community was told of within a week is counted without reading what it was ever told of.
CREATE INDEX requests_filed ON requests (community_id, filed_at);
