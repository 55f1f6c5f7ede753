-- RFC 8628, CIBA: what a client asked without a browser, and asks after until the person decided. body (sealed):
-- the request; user_code: keyed digest of what the person types; code (sealed): what the client's next
-- question is answered with; pause: seconds between two questions.
CREATE TABLE polled_request (
    digest BYTEA NOT NULL PRIMARY KEY,
    client BYTEA NOT NULL,
    kind TEXT NOT NULL,
    user_code BYTEA,
    -- Whom the client asks for, where it named somebody who can be asked.
    subject BYTEA,
    body BYTEA NOT NULL,
    stage TEXT NOT NULL,
    code BYTEA,
    pause BIGINT NOT NULL,
    polled_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT polled_request_stage CHECK (stage IN ('waiting', 'allowed', 'denied')),
    CONSTRAINT polled_request_code CHECK ((stage = 'allowed') = (code IS NOT NULL))
);
CREATE UNIQUE INDEX polled_request_user_code ON polled_request (user_code);
CREATE INDEX polled_request_subject ON polled_request (subject);
CREATE INDEX polled_request_expires ON polled_request (expires_at);
