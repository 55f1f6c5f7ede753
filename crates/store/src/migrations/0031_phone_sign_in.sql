-- A computer that asks to be let in by a phone. digest: of what the computer's cookie holds; handle: keyed
-- digest of what the QR code says; body (sealed): the numbers, and who asks; subject, session: who let it
-- in, and in which session of his.
CREATE TABLE phone_sign_in (
    digest BYTEA NOT NULL PRIMARY KEY,
    handle BYTEA NOT NULL,
    body BYTEA NOT NULL,
    stage TEXT NOT NULL,
    subject BYTEA,
    session BYTEA,
    expires_at BIGINT NOT NULL,
    CONSTRAINT phone_sign_in_stage CHECK (stage IN ('waiting', 'allowed', 'denied', 'opened')),
    CONSTRAINT phone_sign_in_by CHECK ((stage IN ('allowed', 'opened')) = (session IS NOT NULL)),
    CONSTRAINT phone_sign_in_whose CHECK ((subject IS NULL) = (session IS NULL))
);
CREATE UNIQUE INDEX phone_sign_in_handle ON phone_sign_in (handle);
CREATE INDEX phone_sign_in_expires ON phone_sign_in (expires_at);

-- The session on the phone that let this one in; it ends with it (APP-8).
ALTER TABLE session ADD COLUMN approved_by BYTEA;
