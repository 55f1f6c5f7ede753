-- Where a signing key lives, and the stretch of 90 days that it is made for: two nodes that make one at
-- once get one.
ALTER TABLE signing_key ADD COLUMN home TEXT NOT NULL DEFAULT 'sealed';
ALTER TABLE signing_key ADD COLUMN slot BIGINT;
CREATE UNIQUE INDEX signing_key_slot ON signing_key (alg, slot);
