-- Neighbours who report the same danger: they join the alarm that runs, and hear all that is said of it.
CREATE TABLE alarm_reporters (
  alarm_id BIGINT NOT NULL REFERENCES alarms (id),
  bot_id BIGINT NOT NULL,
  telegram_id BIGINT NOT NULL,
  person_id BIGINT REFERENCES people (id),
  key_id BIGINT NOT NULL REFERENCES keys (id),
  household_id BIGINT REFERENCES households (id),
  building_id BIGINT REFERENCES buildings (id),
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (alarm_id, telegram_id)
);
CREATE INDEX alarm_reporters_telegram ON alarm_reporters (bot_id, telegram_id, alarm_id);
CREATE INDEX alarms_running ON alarms (community_id, id) WHERE state IN ('open', 'coming', 'there');
