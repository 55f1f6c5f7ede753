-- SSF 1.0: a relying party's stream of security events, one each. body (sealed): what the party chose, with
-- the header that its address demands; asked_at: its latest request for verification.
CREATE TABLE party_stream (
    client BYTEA NOT NULL PRIMARY KEY,
    id BYTEA NOT NULL,
    body BYTEA NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT party_stream_status CHECK (status IN ('enabled', 'paused', 'disabled'))
);

-- SSF 8.1.3: subjects that a party took off its stream, under its own name for them.
CREATE TABLE party_stream_off (
    client BYTEA NOT NULL,
    sub TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (client, sub)
);

-- A telling on a stream, beside the logout tokens. place: order among those about one subject; event: its facts, as JSON.
ALTER TABLE party_signal ADD COLUMN stream BYTEA;
ALTER TABLE party_signal ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
ALTER TABLE party_signal ADD COLUMN kind TEXT;
ALTER TABLE party_signal ADD COLUMN event TEXT;
ALTER TABLE party_signal ADD COLUMN txn TEXT;
CREATE INDEX party_signal_stream ON party_signal (stream, state, queued_at, place) WHERE stream IS NOT NULL;
CREATE INDEX party_signal_of_stream ON party_signal (stream, id) WHERE stream IS NOT NULL;
