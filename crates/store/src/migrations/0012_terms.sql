-- UX-11: a code an operator says in an open call, so that the citizen can ask whether the call is genuine.
-- digest: keyed digest of the code; the code itself is made anew from the call and the time.
CREATE TABLE spoken_code (
    digest BYTEA NOT NULL PRIMARY KEY,
    subject BYTEA NOT NULL,
    assistance BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX spoken_code_call ON spoken_code (subject, assistance, made_at);

-- What citizens tell of callers who were not ours (sealed).
CREATE TABLE impostor_report (
    id BYTEA NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX impostor_report_at ON impostor_report (at);

-- D59-6.1: versions of the terms of use; their text stands in the program, its digest here.
CREATE TABLE terms (
    version TEXT NOT NULL PRIMARY KEY,
    from_day TEXT NOT NULL,
    digest BYTEA NOT NULL,
    announced_at BIGINT NOT NULL,
    announced_by BYTEA NOT NULL,
    CONSTRAINT terms_day UNIQUE (from_day)
);

-- D59-19.1.a.ii: breaches of the terms, recorded by one officer and decided by another.
-- body (sealed): what happened, where else the evidence lies, words of each step, the objection.
CREATE TABLE breach (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    reference TEXT NOT NULL,
    unit TEXT NOT NULL,
    rule TEXT NOT NULL,
    terms TEXT NOT NULL,
    state TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by BYTEA NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA,
    -- The proposal to end the hold.
    remedy TEXT,
    proposed_at BIGINT,
    proposed_by BYTEA,
    ended_at BIGINT,
    ended_by BYTEA,
    -- The holder's written objection that nobody has answered yet.
    objected_at BIGINT,
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT breach_decided CHECK ((state = 'recorded') = (decided_at IS NULL)),
    CONSTRAINT breach_four_eyes CHECK (decided_by IS NULL OR decided_by <> recorded_by),
    CONSTRAINT breach_end_four_eyes CHECK (ended_by IS NULL OR ended_by <> proposed_by)
);
CREATE INDEX breach_unit ON breach (unit, recorded_at);

-- Evidence (sealed), PDF.
CREATE TABLE breach_file (
    subject BYTEA NOT NULL,
    breach_id BYTEA NOT NULL,
    place BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (subject, breach_id, place)
);
