//! One-time codes by SMS or e-mail (APP-7).

use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use super::six_digits;
use crate::redacted_debug;

/// Six digits, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(Zeroizing<String>);

redacted_debug!(OneTimeCode);

/// The text is not six digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not six digits")]
pub struct OneTimeCodeError;

/// How long a code lives and how often it may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRules {
    /// Life of a code.
    pub life: SignedDuration,
    /// Wrong entries after which it is dead.
    pub tries: u32,
    /// Least time between two codes.
    pub resend_after: SignedDuration,
}

/// A code that was sent, without the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuedCode {
    /// When it was sent.
    pub issued_at: Timestamp,
    /// Wrong entries so far.
    pub failures: u32,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// What an entry led to. Every variant but the first refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Right; store this state, in which the code is used up.
    Accepted(IssuedCode),
    /// Wrong; store this state.
    Wrong {
        /// The state to store.
        code: IssuedCode,
        /// Entries left.
        tries_left: u32,
    },
    /// Its life is over.
    Expired,
    /// Too many wrong entries.
    Exhausted,
    /// Used before.
    Used,
}

impl OneTimeCodeError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        "code-not-six-digits"
    }
}

impl Default for CodeRules {
    /// Three minutes, five tries, a new one after a minute.
    fn default() -> Self {
        Self {
            life: SignedDuration::from_secs(180),
            tries: 5,
            resend_after: SignedDuration::from_secs(60),
        }
    }
}

impl OneTimeCode {
    /// Reads a code as typed.
    pub fn parse(text: &str) -> Result<Self, OneTimeCodeError> {
        six_digits(text)
            .map(|digits| Self(Zeroizing::new(digits)))
            .ok_or(OneTimeCodeError)
    }

    /// A code from random bytes; eight of them, so that every code is as likely as any other.
    pub fn from_entropy(bytes: [u8; 8]) -> Self {
        Self(Zeroizing::new(format!(
            "{:06}",
            u64::from_le_bytes(bytes) % 1_000_000
        )))
    }

    /// The digits, to send and to hash.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl IssuedCode {
    /// A code sent now.
    pub const fn new(issued_at: Timestamp) -> Self {
        Self {
            issued_at,
            failures: 0,
            used_at: None,
        }
    }

    /// First instant at which it is no longer good.
    pub fn expires_at(&self, rules: &CodeRules) -> Timestamp {
        later(self.issued_at, rules.life)
    }

    /// First instant at which another may be sent.
    pub fn resend_at(&self, rules: &CodeRules) -> Timestamp {
        later(self.issued_at, rules.resend_after)
    }

    /// Why no entry can succeed any more; none while the code lives. Ask this before comparing.
    pub fn dead(&self, rules: &CodeRules, now: Timestamp) -> Option<Attempt> {
        if self.used_at.is_some() {
            Some(Attempt::Used)
        } else if self.failures >= rules.tries {
            Some(Attempt::Exhausted)
        } else if now >= self.expires_at(rules) {
            Some(Attempt::Expired)
        } else {
            None
        }
    }

    /// An entry, which was right or not.
    pub fn attempt(self, rules: &CodeRules, right: bool, now: Timestamp) -> Attempt {
        if let Some(dead) = self.dead(rules, now) {
            return dead;
        }
        if right {
            return Attempt::Accepted(Self {
                used_at: Some(now),
                ..self
            });
        }
        let code = Self {
            failures: self.failures.saturating_add(1),
            ..self
        };
        Attempt::Wrong {
            code,
            tries_left: rules.tries.saturating_sub(code.failures),
        }
    }
}

impl Attempt {
    /// Stable code of a refusal; none when accepted.
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Accepted(_) => None,
            Self::Wrong { .. } => Some("code-wrong"),
            Self::Expired => Some("code-expired"),
            Self::Exhausted => Some("code-exhausted"),
            Self::Used => Some("code-used"),
        }
    }
}

fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    // law: APP-7
    #[test]
    fn a_code_lives_three_minutes() {
        let rules = CodeRules::default();
        let code = IssuedCode::new(at(0));
        assert!(matches!(
            code.attempt(&rules, true, at(179)),
            Attempt::Accepted(_)
        ));
        assert_eq!(code.attempt(&rules, true, at(180)), Attempt::Expired);
        assert_eq!(
            (code.resend_at(&rules), code.expires_at(&rules)),
            (at(60), at(180))
        );
    }

    // law: APP-7, D59-6.2
    #[test]
    fn five_wrong_entries_kill_a_code_and_a_right_one_uses_it_up() {
        let rules = CodeRules::default();
        let mut code = IssuedCode::new(at(0));
        for left in (0..5).rev() {
            let Attempt::Wrong {
                code: next,
                tries_left,
            } = code.attempt(&rules, false, at(1))
            else {
                panic!("dead too early")
            };
            assert_eq!(tries_left, left);
            code = next;
        }
        assert_eq!(code.attempt(&rules, true, at(2)), Attempt::Exhausted);
        let Attempt::Accepted(used) = IssuedCode::new(at(0)).attempt(&rules, true, at(1)) else {
            panic!("refused")
        };
        assert_eq!(used.attempt(&rules, true, at(2)), Attempt::Used);
        assert_eq!(Attempt::Used.code(), Some("code-used"));
    }

    #[test]
    fn codes_keep_their_zeros_and_are_never_shown() {
        assert_eq!(OneTimeCode::from_entropy([0; 8]).expose(), "000000");
        assert_eq!(
            OneTimeCode::from_entropy([42, 0, 0, 0, 0, 0, 0, 0]).expose(),
            "000042"
        );
        assert_eq!(
            OneTimeCode::parse(" 000 042 ").unwrap(),
            OneTimeCode::from_entropy([42, 0, 0, 0, 0, 0, 0, 0])
        );
        assert_eq!(OneTimeCode::parse("00042"), Err(OneTimeCodeError));
        assert_eq!(
            format!("{:?}", OneTimeCode::from_entropy([7; 8])),
            "OneTimeCode(‹private›)"
        );
    }

    proptest! {
        // law: APP-7
        #[test]
        fn a_code_opens_at_most_once_and_never_after_its_tries_or_life(
            steps in prop::collection::vec((any::<bool>(), 0..40_i64), 0..20)
        ) {
            let rules = CodeRules::default();
            let (mut code, mut now, mut opened, mut wrong) = (IssuedCode::new(at(0)), 0, 0, 0);
            for (right, wait) in steps {
                now += wait;
                match code.attempt(&rules, right, at(now)) {
                    Attempt::Accepted(next) => {
                        prop_assert!(right && now < 180 && wrong < 5);
                        opened += 1;
                        code = next;
                    }
                    Attempt::Wrong { code: next, .. } => {
                        prop_assert!(!right && opened == 0);
                        wrong += 1;
                        code = next;
                    }
                    Attempt::Expired => prop_assert!(now >= 180),
                    Attempt::Exhausted => prop_assert_eq!(wrong, 5),
                    Attempt::Used => prop_assert_eq!(opened, 1),
                }
            }
            prop_assert!(opened <= 1 && wrong <= 5);
        }

        #[test]
        fn every_entropy_makes_six_digits(bytes: [u8; 8]) {
            let code = OneTimeCode::from_entropy(bytes);
            prop_assert_eq!(OneTimeCode::parse(code.expose()), Ok(code));
        }
    }
}
