-- D59-24.4: a pass that an agent holds for a time without a line; gone once a packet came with it.
CREATE TABLE packet_pass (
    id BYTEA NOT NULL PRIMARY KEY,
    agent BYTEA NOT NULL,
    unit TEXT NOT NULL,
    -- Version of the text that whoever is taken with it agrees to.
    consent TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Sealed.
    challenge BYTEA NOT NULL
);
CREATE INDEX packet_pass_agent ON packet_pass (agent, expires_at);
CREATE INDEX packet_pass_expires ON packet_pass (expires_at);

-- D59-14.2.a2: what a counter took while the line was down, until an officer takes it into a registration.
CREATE TABLE packet ( /* wide */
    id BYTEA NOT NULL PRIMARY KEY,
    pass BYTEA NOT NULL,
    -- SHA-256 of the packet as it came: the same one is answered the same.
    digest BYTEA NOT NULL,
    agent BYTEA NOT NULL,
    unit TEXT NOT NULL,
    -- Who took it: the name to sign in with, as it was typed, and whose that is at the unit.
    login TEXT NOT NULL,
    staff BYTEA,
    taken_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    state TEXT NOT NULL,
    -- While an officer takes it in, since when.
    claimed_at BIGINT,
    -- Sealed: what was taken, afterwards what was left out; nothing once it is over.
    body BYTEA,
    revision BIGINT NOT NULL,
    CONSTRAINT packet_pass_once UNIQUE (pass),
    CONSTRAINT packet_state CHECK (state IN ('waiting', 'taken-in', 'rejected', 'dropped')),
    CONSTRAINT packet_verdict CHECK (verdict IN ('accepted', 'refused', 'not-read'))
);
CREATE INDEX packet_unit ON packet (unit, taken_at) WHERE state = 'waiting';
CREATE INDEX packet_expires ON packet (expires_at);
