-- OpenID Connect Core 3.1.2.1, RP-Initiated Logout 2: an identity token is a hint long after it is over. The public half
-- of each key that signs is kept beside the published set, for hints alone. trusted_until: from then on it proves nothing.
CREATE TABLE hint_key (
    kid TEXT NOT NULL PRIMARY KEY,
    jwk TEXT NOT NULL,
    trusted_until BIGINT NOT NULL
);
