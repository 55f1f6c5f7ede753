-- What an agent can do, as it says when it asks for work.
ALTER TABLE counter_agent ADD COLUMN abilities TEXT NOT NULL DEFAULT 'reader';
-- D59-14.2.a2: an agent is asked for a card, or for the print of a finger.
ALTER TABLE card_job ADD COLUMN kind TEXT NOT NULL DEFAULT 'card';
-- One person's finger at a time lies on a scanner.
CREATE UNIQUE INDEX card_job_finger ON card_job (agent) WHERE kind = 'finger' AND state <> 'done';
