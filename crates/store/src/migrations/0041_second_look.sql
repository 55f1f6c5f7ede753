-- An officer's comparisons in figures (D59-14.2.a2); what was seen stands sealed in the evidence of the same identifier.
CREATE TABLE comparison (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    unit TEXT NOT NULL,
    officer BYTEA NOT NULL,
    at BIGINT NOT NULL,
    unclear BOOLEAN NOT NULL,
    PRIMARY KEY (subject, id)
);
CREATE INDEX comparison_at ON comparison (at);

-- Blind second looks at a comparison: before a doubtful one is approved, or drawn at random afterwards.
CREATE TABLE second_look (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    comparison BYTEA NOT NULL,
    kind TEXT NOT NULL,
    -- Whose officers look; follows the registration.
    unit TEXT NOT NULL,
    first_officer BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    officer BYTEA,
    done_at BIGINT,
    verdict TEXT,
    evidence BYTEA,
    PRIMARY KEY (subject, id),
    CONSTRAINT second_look_kind CHECK (kind IN ('second-look', 'recheck')),
    CONSTRAINT second_look_state CHECK (state IN ('waiting', 'done', 'void')),
    CONSTRAINT second_look_done CHECK ((state = 'done') = (verdict IS NOT NULL)),
    CONSTRAINT second_look_other CHECK (officer IS NULL OR officer <> first_officer)
);
CREATE INDEX second_look_id ON second_look (id);
CREATE INDEX second_look_waiting ON second_look (unit, asked_at) WHERE state = 'waiting';
CREATE INDEX second_look_comparison ON second_look (subject, comparison);
CREATE INDEX second_look_disagreed ON second_look (done_at) WHERE state = 'done' AND verdict <> 'same';
