CREATE TABLE registration (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    level BIGINT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    -- How a person refers to it: DK-XXXXX-XXXXX.
    reference TEXT NOT NULL,
    token_digest BYTEA,
    number_digest BYTEA,
    -- Sealed: what was stated, contacts, documents wanted, agreement.
    dossier BYTEA NOT NULL,
    unit TEXT NOT NULL,
    officer BYTEA,
    created_at BIGINT NOT NULL,
    received_at BIGINT,
    due BIGINT,
    regime TEXT,
    incomplete_since BIGINT,
    missing TEXT,
    decided_at BIGINT,
    refusal TEXT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id)
);
CREATE INDEX registration_queue ON registration (due) WHERE state = 'received';
CREATE INDEX registration_number ON registration (number_digest);
CREATE INDEX registration_reference ON registration (reference);
CREATE INDEX registration_unit ON registration (unit, created_at) WHERE state IN ('draft', 'incomplete');

-- Portraits and fingerprints taken, sealed (D59-7.2).
CREATE TABLE capture ( /* wide */
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    kind TEXT NOT NULL,
    finger TEXT NOT NULL,
    image BYTEA NOT NULL,
    taken_at BIGINT NOT NULL,
    taken_by BYTEA,
    PRIMARY KEY (subject, id)
);

CREATE TABLE evidence (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    staff BYTEA,
    body BYTEA NOT NULL,
    PRIMARY KEY (subject, id)
);
