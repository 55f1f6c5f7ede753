-- Drafts of organisations' requests that nobody handed in are dropped by age.
CREATE INDEX organisation_registration_draft ON organisation_registration (created_at) WHERE state = 'draft';
