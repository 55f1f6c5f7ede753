-- Passkeys (WebAuthn). Body, sealed: name, public key, counter, backup flags. credential: keyed digest of the
-- credential's id, which the table identifier keeps unique among all accounts. device: where it was made.
CREATE TABLE passkey (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    credential BYTEA NOT NULL,
    device BYTEA,
    body BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id)
);

-- D59-3.10: what a sign-in took, as words separated by spaces.
ALTER TABLE session ADD COLUMN means TEXT NOT NULL DEFAULT '';
