-- RFC 8707: a resource belongs to one client, so that no other has tokens of ours made for it.
CREATE TABLE party_resource (
    uri TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    client BYTEA NOT NULL
);
CREATE INDEX party_resource_host ON party_resource (host);
CREATE INDEX party_resource_client ON party_resource (client);

-- Whether the caller of an exchange had proven to be the client.
ALTER TABLE party_exchange ADD COLUMN proven BIGINT NOT NULL DEFAULT 1;
