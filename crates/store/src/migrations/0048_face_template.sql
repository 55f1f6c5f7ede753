-- D59-3.1: a template of each portrait that level 2 was approved with, an engine's each, to find people enrolled twice.
CREATE TABLE face_template ( /* wide */
    -- Whose registration, and capture.
    subject BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    -- Name, version and digest.
    engine TEXT NOT NULL,
    -- Whose account.
    account BYTEA NOT NULL,
    portrait BYTEA NOT NULL,
    -- Its name in the memory of the nodes; never given twice.
    place BIGINT NOT NULL,
    -- Moves with each change, in the order of the commits: a node reads what is behind the last it knows.
    seq BIGINT NOT NULL,
    -- Sealed; nothing where the engine makes none of the portrait, or the portrait is gone.
    template BYTEA,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (subject, registration, engine)
);
CREATE INDEX face_template_seq ON face_template (engine, seq);
CREATE INDEX face_template_place ON face_template (place);

-- One row, held from its change to the commit: numbers come in the order of the commits.
CREATE TABLE face_sequence (
    id BIGINT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

-- Whose portrait may lack a template.
CREATE INDEX registration_approved_two ON registration (subject, id) WHERE state = 'approved' AND level = 2;

-- D59-3.1, D59-3.2: a live portrait looks like one that another account was approved with.
CREATE TABLE face_warning (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    portrait BYTEA NOT NULL,
    other_account BYTEA NOT NULL,
    other_subject BYTEA NOT NULL,
    other_registration BYTEA NOT NULL,
    other_portrait BYTEA NOT NULL,
    score BIGINT NOT NULL,
    search BYTEA NOT NULL,
    officer BYTEA NOT NULL,
    found_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    settled_by BYTEA,
    settled_at BIGINT,
    evidence BYTEA,
    PRIMARY KEY (subject, id),
    -- What was settled of two pictures stays settled.
    CONSTRAINT face_warning_pair UNIQUE (subject, portrait, other_portrait),
    CONSTRAINT face_warning_state CHECK (state IN ('open', 'another', 'same', 'dropped')),
    CONSTRAINT face_warning_settled CHECK ((state IN ('another', 'same')) = (settled_by IS NOT NULL)),
    CONSTRAINT face_warning_reason CHECK ((state = 'another') = (reason IS NOT NULL)),
    CONSTRAINT face_warning_other CHECK (settled_by IS NULL OR settled_by <> officer)
);
CREATE INDEX face_warning_registration ON face_warning (subject, registration);
CREATE INDEX face_warning_open ON face_warning (found_at) WHERE state = 'open';
CREATE INDEX face_warning_found ON face_warning (found_at);
