-- D59-11.1: children under fourteen and wards under the account of parent or guardian (subject).
CREATE TABLE dependant (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    -- Sealed.
    number BYTEA NOT NULL,
    since BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (subject, id)
);
CREATE UNIQUE INDEX dependant_one ON dependant (subject, digest) WHERE ended_at IS NULL;

-- Whether the guardian was appointed for somebody who may not act alone.
ALTER TABLE reg_population ADD COLUMN ward BIGINT NOT NULL DEFAULT 0;
