-- Which register is loaded, and whether it answers.
CREATE TABLE register_state (
    register TEXT NOT NULL PRIMARY KEY,
    loaded_at BIGINT,
    rows_held BIGINT NOT NULL,
    answering BOOLEAN NOT NULL,
    note TEXT NOT NULL
);

-- Where an import stopped, so that it goes on there.
CREATE TABLE register_import (
    register TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    byte_offset BIGINT NOT NULL,
    line BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    portraits BIGINT NOT NULL,
    -- Length of the file of rejected lines when this row was written.
    rejected_bytes BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (register, file_digest)
);

-- Wide: rows lie in the order of the file, only the narrow indexes are in the order of the keys.
CREATE TABLE reg_population ( /* wide */
    number TEXT NOT NULL PRIMARY KEY,
    old_number TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Bytes, so that a prefix is a range on both engines, whatever the database's collation.
    folded BYTEA NOT NULL,
    birth TEXT NOT NULL,
    sex TEXT NOT NULL,
    province TEXT NOT NULL,
    address TEXT NOT NULL,
    status TEXT NOT NULL,
    died_on TEXT,
    guardian TEXT NOT NULL
);
CREATE INDEX reg_population_folded ON reg_population (folded, birth);

CREATE TABLE reg_card ( /* wide */
    number TEXT NOT NULL PRIMARY KEY,
    form TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT,
    status TEXT NOT NULL,
    changed_on TEXT
);

-- Portraits of a register, sealed; source is population or card.
CREATE TABLE reg_portrait ( /* wide */
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    image BYTEA NOT NULL,
    PRIMARY KEY (number, source)
);

CREATE TABLE reg_licence ( /* wide */
    number TEXT NOT NULL PRIMARY KEY,
    form TEXT NOT NULL,
    owner_number TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    owner_birth TEXT,
    classes TEXT NOT NULL,
    points BIGINT,
    status TEXT NOT NULL,
    status_since TEXT,
    status_by TEXT,
    issued_on TEXT NOT NULL,
    issued_by TEXT NOT NULL
);
CREATE INDEX reg_licence_owner ON reg_licence (owner_number);

CREATE TABLE reg_health ( /* wide */
    code TEXT NOT NULL PRIMARY KEY,
    full_code TEXT NOT NULL,
    owner_number TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    owner_birth TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    facility TEXT NOT NULL,
    status TEXT NOT NULL,
    status_since TEXT,
    status_by TEXT
);

CREATE TABLE reg_passport ( /* wide */
    number TEXT NOT NULL PRIMARY KEY,
    owner_number TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    owner_birth TEXT,
    issued_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    status TEXT NOT NULL,
    status_since TEXT,
    status_by TEXT
);

CREATE TABLE unit (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    parent TEXT,
    province TEXT,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
);

CREATE TABLE holiday (
    day TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT holiday_kind CHECK (kind IN ('off', 'working'))
);

-- Register events carried out (D59-10.1), once each.
CREATE TABLE register_event (
    register TEXT NOT NULL,
    event TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (register, event)
);
