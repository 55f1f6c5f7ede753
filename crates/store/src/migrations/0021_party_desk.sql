-- D59-22: what the desk for relying parties keeps. old_secret: the one before a renewal, where it goes on
-- for a stated time; suspension: since when, why, and the phase to come back to, as JSON.
ALTER TABLE client ADD COLUMN old_secret BYTEA;
ALTER TABLE client ADD COLUMN old_secret_until BIGINT;
ALTER TABLE client ADD COLUMN suspension TEXT;

-- A request to go into production, or to change what production shows people (D59-22.1, D59-22.2, D69-18).
-- body (sealed, it names a contact): the dossier, the checklist, the visit, the decision.
CREATE TABLE party_review (
    id BYTEA NOT NULL PRIMARY KEY,
    client BYTEA NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT,
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT party_review_kind CHECK (kind IN ('production', 'change')),
    CONSTRAINT party_review_state CHECK (state IN ('draft', 'received', 'approved', 'refused', 'withdrawn')),
    CONSTRAINT party_review_due CHECK (state <> 'received' OR due_at IS NOT NULL)
);
CREATE INDEX party_review_client ON party_review (client, created_at);
CREATE INDEX party_review_due ON party_review (state, due_at);

-- One request of a client is open at a time.
CREATE TABLE party_review_open (
    client BYTEA NOT NULL PRIMARY KEY,
    review BYTEA NOT NULL
);

-- Keys of a client by its jwks_uri: as fetched last, and what went wrong since.
CREATE TABLE party_key_set (
    client BYTEA NOT NULL PRIMARY KEY,
    uri TEXT NOT NULL,
    body TEXT NOT NULL,
    fetched_at BIGINT,
    tried_at BIGINT NOT NULL,
    error TEXT NOT NULL
);

-- The last exchanges of a client with our endpoints, for its developer: no person, code, token or secret.
CREATE TABLE party_exchange (
    client BYTEA NOT NULL,
    id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    endpoint TEXT NOT NULL,
    error TEXT NOT NULL,
    detail TEXT NOT NULL,
    params TEXT NOT NULL,
    PRIMARY KEY (client, id)
);
CREATE INDEX party_exchange_at ON party_exchange (at);
CREATE INDEX party_exchange_latest ON party_exchange (client, at);
