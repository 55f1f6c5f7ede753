-- Where a pilot stands, how many it takes and whom (R50-1): draft, running, paused, ended.
ALTER TABLE pilot ADD COLUMN phase TEXT NOT NULL DEFAULT 'running';
UPDATE pilot SET phase = 'paused' WHERE NOT running;
ALTER TABLE pilot DROP COLUMN running;
ALTER TABLE pilot ADD COLUMN quota BIGINT;
ALTER TABLE pilot ADD COLUMN people TEXT;
ALTER TABLE pilot ADD COLUMN age_from BIGINT;
ALTER TABLE pilot ADD COLUMN age_to BIGINT;

-- Who moved it when, and why. staff is NULL for the operator at the server's shell.
CREATE TABLE pilot_step (
    pilot BYTEA NOT NULL REFERENCES pilot (id),
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    phase TEXT NOT NULL,
    reason TEXT NOT NULL,
    staff BYTEA REFERENCES staff (id),
    PRIMARY KEY (pilot, revision)
);

-- By which pilot a request was let in; NULL where its kind was open to all, and before pilots had places.
ALTER TABLE integration ADD COLUMN pilot BYTEA;
CREATE INDEX integration_pilot ON integration (pilot, state, subject) WHERE pilot IS NOT NULL;
