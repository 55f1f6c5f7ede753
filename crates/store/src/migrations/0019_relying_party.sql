-- D59-22, D59-23: a relying party's client. registration: what the protocol knows of it, as JSON;
-- secret: keyed digest, since it is random; owner: the holder who registered it in the sandbox.
CREATE TABLE client (
    id BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    phase TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    secret BYTEA,
    registration TEXT NOT NULL,
    owner BYTEA,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT client_phase CHECK (phase IN ('sandbox', 'review', 'production', 'suspended'))
);
CREATE INDEX client_owner ON client (owner, created_at);

-- Keys that sign tokens, sealed. A key is shown before it signs and stays shown until its last token is over.
CREATE TABLE signing_key (
    kid TEXT NOT NULL PRIMARY KEY,
    alg TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    signs_from BIGINT NOT NULL,
    signs_until BIGINT NOT NULL,
    shown_until BIGINT NOT NULL
);

-- An authorization request on its way: pushed by the client (RFC 9126) or under way in a browser; sealed,
-- since hints name people.
CREATE TABLE authorization_request (
    digest BYTEA NOT NULL PRIMARY KEY,
    client BYTEA NOT NULL,
    kind TEXT NOT NULL,
    body BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX authorization_request_expires ON authorization_request (expires_at);

-- What a holder let a client do: all codes and tokens of one authorization belong to it and end with it.
-- body (sealed): the request's nonce and claims, and which values were released.
CREATE TABLE party_grant (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    client BYTEA NOT NULL,
    session BYTEA NOT NULL,
    scope TEXT NOT NULL,
    body BYTEA NOT NULL,
    auth_level BIGINT NOT NULL,
    auth_time BIGINT NOT NULL,
    -- Lives on when the session ends (OpenID Connect Core 11).
    lasting BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    PRIMARY KEY (subject, id),
    CONSTRAINT party_grant_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX party_grant_client ON party_grant (subject, client, at);
CREATE INDEX party_grant_expires ON party_grant (expires_at);

-- Codes, access and refresh tokens: digests only. bound: thumbprint of the key that must be shown (RFC 9449).
CREATE TABLE party_token (
    subject BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    grant_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    bound TEXT,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (subject, digest),
    CONSTRAINT party_token_kind CHECK (kind IN ('code', 'access', 'refresh'))
);
CREATE INDEX party_token_grant ON party_token (subject, grant_id);
CREATE INDEX party_token_expires ON party_token (expires_at);

-- D59-5, D69-19: what a holder agreed to hand on, to whom, for what, on which basis; withdrawn at will.
CREATE TABLE party_consent (
    subject BYTEA NOT NULL,
    client BYTEA NOT NULL,
    at BIGINT NOT NULL,
    claims TEXT NOT NULL,
    purpose TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (subject, client, at)
);

-- Identifiers of assertions and proofs that were seen (RFC 7523 3, RFC 9449 11.1), until they are void anyway.
CREATE TABLE replay (
    digest BYTEA NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX replay_expires ON replay (expires_at);
