//! The least that a service wants of a sign-in: registered once, and asked for again where a token is of less
//! (D59-24, RFC 9470).

use domain::fault::{Fault, Faults};
use jiff::{SignedDuration, Timestamp};
use oidc::client::Client;
use oidc::{ErrorCode, OAuthError};
use store::relying_party::token::Live;

use super::{ACR, Granted, level_of};

/// Levels that can be wanted of everybody: those that a holder reaches by himself.
pub const LEVELS: [&str; 2] = ["1", "2"];

/// A sign-in that is over sooner than a person can use it helps nobody.
const SHORTEST: u64 = 60;
/// Longer than any session of ours.
const LONGEST: u64 = 2_592_000;

/// What the developer fills in; nothing of it is nothing wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Least<'a> {
    /// One of [`LEVELS`] (`default_acr_values`), or empty.
    pub level: &'a str,
    /// Seconds since the sign-in (`default_max_age`), or empty.
    pub max_age: &'a str,
}

impl Least<'_> {
    /// Writes it into a registration.
    pub(super) fn apply(&self, faults: &mut Faults, client: &mut Client) {
        let acr = LEVELS.into_iter().zip(ACR);
        let acr = acr.filter(|(level, _)| *level == self.level);
        client.default_acr_values = acr.map(|(_, acr)| acr.to_owned()).collect();
        if !self.level.is_empty() && client.default_acr_values.is_empty() {
            faults.push(Fault::new("least_level", "client-least-level"));
        }
        let typed = self.max_age.trim();
        let seconds = typed.parse().ok();
        client.default_max_age = seconds.filter(|age| (SHORTEST..=LONGEST).contains(age));
        if !typed.is_empty() && client.default_max_age.is_none() {
            let fault = Fault::new("default_max_age", "client-max-age");
            faults.push(fault.with("from", SHORTEST).with("to", LONGEST));
        }
    }
}

/// The same as one of [`LEVELS`]; empty where nothing is wanted.
pub fn least_level(client: &Client) -> &'static str {
    let place = least(client).map(|level| usize::from(level).saturating_sub(1));
    place
        .and_then(|place| LEVELS.get(place).copied())
        .unwrap_or_default()
}

/// The lowest level that a client registered.
pub(super) fn least(client: &Client) -> Option<u8> {
    let known = client.default_acr_values.iter();
    known.filter_map(|acr| level_of(acr)).min()
}

/// What the person has to do again before a token reads anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepUp {
    /// The level, where the sign-in was of a lower one.
    pub acr: Option<&'static str>,
    /// Seconds, where it was longer ago.
    pub max_age: Option<u64>,
}

impl StepUp {
    /// RFC 9470 3: what is missing of the sign-in that a token rests on; nothing: it will do.
    pub(super) fn of(client: &Client, live: &Live<Granted>, now: Timestamp) -> Option<Self> {
        Self::missing(client, (live.level.get(), live.auth_time), now)
    }

    fn missing(client: &Client, (level, since): (u8, Timestamp), now: Timestamp) -> Option<Self> {
        let low = least(client).filter(|wanted| level < *wanted);
        let age = now.duration_since(since);
        let old = client.default_max_age.filter(|most| {
            let most = i64::try_from(*most).unwrap_or(i64::MAX);
            age > SignedDuration::from_secs(most)
        });
        let acr = low.and_then(|wanted| ACR.get(usize::from(wanted).saturating_sub(1)).copied());
        let missing = Self { acr, max_age: old };
        (low.is_some() || old.is_some()).then_some(missing)
    }

    /// The error that goes with it.
    pub const fn error(&self) -> OAuthError {
        match self.acr {
            Some(_) => OAuthError {
                code: ErrorCode::InsufficientUserAuthentication,
                description: "a higher level of authentication is needed",
            },
            None => OAuthError {
                code: ErrorCode::InsufficientUserAuthentication,
                description: "a more recent authentication is needed",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::ClientId;

    use super::*;
    use crate::relying_parties::desk::fresh;

    fn client(level: &str, max_age: &str) -> Result<Client, Faults> {
        let mut client = fresh(ClientId::from_bytes([1; 16]));
        let mut faults = Faults::default();
        Least { level, max_age }.apply(&mut faults, &mut client);
        if faults.is_empty() {
            Ok(client)
        } else {
            Err(faults)
        }
    }

    // law: D59-24.x
    #[test]
    fn a_token_of_less_than_the_service_wants_reads_nothing() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let [one, two, ..] = ACR;
        for (level, max_age, held, age, want) in [
            ("", "", 1, 1_000_000, None),
            ("1", "", 1, 1_000_000, None),
            ("2", "", 2, 1_000_000, None),
            ("2", "", 1, 0, Some((Some(two), None))),
            ("1", "300", 1, 300, None),
            ("1", "300", 1, 301, Some((None, Some(300)))),
            ("2", "300", 1, 301, Some((Some(two), Some(300)))),
            ("", " 60 ", 1, 61, Some((None, Some(60)))),
        ] {
            let client = client(level, max_age).unwrap();
            let missing = StepUp::missing(&client, (held, at(0)), at(age));
            let want = want.map(|(acr, max_age)| StepUp { acr, max_age });
            assert_eq!(missing, want, "{level} {max_age} {held} {age}");
        }
        assert_eq!(least(&client("1", "").unwrap()), level_of(one));
    }

    #[test]
    fn what_cannot_be_wanted_is_named() {
        for (level, max_age, faults) in [
            ("3", "", 1),
            ("x", "59", 2),
            ("", "0", 1),
            ("", "-1", 1),
            ("", "2592001", 1),
            ("", "a", 1),
        ] {
            let found = client(level, max_age).unwrap_err();
            assert_eq!(found.into_vec().len(), faults, "{level} {max_age}");
        }
    }
}
