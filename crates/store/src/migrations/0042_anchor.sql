-- D59-14.2.a2: the country-signing authorities of cards that somebody answerable has taken in, by SHA-256.
CREATE TABLE chip_anchor ( /* wide */
    digest BYTEA NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    subject TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    certificate BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    added_by BYTEA NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_by BYTEA,
    withdrawn_words TEXT,
    CONSTRAINT chip_anchor_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_words IS NULL))
);

-- The newest revocation list of each.
CREATE TABLE chip_list ( /* wide */
    anchor BYTEA NOT NULL PRIMARY KEY,
    digest BYTEA NOT NULL,
    list BYTEA NOT NULL,
    issued_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    added_by BYTEA NOT NULL
);
