-- D59-10.1: what an event told (keyed digest of change and subject): tells a repetition from another
-- event under the same identifier.
ALTER TABLE register_event ADD COLUMN content BYTEA;

-- The hold that a hold puts in force again, when a batch of events was taken back.
ALTER TABLE hold ADD COLUMN restores BYTEA;

-- The last event of a register carried out for a subject: an older one comes too late.
CREATE TABLE register_order (
    subject BYTEA NOT NULL,
    register TEXT NOT NULL,
    at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (subject, register)
);

-- Events that came together: staged, rehearsed, released by two officers, taken back as a whole.
CREATE TABLE event_batch (
    id BYTEA NOT NULL PRIMARY KEY,
    register TEXT NOT NULL,
    door TEXT NOT NULL,
    name TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    -- The officer who brought it; null from the shell and from the register itself.
    received_by BYTEA,
    state TEXT NOT NULL,
    events BIGINT NOT NULL,
    bad_lines BIGINT NOT NULL,
    -- Up to which place it is carried out; runs back while it is taken back.
    done BIGINT NOT NULL,
    -- Numbers, sample, what is odd; places only, no personal data.
    rehearsal TEXT NOT NULL,
    rehearsed_at BIGINT NOT NULL,
    finished_at BIGINT,
    revision BIGINT NOT NULL
);
CREATE INDEX event_batch_received ON event_batch (received_at);
CREATE INDEX event_batch_register ON event_batch (register, received_at);

-- Each officer's step; nobody takes two steps of one act.
CREATE TABLE event_approval (
    batch BYTEA NOT NULL,
    act TEXT NOT NULL,
    step BIGINT NOT NULL,
    staff BYTEA,
    at BIGINT NOT NULL,
    acknowledged TEXT NOT NULL,
    PRIMARY KEY (batch, act, step)
);
CREATE UNIQUE INDEX event_approval_once ON event_approval (batch, act, staff);

-- The events of a batch in the order in which they occurred. A batch is a list of work and lies
-- together; whom an item concerns is found by its digest.
CREATE TABLE event_item (
    batch BYTEA NOT NULL,
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    event TEXT NOT NULL,
    change TEXT NOT NULL,
    at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    lookup BYTEA NOT NULL,
    content BYTEA NOT NULL,
    -- The subject as the register named it, sealed.
    told BYTEA NOT NULL,
    outcome TEXT,
    subject BYTEA,
    -- The hold placed or ended.
    hold BYTEA,
    -- The register's last event for the subject before this one.
    before_at BIGINT,
    before_sequence BIGINT,
    before_event TEXT,
    -- What taking it back did, and the hold that put a ground in force again.
    reversal TEXT,
    restored BYTEA,
    PRIMARY KEY (batch, place)
);
CREATE INDEX event_item_outcome ON event_item (batch, outcome, place);

-- Lines and items that could not be read, as they stood (sealed).
CREATE TABLE event_bad_line (
    batch BYTEA NOT NULL,
    line BIGINT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    raw BYTEA NOT NULL,
    PRIMARY KEY (batch, line)
);
