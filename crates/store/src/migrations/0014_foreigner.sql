-- The immigration register (D59-8, D59-10.1).
CREATE TABLE reg_foreigner ( /* wide */
    file TEXT NOT NULL PRIMARY KEY,
    nationality TEXT NOT NULL,
    passport TEXT NOT NULL,
    form TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    name TEXT NOT NULL,
    birth TEXT NOT NULL,
    sex TEXT NOT NULL,
    stay TEXT NOT NULL,
    stay_until TEXT,
    biometrics BIGINT NOT NULL,
    province TEXT NOT NULL,
    address TEXT NOT NULL,
    status TEXT NOT NULL,
    died_on TEXT
);
CREATE INDEX reg_foreigner_paper ON reg_foreigner (passport, nationality);

-- D59-3.4: the number that the platform made for a person of the immigration register.
CREATE TABLE foreigner (
    number TEXT NOT NULL PRIMARY KEY,
    file TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX foreigner_file ON foreigner (file);
