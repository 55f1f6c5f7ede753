-- R50-3: number of the licence of a provider of signature certificates; with one it may ask for packages.
ALTER TABLE client ADD COLUMN signature_licence TEXT;

-- R50-3: what was handed to a provider for a certificate: one package of one sign-in.
CREATE TABLE identity_package ( /* wide */
    subject BYTEA NOT NULL,
    grant_id BYTEA NOT NULL,
    id BYTEA NOT NULL,
    client BYTEA NOT NULL,
    at BIGINT NOT NULL,
    -- Until when the provider is told what happens to the holder: the end of the certificate.
    followed_until BIGINT NOT NULL,
    -- Since when the registers say something else than the package.
    changed_at BIGINT,
    -- Sealed: names of what was told, digests, the consent, the certificate; no value.
    body BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (subject, grant_id)
);
CREATE INDEX identity_package_client ON identity_package (client, at);
CREATE UNIQUE INDEX identity_package_reference ON identity_package (client, id);
CREATE INDEX identity_package_followed ON identity_package (followed_until);
