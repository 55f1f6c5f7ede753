CREATE TABLE staff (
    id BYTEA NOT NULL PRIMARY KEY,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT NOT NULL,
    email TEXT NOT NULL,
    password TEXT NOT NULL,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    disabled_at BIGINT,
    CONSTRAINT staff_login UNIQUE (login)
);

CREATE TABLE staff_session (
    digest BYTEA NOT NULL PRIMARY KEY,
    staff BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- A call (D59-19.5.b) or a visit (D59-19.5.c): what was checked, never the answers given.
CREATE TABLE assistance (
    subject BYTEA NOT NULL,
    id BYTEA NOT NULL,
    staff BYTEA NOT NULL,
    channel TEXT NOT NULL,
    genuine BOOLEAN NOT NULL,
    -- Sealed: what the operator sees of the person, mostly hidden.
    shown BYTEA NOT NULL,
    questions TEXT NOT NULL,
    right_answers TEXT NOT NULL,
    wrong_answers BIGINT NOT NULL,
    code_confirmed BOOLEAN NOT NULL,
    document_seen BOOLEAN NOT NULL,
    pressured BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, id)
);
