-- D59-14.2.b: since when an officer's decision waits for the card that was applied for with the account.
ALTER TABLE registration ADD COLUMN awaits_card BIGINT;
CREATE INDEX registration_awaits_card ON registration (unit, due) WHERE awaits_card IS NOT NULL;
