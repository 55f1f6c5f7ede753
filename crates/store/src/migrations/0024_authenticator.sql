-- The holder's authenticator app (RFC 6238): secret sealed, the last time step used, failures in a row.
CREATE TABLE authenticator (
    subject BYTEA NOT NULL PRIMARY KEY,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    used_at BIGINT,
    step BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);
