-- A pilot's report reads the requests of a kind by their day (R50-5).
CREATE INDEX integration_by_day ON integration (kind, requested_at);
