-- Notices in the app.
CREATE TABLE notice (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    args BYTEA NOT NULL,
    at BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (subject, id)
);

-- SMS and e-mail: queued with the change, delivered by a job; the id is the idempotency key.
CREATE TABLE message (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Sealed: address, subject line, text.
    body BYTEA NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    sent_at BIGINT,
    proof TEXT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT message_channel CHECK (channel IN ('sms', 'email'))
);

-- Demo only: what a gateway would have received, once per key.
CREATE TABLE post_office (
    key TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    recipient BYTEA NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX post_office_at ON post_office (at);
