-- Opening hours of a unit, for appointments (D59-14.2.a1).
CREATE TABLE visit_hours (
    unit TEXT NOT NULL PRIMARY KEY,
    -- Monday to Sunday, apart by semicolons.
    week TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    ahead BIGINT NOT NULL,
    lead BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

-- Days on which a unit is closed beside the holidays.
CREATE TABLE visit_closed (
    unit TEXT NOT NULL,
    day TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (unit, day)
);
CREATE INDEX visit_closed_day ON visit_closed (day);

-- Visits to the counter, booked or walked in.
CREATE TABLE visit ( /* wide */
    unit TEXT NOT NULL,
    id BYTEA NOT NULL,
    reference TEXT NOT NULL,
    -- Of the booked time, or of the arrival.
    day TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    slot BIGINT,
    number BIGINT,
    arrived_at BIGINT,
    desk TEXT,
    called_at BIGINT,
    calls BIGINT,
    registration TEXT,
    over_at BIGINT,
    cancelled_by TEXT,
    -- Whose, where he has an account; nothing once it is forgotten.
    subject BYTEA,
    -- Sealed: personal number, phone, language, why he goes first; nothing once it is forgotten.
    body BYTEA,
    made_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (unit, id),
    CONSTRAINT visit_reference UNIQUE (unit, reference),
    CONSTRAINT visit_number UNIQUE (unit, day, number),
    CONSTRAINT visit_state CHECK (state IN ('booked', 'arrived', 'called', 'served', 'left', 'cancelled', 'missed')),
    CONSTRAINT visit_booked CHECK (state NOT IN ('booked', 'cancelled', 'missed') OR slot IS NOT NULL),
    CONSTRAINT visit_numbered CHECK ((state IN ('booked', 'cancelled', 'missed')) = (number IS NULL)),
    CONSTRAINT visit_called CHECK ((state = 'called') = (desk IS NOT NULL)),
    CONSTRAINT visit_over CHECK ((state IN ('booked', 'arrived', 'called')) = (over_at IS NULL))
);
CREATE INDEX visit_day ON visit (unit, day);
CREATE INDEX visit_subject ON visit (subject) WHERE state IN ('booked', 'arrived', 'called');
CREATE INDEX visit_open_day ON visit (day) WHERE state IN ('booked', 'arrived', 'called');
CREATE INDEX visit_kept ON visit (over_at) WHERE body IS NOT NULL;
CREATE INDEX visit_over_at ON visit (over_at) WHERE over_at IS NOT NULL;

-- One place at one time: two who take the last one cannot both have it.
CREATE TABLE visit_seat (
    unit TEXT NOT NULL,
    slot BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    visit BYTEA NOT NULL,
    PRIMARY KEY (unit, slot, seat)
);
CREATE INDEX visit_seat_visit ON visit_seat (unit, visit);
CREATE INDEX visit_seat_slot ON visit_seat (slot);

-- One open booking a person, by keyed digest of his number, or of his phone where no number is known.
CREATE TABLE visit_person (
    digest BYTEA NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL,
    visit BYTEA NOT NULL
);
CREATE INDEX visit_person_visit ON visit_person (unit, visit);

-- The last number that a unit gave on a day.
CREATE TABLE visit_count (
    unit TEXT NOT NULL,
    day TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (unit, day)
);
CREATE INDEX visit_count_day ON visit_count (day);

-- At which desk an officer sits, until he says another.
CREATE TABLE visit_desk (
    unit TEXT NOT NULL,
    officer BYTEA NOT NULL,
    desk TEXT NOT NULL,
    -- How many he called: a request that came twice calls one person.
    calls BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (unit, officer)
);
CREATE INDEX visit_desk_set ON visit_desk (set_at);
