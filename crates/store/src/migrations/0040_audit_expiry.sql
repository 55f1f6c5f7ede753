-- Entries whose particulars were dropped are not walked through again each night.
DROP INDEX audit_action_at;
CREATE INDEX audit_action_at ON audit (action, at) WHERE LENGTH(body) > 0;
