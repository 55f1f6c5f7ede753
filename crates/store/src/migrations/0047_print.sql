-- Fingerprints of a register, sealed, one picture a finger; source is card or immigration.
CREATE TABLE reg_print ( /* wide */
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    finger TEXT NOT NULL,
    image BYTEA NOT NULL,
    PRIMARY KEY (number, source, finger)
);

-- How many of them an import took.
ALTER TABLE register_import ADD COLUMN prints BIGINT NOT NULL DEFAULT 0;
