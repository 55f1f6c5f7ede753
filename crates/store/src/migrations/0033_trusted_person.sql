-- UX-1: people whom a holder (subject) named to confirm a new phone. person: their account, none where the number
-- has none that may; digest: of the number, so that nobody stands there twice; body (sealed): number, holder's name.
CREATE TABLE trusted_person (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    person BYTEA,
    body BYTEA NOT NULL,
    named_at BIGINT NOT NULL,
    consented_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (subject, id),
    CONSTRAINT trusted_person_consent CHECK (consented_at IS NULL OR person IS NOT NULL)
);
CREATE UNIQUE INDEX trusted_person_once ON trusted_person (subject, digest) WHERE ended_at IS NULL;
CREATE INDEX trusted_person_of ON trusted_person (person) WHERE ended_at IS NULL;

-- Who confirmed which request, each once.
CREATE TABLE lost_phone_voice (
    subject BYTEA NOT NULL,
    request BYTEA NOT NULL,
    person BYTEA NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (subject, request, person)
);
