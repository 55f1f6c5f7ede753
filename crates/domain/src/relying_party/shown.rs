//! What was approved of a client in production: what people are shown, which facts it may ask, where they
//! and their data are sent. Another needs another look (D59-22.2); keys and addresses on the same hosts do not.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The part of a client that a review judges.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shown {
    /// Name shown to people.
    pub name: String,
    /// What it signs people in for.
    pub purpose: String,
    /// Names of the claims that it may ask.
    pub claims: Vec<String>,
    /// Where codes go.
    pub redirect_uris: Vec<String>,
    /// Where people go after signing out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it is told that a session ended.
    #[serde(default)]
    pub backchannel_logout_uri: Option<String>,
    /// Where its keys stand: whoever has that host can speak as the client.
    #[serde(default)]
    pub jwks_uri: Option<String>,
}

/// Scheme, host and port.
fn origin(uri: &str) -> &str {
    let from = uri.find("://").map_or(0, |at| at + 3);
    let end = uri.get(from..).and_then(|rest| rest.find(['/', '?']));
    end.and_then(|end| uri.get(..from + end)).unwrap_or(uri)
}

impl Shown {
    fn origins(&self) -> BTreeSet<&str> {
        let all = self.redirect_uris.iter();
        let all = all.chain(&self.post_logout_redirect_uris);
        let all = all.chain(&self.backchannel_logout_uri);
        all.chain(&self.jwks_uri).map(|uri| origin(uri)).collect()
    }

    /// What runs while the next version waits: this one, with those addresses of the next for machines
    /// that lie on hosts known already.
    #[must_use]
    pub fn meanwhile(&self, next: &Self) -> Self {
        let known = self.origins();
        let or = |next: &Option<String>, own: &Option<String>| match next {
            Some(uri) if !known.contains(origin(uri)) => own.clone(),
            Some(_) | None => next.clone(),
        };
        Self {
            backchannel_logout_uri: or(&next.backchannel_logout_uri, &self.backchannel_logout_uri),
            jwks_uri: or(&next.jwks_uri, &self.jwks_uri),
            ..self.clone()
        }
    }

    /// Whether both show the same; the order of claims and addresses says nothing.
    pub fn same(&self, other: &Self) -> bool {
        let set = |all: &[String]| all.iter().cloned().collect::<BTreeSet<String>>();
        let parts = |one: &Self| {
            (
                one.name.clone(),
                one.purpose.clone(),
                set(&one.claims),
                set(&one.redirect_uris),
                set(&one.post_logout_redirect_uris),
                one.backchannel_logout_uri.clone(),
                one.jwks_uri.clone(),
            )
        };
        parts(self) == parts(other)
    }

    /// D59-22.2: whether the next version goes beyond what was approved. Asking less never does.
    pub fn needs_review(&self, next: &Self) -> bool {
        self.name != next.name
            || self.purpose != next.purpose
            || next.claims.iter().any(|claim| !self.claims.contains(claim))
            || !next.origins().is_subset(&self.origins())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Shown {
        Shown {
            name: "Ngân hàng".into(),
            purpose: "Mở tài khoản".into(),
            claims: vec!["name".into(), "birthdate".into()],
            redirect_uris: vec!["https://bank.example/back".into()],
            post_logout_redirect_uris: Vec::new(),
            backchannel_logout_uri: Some("https://bank.example/out".into()),
            jwks_uri: None,
        }
    }

    // law: D59-22.2
    #[test]
    fn another_purpose_claim_or_host_needs_another_look() {
        let with = |change: fn(&mut Shown)| {
            let mut next = now();
            change(&mut next);
            now().needs_review(&next)
        };
        assert!(!with(|_| ()));
        assert!(!with(|next| next.claims.truncate(1)));
        assert!(!with(
            |next| next.redirect_uris = vec!["https://bank.example/2?a=b".into()]
        ));
        assert!(!with(|next| next
            .post_logout_redirect_uris
            .push("https://bank.example".into())));
        assert!(with(|next| next.name.push('!')));
        assert!(with(|next| next.purpose.push('!')));
        assert!(with(|next| next.claims.push("email".into())));
        for other in [
            "https://bank.example.evil/back",
            "https://bank.example:8443/back",
            "https://other.example/back",
            "http://127.0.0.1/back",
        ] {
            let mut next = now();
            next.post_logout_redirect_uris = vec![other.into()];
            assert!(now().needs_review(&next), "{other}");
            for change in [
                |next: &mut Shown, uri| next.backchannel_logout_uri = uri,
                |next: &mut Shown, uri| next.jwks_uri = uri,
            ] {
                let mut next = now();
                change(&mut next, Some(other.into()));
                assert!(now().needs_review(&next), "{other}");
                assert!(now().meanwhile(&next).same(&now()), "{other}");
                change(&mut next, Some("https://bank.example/3".into()));
                assert!(!now().needs_review(&next));
                assert!(now().meanwhile(&next).same(&next));
            }
        }
        let without = Shown {
            backchannel_logout_uri: None,
            ..now()
        };
        assert!(now().meanwhile(&without).same(&without));
    }

    #[test]
    fn the_order_says_nothing() {
        let mut next = now();
        next.claims.reverse();
        assert!(now().same(&next));
        next.redirect_uris.clear();
        assert!(!now().same(&next));
    }
}
