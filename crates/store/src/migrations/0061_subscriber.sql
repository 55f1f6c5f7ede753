-- R50-2: mobile numbers that telecoms asked people to register, and those that stand in their names.
CREATE TABLE subscriber (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    client BYTEA NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    registered_at BIGINT,
    -- Since when the number does not stand in this name any more, or does not wait.
    ended_at BIGINT,
    -- Keyed digest of the number, whatever the telecom: a number may be carried from one to another.
    number BYTEA NOT NULL,
    -- Sealed: the number, and what it rests on.
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT subscriber_state CHECK (state IN ('asked', 'registered', 'passed-on', 'ended', 'lapsed'))
);
CREATE UNIQUE INDEX subscriber_reference ON subscriber (client, id);
CREATE UNIQUE INDEX subscriber_number ON subscriber (number) WHERE state = 'registered';
CREATE INDEX subscriber_asked ON subscriber (asked_at) WHERE state IN ('asked', 'lapsed');
CREATE INDEX subscriber_ended ON subscriber (ended_at) WHERE state IN ('passed-on', 'ended');

-- Whether the telecom may have numbers registered by sign-in; files of subscribers do not bring it along.
ALTER TABLE cleaning_grant ADD COLUMN register BOOLEAN NOT NULL DEFAULT FALSE;
