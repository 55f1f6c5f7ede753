-- Bodies' requests to lock or unlock (D59-19.1.b, D59-19.4.b).
-- body (sealed): who asks, its letter, its contact, the legal basis; once decided the words of the answer.
CREATE TABLE lock_case (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    reference TEXT NOT NULL,
    wish TEXT NOT NULL,
    requester TEXT NOT NULL,
    central BOOLEAN NOT NULL,
    unit TEXT NOT NULL,
    -- The unit above, once the time runs out; empty before.
    escalated_to TEXT NOT NULL,
    regime TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    -- D69-15.2r: until when the receiving unit forwards it, where the decree has that step.
    forward_by BIGINT,
    due BIGINT NOT NULL,
    -- Which hold an unlock asks to end.
    hold BYTEA,
    handler BYTEA,
    state TEXT NOT NULL,
    reason TEXT,
    decided_at BIGINT,
    decided_by BYTEA,
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT lock_case_decided CHECK ((state = 'received') = (decided_at IS NULL)),
    CONSTRAINT lock_case_reason CHECK ((state = 'refused') = (reason IS NOT NULL))
);
CREATE INDEX lock_case_unit ON lock_case (unit, due) WHERE state = 'received';
CREATE INDEX lock_case_above ON lock_case (escalated_to, due) WHERE state = 'received';

CREATE INDEX lock_case_reference ON lock_case (reference);
CREATE INDEX lock_case_decided ON lock_case (unit, decided_at) WHERE state <> 'received';

-- D59-20.4: each move from unit to unit, with its words (sealed).
CREATE TABLE lock_case_move (
    subject BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    staff BYTEA NOT NULL,
    from_unit TEXT NOT NULL,
    to_unit TEXT NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (subject, case_id, at)
);

-- Papers that came with a request (sealed), PDF.
CREATE TABLE lock_case_file (
    subject BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    place BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (subject, case_id, place)
);

-- One hold of a ground at a time; of authorities' requests one for each case.
DROP INDEX hold_in_force;
CREATE UNIQUE INDEX hold_in_force ON hold (subject, ground, (CASE WHEN ground = 'authority-request' THEN source ELSE '' END)) WHERE ended_at IS NULL;
