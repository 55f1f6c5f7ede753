//! What was approved of a client in production: what people are shown, which facts it may ask, where they
//! are sent. Another needs another look (D59-22.2); keys and addresses on the same hosts do not.

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
        all.map(|uri| origin(uri)).collect()
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
        }
    }
}
