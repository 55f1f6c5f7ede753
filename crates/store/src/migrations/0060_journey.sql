-- How far people get on their way through the service, and how easy it was (R50-6). Numbers of alike journeys: no person,
-- session, address or visit is in them.
CREATE TABLE journey_count (
    journey TEXT NOT NULL,
    -- On which it was begun, in Viet Nam.
    day TEXT NOT NULL,
    door TEXT NOT NULL,
    language TEXT NOT NULL,
    -- The furthest reached.
    step TEXT NOT NULL,
    outcome TEXT NOT NULL,
    -- Upper end of the time it took; 0 where it was not done.
    seconds BIGINT NOT NULL,
    -- So that journeys ending at once seldom wait for one another.
    part BIGINT NOT NULL,
    many BIGINT NOT NULL,
    PRIMARY KEY (journey, day, door, language, step, outcome, seconds, part),
    CONSTRAINT journey_count_outcome CHECK (outcome IN ('done', 'refused', 'given-up'))
);

-- A journey under way that has no row of its own to remember how far it got. digest: keyed, of what it is about; the row
-- goes when the journey ends.
CREATE TABLE journey_open (
    digest BYTEA NOT NULL PRIMARY KEY,
    journey TEXT NOT NULL,
    door TEXT NOT NULL,
    language TEXT NOT NULL,
    step TEXT NOT NULL,
    place BIGINT NOT NULL,
    began_at BIGINT NOT NULL
);
CREATE INDEX journey_open_began ON journey_open (began_at);

-- Sign-in, activation and recovery remember it themselves; null in what is not counted.
ALTER TABLE attempt ADD COLUMN door TEXT;
ALTER TABLE attempt ADD COLUMN language TEXT;

CREATE TABLE survey_count (
    journey TEXT NOT NULL,
    day TEXT NOT NULL,
    language TEXT NOT NULL,
    answer TEXT NOT NULL,
    part BIGINT NOT NULL,
    many BIGINT NOT NULL,
    PRIMARY KEY (journey, day, language, answer, part)
);

-- Marks of journeys whose question was answered, without the answer; each is forgotten when it is not asked any more.
CREATE TABLE survey_used (
    mark BYTEA NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);
CREATE INDEX survey_used_until ON survey_used (until);
