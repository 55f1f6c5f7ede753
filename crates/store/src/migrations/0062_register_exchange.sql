-- Questions and answers between bodies that run registers, as each side signed them (docs/register-exchange.md).
CREATE TABLE register_exchange ( /* wide */
    -- asked: by us; answered: asked of us.
    direction TEXT NOT NULL,
    -- The other body.
    body TEXT NOT NULL,
    -- Of the message; nobody's message counts twice.
    id BYTEA NOT NULL,
    register TEXT NOT NULL,
    question TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    outcome TEXT NOT NULL,
    -- What went wrong, as a word.
    why TEXT NOT NULL,
    -- Signed statements with the digests of question and answer; the second is empty where none came.
    asked TEXT NOT NULL,
    answered TEXT NOT NULL,
    -- Sealed: the salts of both digests. Without them nobody finds a number by trying all.
    salts BYTEA NOT NULL,
    -- The audit entry that holds the digest of this row.
    audit BYTEA NOT NULL,
    PRIMARY KEY (direction, body, id)
);
CREATE INDEX register_exchange_time ON register_exchange (asked_at);
CREATE INDEX register_exchange_open ON register_exchange (asked_at) WHERE outcome = 'open';

-- Public keys that statements were signed with, also those that are no longer in use; a body that took another name has
-- its key under both.
CREATE TABLE exchange_key (
    thumbprint TEXT NOT NULL,
    body TEXT NOT NULL,
    jwk TEXT NOT NULL,
    PRIMARY KEY (thumbprint, body)
);
