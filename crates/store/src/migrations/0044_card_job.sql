-- D59-14.2.a2: a reading of a card that an officer asked of an agent, and what came of it.
CREATE TABLE card_job ( /* wide */
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    unit TEXT NOT NULL,
    agent BYTEA NOT NULL,
    staff BYTEA NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Sealed: printed zone, access number, challenge, entropy; nothing once it is done.
    asked BYTEA,
    -- Sealed: the reading, while the chip proves that it is no copy.
    brought BYTEA,
    -- Sealed: what was found.
    outcome BYTEA,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT card_job_state CHECK (state IN ('waiting', 'taken', 'proving', 'done'))
);
CREATE INDEX card_job_agent ON card_job (agent, asked_at) WHERE state = 'waiting';
CREATE INDEX card_job_id ON card_job (id);
CREATE INDEX card_job_registration ON card_job (subject, registration, asked_at);

-- D59-24.4: proofs that counted once.
CREATE TABLE chip_proof (
    id BYTEA NOT NULL PRIMARY KEY,
    used_at BIGINT NOT NULL
);
