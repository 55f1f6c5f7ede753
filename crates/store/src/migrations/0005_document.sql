CREATE TABLE integration (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reference TEXT NOT NULL,
    -- Sealed: what the holder entered.
    claim BYTEA NOT NULL,
    claim_digest BYTEA NOT NULL,
    province TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    -- Our own service target (DOC-r4).
    target BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    last_silent BIGINT,
    late_told_at BIGINT,
    reason TEXT,
    decided_at BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT integration_reason CHECK (state <> 'refused' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX integration_pending ON integration (subject, kind, claim_digest) WHERE state = 'pending';
CREATE INDEX integration_waiting ON integration (requested_at) WHERE state = 'pending';

CREATE TABLE document (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    number_digest BYTEA NOT NULL,
    -- Sealed: the facts as the source register holds them.
    facts BYTEA NOT NULL,
    state TEXT NOT NULL,
    verified_at BIGINT NOT NULL,
    expires_on TEXT,
    integration BYTEA NOT NULL,
    removed_at BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id)
);
CREATE UNIQUE INDEX document_once ON document (subject, kind, number_digest) WHERE removed_at IS NULL;

CREATE TABLE pilot (
    id BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Old province codes, comma between.
    provinces TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT,
    running BOOLEAN NOT NULL,
    revision BIGINT NOT NULL
);
