CREATE TABLE account (
    subject BYTEA NOT NULL PRIMARY KEY,
    level BIGINT NOT NULL,
    notified_at BIGINT NOT NULL,
    activate_by BIGINT NOT NULL,
    activated_at BIGINT,
    province TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Sealed: identity, phone, e-mail.
    profile BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT account_level CHECK (level IN (1, 2))
);

-- I1: a number, a phone, an e-mail belongs to one subject.
CREATE TABLE identifier (
    digest BYTEA NOT NULL PRIMARY KEY,
    subject BYTEA NOT NULL,
    kind TEXT NOT NULL
);
CREATE INDEX identifier_subject ON identifier (subject);

CREATE TABLE hold (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    ground TEXT NOT NULL,
    reason TEXT,
    since BIGINT NOT NULL,
    channel TEXT NOT NULL,
    source TEXT NOT NULL,
    regime TEXT NOT NULL,
    sessions_ended BIGINT NOT NULL,
    ended_at BIGINT,
    ended_channel TEXT,
    ended_source TEXT,
    PRIMARY KEY (subject, id),
    CONSTRAINT hold_ended CHECK ((ended_at IS NULL) = (ended_channel IS NULL))
);
CREATE UNIQUE INDEX hold_in_force ON hold (subject, ground) WHERE ended_at IS NULL;

-- The holder's request to be unlocked, with the proof it came by (D59-19.5).
CREATE TABLE unlock_request (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    auth_level BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA,
    note TEXT NOT NULL,
    PRIMARY KEY (subject, id)
);
CREATE INDEX unlock_request_open ON unlock_request (at) WHERE state = 'open';
CREATE UNIQUE INDEX unlock_request_one ON unlock_request (subject) WHERE state = 'open';

-- password, passcode, question-1, question-2: hashes in PHC form, failures counted apart.
CREATE TABLE credential (
    subject BYTEA NOT NULL,
    kind TEXT NOT NULL,
    secret TEXT NOT NULL,
    label TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    PRIMARY KEY (subject, kind)
);

CREATE TABLE device (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    name TEXT NOT NULL,
    bound_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (subject, id)
);

CREATE TABLE session (
    subject BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    id BYTEA NOT NULL,
    device BYTEA,
    auth_level BIGINT NOT NULL,
    -- open: the account is usable; status: a locked holder's status page only (D59-19.ui).
    scope TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    PRIMARY KEY (subject, digest)
);
CREATE INDEX session_expires ON session (expires_at);

-- A journey between its first step and its last: sign-in, activation, recovery.
CREATE TABLE attempt (
    subject BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- False where no such account exists: every answer is the same, nothing ever succeeds.
    genuine BOOLEAN NOT NULL,
    body BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, digest)
);
CREATE INDEX attempt_expires ON attempt (expires_at);

CREATE TABLE code (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    digest BYTEA NOT NULL,
    -- Shown on the old device (APP-9); null where it was sent by message.
    shown BYTEA,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (subject, id)
);
CREATE INDEX code_expires ON code (expires_at);

-- What the holder agreed to, and when.
CREATE TABLE consent (
    subject BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    version TEXT NOT NULL,
    at BIGINT NOT NULL,
    witness BYTEA,
    PRIMARY KEY (subject, purpose, version, at)
);
