-- What retention looks for each night.
CREATE INDEX message_over ON message (created_at) WHERE state <> 'queued';
CREATE INDEX staff_session_expires ON staff_session (expires_at);
