-- UX-1: codes that a holder printed for the day the phone is gone, each good once. Only keyed digests.
CREATE TABLE recovery_code (
    subject BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (subject, digest)
);

-- UX-1, UX-2: another phone without the old one. digest: of the token that the phone keeps which asked;
-- state_at: end of the waiting time, or when the state began; body (sealed): name of that phone, digits to compare.
CREATE TABLE lost_phone (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    way TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    state_at BIGINT,
    needed BIGINT,
    given BIGINT,
    stopped_by TEXT,
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT lost_phone_state CHECK (state IN ('gathering', 'waiting', 'ready', 'finished', 'stopped', 'expired')),
    CONSTRAINT lost_phone_at CHECK ((state = 'gathering') = (state_at IS NULL)),
    CONSTRAINT lost_phone_needed CHECK ((state = 'gathering') = (needed IS NOT NULL AND given IS NOT NULL)),
    CONSTRAINT lost_phone_stopped CHECK ((state = 'stopped') = (stopped_by IS NOT NULL))
);
CREATE UNIQUE INDEX lost_phone_open ON lost_phone (subject) WHERE state IN ('gathering', 'waiting', 'ready');
