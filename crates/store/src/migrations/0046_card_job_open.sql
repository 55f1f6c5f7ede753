-- An agent is given its own open reading again where the answer was lost.
DROP INDEX card_job_agent;
CREATE INDEX card_job_open ON card_job (agent, asked_at) WHERE state IN ('waiting', 'taken');
-- What nobody brought in time is forgotten.
CREATE INDEX card_job_unfinished ON card_job (expires_at) WHERE state <> 'done';
