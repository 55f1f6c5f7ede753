-- The business register (D59-10.2).
CREATE TABLE reg_business ( /* wide */
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    foreign_name TEXT NOT NULL,
    founded_on TEXT NOT NULL,
    address TEXT NOT NULL,
    representative TEXT NOT NULL,
    status TEXT NOT NULL,
    status_since TEXT,
    province TEXT NOT NULL
);

-- A representative's request for his organisation's account (D59-16); subject is the representative.
-- dossier (sealed): what was stated, papers, words of the decision.
CREATE TABLE organisation_registration (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    reference TEXT NOT NULL,
    -- What makes a second request for the same organisation the same: its code, else its name.
    digest BYTEA NOT NULL,
    manner TEXT NOT NULL,
    state TEXT NOT NULL,
    regime TEXT,
    created_at BIGINT NOT NULL,
    received_at BIGINT,
    due BIGINT,
    decided_at BIGINT,
    decided_by BYTEA,
    refusal TEXT,
    organisation BYTEA,
    dossier BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id),
    CONSTRAINT organisation_registration_manner CHECK (manner IN ('found', 'manual')),
    CONSTRAINT organisation_registration_refusal CHECK ((state = 'refused') = (refusal IS NOT NULL))
);
CREATE UNIQUE INDEX organisation_registration_once ON organisation_registration (subject, digest) WHERE state IN ('draft', 'received');
CREATE INDEX organisation_registration_queue ON organisation_registration (due) WHERE state = 'received' AND manner = 'manual';

-- Papers that came with a request (sealed), PDF.
CREATE TABLE organisation_file (
    subject BYTEA NOT NULL,
    registration BYTEA NOT NULL,
    place BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (subject, registration, place)
);

-- Who acts for an organisation (D59-13.7); subject is the organisation. The legal representative has
-- his power without end.
CREATE TABLE delegation (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    giver BYTEA NOT NULL,
    power TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    accepted_at BIGINT,
    until BIGINT,
    ended_at BIGINT,
    end_reason TEXT,
    PRIMARY KEY (subject, id),
    CONSTRAINT delegation_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT delegation_until CHECK (power = 'legal' OR until IS NOT NULL)
);
CREATE INDEX delegation_person ON delegation (person);
CREATE UNIQUE INDEX delegation_legal ON delegation (subject) WHERE power = 'legal' AND ended_at IS NULL;
