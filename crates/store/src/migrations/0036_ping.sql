-- CIBA 7.1: whom a pairwise subject in an identity token of ours stands for, so that the token can name him again;
-- kept for clients that ask for people on their phone. digest: keyed, of sector and subject.
CREATE TABLE pairwise_subject (
    digest BYTEA NOT NULL PRIMARY KEY,
    subject BYTEA NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX pairwise_subject_seen ON pairwise_subject (seen_at);
