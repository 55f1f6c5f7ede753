-- The program beside a card reader, known by the key that it signs its requests with.
CREATE TABLE counter_agent (
    key_digest BYTEA NOT NULL PRIMARY KEY,
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    paired_at BIGINT NOT NULL,
    paired_by BYTEA NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by BYTEA,
    CONSTRAINT counter_agent_id UNIQUE (id)
);
CREATE INDEX counter_agent_unit ON counter_agent (unit) WHERE ended_at IS NULL;

-- An agent that waits for an officer to type its code.
CREATE TABLE agent_offer (
    key_digest BYTEA NOT NULL PRIMARY KEY,
    code_digest BYTEA NOT NULL,
    name TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX agent_offer_code ON agent_offer (code_digest);
