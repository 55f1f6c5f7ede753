-- Back-Channel Logout 1.0: what a relying party is told of an end, and what became of it. session: none
-- where every session of the subject is meant; hold: the lock it came by, for the receipt.
CREATE TABLE party_signal (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    client BYTEA NOT NULL,
    session BYTEA,
    reason TEXT NOT NULL,
    hold BYTEA,
    queued_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- The latest try, and what went wrong with it.
    sent_at BIGINT,
    answered_at BIGINT,
    error TEXT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT party_signal_state CHECK (state IN ('waiting', 'acknowledged', 'refused', 'given-up')),
    CONSTRAINT party_signal_answered CHECK ((state IN ('acknowledged', 'refused')) = (answered_at IS NOT NULL))
);
CREATE INDEX party_signal_hold ON party_signal (subject, hold) WHERE hold IS NOT NULL;
CREATE INDEX party_signal_queued ON party_signal (queued_at);

-- UX-12: what relying parties had been granted and what ended with the lock.
ALTER TABLE hold ADD COLUMN grants_ended BIGINT NOT NULL DEFAULT 0;

-- D59-31.2: how much each client uses, by day of Viet Nam. part: several rows for one count, so that acts
-- at once do not all wait for one row.
CREATE TABLE party_use (
    client BYTEA NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    part BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    PRIMARY KEY (client, day, kind, part),
    CONSTRAINT party_use_kind CHECK (kind IN ('sign-in', 'exchange', 'reading'))
);
