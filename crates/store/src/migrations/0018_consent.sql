-- D69-12: the other legal representatives, numbers with semicolons between.
ALTER TABLE reg_business ADD COLUMN others TEXT NOT NULL DEFAULT '';

-- D69-12: a request waits for the consent of all others before it is received.
DROP INDEX organisation_registration_once;
CREATE UNIQUE INDEX organisation_registration_once ON organisation_registration (subject, digest) WHERE state IN ('draft', 'asking', 'received');

-- What the other legal representatives say to a request; subject is who is asked.
CREATE TABLE organisation_consent (
    subject BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    registrant BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    answer TEXT,
    answered_at BIGINT,
    PRIMARY KEY (subject, registration),
    CONSTRAINT organisation_consent_answer CHECK (answer IN ('agreed', 'refused', 'ended')),
    CONSTRAINT organisation_consent_answered CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX organisation_consent_registration ON organisation_consent (registration);
