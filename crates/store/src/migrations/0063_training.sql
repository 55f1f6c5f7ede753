-- Courses that staff take elsewhere, the roles that need them, the marks by which their providers know people, and who
-- passed (R50-7). secret (sealed): what the provider signs its messages with; months: how long a pass counts, for good where it is NULL.
CREATE TABLE course (
    code TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    secret BYTEA NOT NULL,
    address TEXT NOT NULL,
    months BIGINT,
    offered_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);

CREATE TABLE course_need (
    role TEXT NOT NULL,
    course TEXT NOT NULL REFERENCES course (code),
    from_day TEXT NOT NULL,
    PRIMARY KEY (role, course)
);

CREATE TABLE course_mark (
    mark BYTEA NOT NULL PRIMARY KEY,
    staff BYTEA NOT NULL REFERENCES staff (id),
    course TEXT NOT NULL REFERENCES course (code)
);

CREATE TABLE course_pass (
    staff BYTEA NOT NULL REFERENCES staff (id),
    course TEXT NOT NULL REFERENCES course (code),
    passed_at BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    taken_back_at BIGINT,
    PRIMARY KEY (staff, course, passed_at)
);

-- A provider's message by the digests of its identifier and of its body: sent again it changes nothing.
CREATE TABLE course_message (
    message BYTEA NOT NULL PRIMARY KEY,
    body BYTEA NOT NULL
);
