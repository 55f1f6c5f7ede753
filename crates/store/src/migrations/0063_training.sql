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

-- message: digest of the provider's message, which counts once.
CREATE TABLE course_pass (
    message BYTEA NOT NULL PRIMARY KEY,
    staff BYTEA NOT NULL REFERENCES staff (id),
    course TEXT NOT NULL REFERENCES course (code),
    passed_at BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    taken_back_at BIGINT
);
CREATE INDEX course_pass_of ON course_pass (staff, course);
