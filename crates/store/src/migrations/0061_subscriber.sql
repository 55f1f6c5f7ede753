-- R50-2: mobile numbers that telecoms asked people to register, and those that stand in their names.
CREATE TABLE subscriber (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    client BYTEA NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    registered_at BIGINT,
    -- Since when somebody else has the number with this telecom.
    ended_at BIGINT,
    -- Keyed digest of telecom and number.
    number BYTEA NOT NULL,
    -- Sealed: the number, and what it rests on.
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT subscriber_state CHECK (state IN ('asked', 'registered', 'passed-on'))
);
CREATE UNIQUE INDEX subscriber_reference ON subscriber (client, id);
CREATE UNIQUE INDEX subscriber_number ON subscriber (client, number) WHERE state = 'registered';
CREATE INDEX subscriber_asked ON subscriber (asked_at) WHERE state = 'asked';
