-- D59-24.3: what a session was raised by after its sign-in, and when: words of means, as in the column means.
-- It counts for a while (domain::self_proof); the level of the sign-in stays what it was.
ALTER TABLE session ADD COLUMN raised_at BIGINT;
ALTER TABLE session ADD COLUMN raised_means TEXT NOT NULL DEFAULT '';
