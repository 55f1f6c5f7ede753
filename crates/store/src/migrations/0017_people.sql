-- APP-12: a change of the telephone number an account is bound to, from receipt to decision.
CREATE TABLE phone_change (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    unit TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    received_by BYTEA NOT NULL,
    due BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA,
    refusal TEXT,
    -- Sealed: the new number, words of the decision.
    body BYTEA NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT phone_change_state CHECK (state IN ('received', 'carried-out', 'refused', 'withdrawn')),
    CONSTRAINT phone_change_decided CHECK ((state = 'received') = (decided_at IS NULL)),
    CONSTRAINT phone_change_refusal CHECK ((state = 'refused') = (refusal IS NOT NULL))
);
CREATE UNIQUE INDEX phone_change_one ON phone_change (subject) WHERE state = 'received';
CREATE INDEX phone_change_queue ON phone_change (due) WHERE state = 'received';

-- D59-11.2: parent or guardian of a foreigner: a citizen by number, a foreigner by his own file.
ALTER TABLE reg_foreigner ADD COLUMN guardian TEXT NOT NULL DEFAULT '';
ALTER TABLE reg_foreigner ADD COLUMN guardian_file TEXT NOT NULL DEFAULT '';
ALTER TABLE reg_foreigner ADD COLUMN ward BIGINT NOT NULL DEFAULT 0;
