-- R50-2: which telecoms may have their subscribers cleaned, on which legal basis, and which fields of the register
-- they may be given back (words, none where it is empty).
CREATE TABLE cleaning_grant (
    client BYTEA NOT NULL PRIMARY KEY,
    legal_basis TEXT NOT NULL,
    correct TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    granted_by BYTEA NOT NULL,
    revision BIGINT NOT NULL
);

-- A telecom's file. It lies in a folder of the server; here is what is known of it, no field of a row.
CREATE TABLE cleaning_batch (
    id BYTEA NOT NULL PRIMARY KEY,
    client BYTEA NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- As stated before the first byte came.
    length BIGINT NOT NULL,
    digest TEXT NOT NULL,
    -- Encoding and columns by hand, as JSON.
    options TEXT NOT NULL,
    -- Fields that the results may hold, by the grant of the hour they were made.
    correct TEXT NOT NULL,
    -- How far the judging is: bytes and rows; when the present run began, and when it told last.
    done_bytes BIGINT NOT NULL,
    done_rows BIGINT NOT NULL,
    began_at BIGINT,
    told_at BIGINT,
    failure TEXT,
    failure_field TEXT,
    failure_line BIGINT,
    -- Counts, as JSON.
    counts TEXT,
    -- What the sample was drawn with.
    seed BIGINT,
    decided_at BIGINT,
    decided_by BYTEA,
    -- Why it was taken back, in words that the telecom reads.
    reason TEXT NOT NULL,
    -- When its files are deleted, and whether they were.
    files_until BIGINT NOT NULL,
    files_gone BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT cleaning_batch_state CHECK (state IN ('receiving', 'uploaded', 'judging', 'judged', 'released', 'withdrawn', 'failed'))
);
CREATE INDEX cleaning_batch_client ON cleaning_batch (client, created_at);
CREATE INDEX cleaning_batch_created ON cleaning_batch (created_at);

-- Rows drawn at random, one verdict beside the other; body (sealed): what was stated, and whom of the register the
-- verdict means. It is emptied with the files.
CREATE TABLE cleaning_sample (
    batch BYTEA NOT NULL,
    place BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    body BYTEA NOT NULL,
    label TEXT,
    labelled_by BYTEA,
    labelled_at BIGINT,
    PRIMARY KEY (batch, place),
    CONSTRAINT cleaning_sample_label CHECK (label IS NULL OR label IN ('right', 'wrong', 'unclear'))
);

-- Which row was shown to whom: only they say what it is, and none of them releases.
CREATE TABLE cleaning_showing (
    batch BYTEA NOT NULL,
    place BIGINT NOT NULL,
    shown_to BYTEA NOT NULL,
    PRIMARY KEY (batch, place, shown_to)
);
