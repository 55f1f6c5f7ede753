//! What a developer may see of his client's exchanges with our endpoints: names, never values.

use crate::words::words;

words! {
    /// An endpoint that clients call or send people to (`party-endpoint-<word>` in the locales).
    Endpoint {
        /// The person arrives (RFC 6749 3.1).
        Authorize = "authorize",
        /// Pushed requests (RFC 9126).
        Push = "par",
        /// Tokens (RFC 6749 3.2).
        Token = "token",
        /// Revocation (RFC 7009).
        Revoke = "revoke",
        /// Introspection (RFC 7662).
        Introspect = "introspect",
        /// What the holder agreed to hand on (OpenID Connect Core 5.3).
        UserInfo = "userinfo",
        /// An identity package, and what became of it (R50-3).
        Package = "identity-package",
        /// A subscriber's number, and how its registration stands (R50-2).
        Subscriber = "subscriber-registration",
        /// We fetched the client's keys from its `jwks_uri` (OpenID Connect Registration 2).
        Keys = "jwks",
    }
}

/// Parameters whose names are shown. Another name could be anything that somebody typed, a person's number
/// too: it is counted only (I12).
pub const KNOWN_PARAMETERS: [&str; 41] = [
    "access_token",
    "acr_values",
    "certification_request",
    "claims",
    "claims_locales",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "display",
    "dpop_jkt",
    "ended",
    "grant_type",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "not_after",
    "not_before",
    "phone_number",
    "post_logout_redirect_uri",
    "prompt",
    "redirect_uri",
    "reference",
    "refresh_token",
    "registration",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "serial_number",
    "state",
    "token",
    "token_type_hint",
    "ui_locales",
];

/// The names that may be shown, in order and once each, and `+n` for the others.
pub fn parameter_names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let (mut known, mut others) = (Vec::new(), 0_usize);
    for name in names {
        match KNOWN_PARAMETERS.iter().find(|own| **own == name) {
            Some(own) => known.push(*own),
            None => others += 1,
        }
    }
    known.sort_unstable();
    known.dedup();
    let mut words: Vec<String> = known.into_iter().map(str::to_owned).collect();
    if others > 0 {
        words.push(format!("+{others}"));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_the_standards_know_are_shown() {
        let names = [
            "scope",
            "074190000001",
            "client_id",
            "scope",
            "tel0912345678",
        ];
        assert_eq!(parameter_names(names.into_iter()), "client_id scope +2");
        assert_eq!(parameter_names(std::iter::empty()), "");
        assert!(KNOWN_PARAMETERS.is_sorted());
    }
}
