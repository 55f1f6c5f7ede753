-- D59-2: citizens, foreigners, organisations.
ALTER TABLE account ADD COLUMN kind TEXT NOT NULL DEFAULT 'citizen';
-- A hold may begin at a later instant (D59-19.2.a) and may end by itself.
ALTER TABLE hold ADD COLUMN until BIGINT;
ALTER TABLE hold ADD COLUMN holder TEXT NOT NULL DEFAULT 'citizen';
