-- What an approval rests on, in figures by month (D59-14.2.a2): the gravest word of a machine, whether another officer
-- had to look, and the month of the approval in Viet Nam (202611). NULL: not approved, or from before this was counted.
ALTER TABLE comparison ADD COLUMN machine TEXT;
ALTER TABLE comparison ADD COLUMN doubtful BOOLEAN;
ALTER TABLE comparison ADD COLUMN approved_in BIGINT;
CREATE INDEX comparison_approved ON comparison (approved_in) WHERE approved_in IS NOT NULL;
CREATE INDEX comparison_approved_unit ON comparison (unit, approved_in) WHERE approved_in IS NOT NULL;

-- Who took a picture in that was taken while the line was down (D59-14.2.a2); taken_at and taken_by say who took it.
ALTER TABLE capture ADD COLUMN taken_in_by BYTEA;
