CREATE TABLE vault_key (
    purpose TEXT NOT NULL,
    id BIGINT NOT NULL,
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (purpose, id)
);

CREATE TABLE audit (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    action TEXT NOT NULL,
    purpose TEXT NOT NULL,
    request TEXT NOT NULL,
    body BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    seq BIGINT,
    PRIMARY KEY (subject, id)
);
CREATE INDEX audit_unsequenced ON audit (at, id) WHERE seq IS NULL;
CREATE INDEX audit_seq ON audit (seq);
CREATE INDEX audit_subject_at ON audit (subject, at);
CREATE INDEX audit_action_at ON audit (action, at);

-- Hashes of the RFC 6962 tree in storage order, and signed checkpoints (C2SP notes).
CREATE TABLE log_hash (
    idx BIGINT NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL
);
CREATE TABLE log_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    note TEXT NOT NULL
);
CREATE TABLE log_lease (
    log TEXT NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);

CREATE TABLE job (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    due BIGINT NOT NULL,
    lease BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    payload TEXT NOT NULL,
    dead BOOLEAN NOT NULL,
    PRIMARY KEY (subject, id)
);
CREATE INDEX job_due ON job (due) WHERE NOT dead;

-- Attempts counted per account, per address, per number: digest of what is counted.
CREATE TABLE throttle (
    digest BYTEA NOT NULL PRIMARY KEY,
    started BIGINT NOT NULL,
    count BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);

-- Answers kept for Idempotency-Key.
CREATE TABLE idempotency (
    digest BYTEA NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    request BYTEA NOT NULL,
    status BIGINT NOT NULL,
    answer BYTEA NOT NULL
);
