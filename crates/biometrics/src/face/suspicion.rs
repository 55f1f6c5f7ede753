//! Signs of a picture of a picture. They raise a flag for the officer and nothing else: no type here says that
//! somebody is alive.

/// Below this share of "alive" the flag goes up.
const DOUBT: f32 = 0.5;

/// Something suggests that no living face was before the camera. The officer looks closer, asks for a turn of the
/// head ([`super::Challenge`]) or takes the picture again. That there is no suspicion proves nothing: the network
/// behind it is not tested after ISO/IEC 30107-3, and a good fake passes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspicion {
    alive: u8,
}

impl Suspicion {
    /// What an engine thinks of a face, as a share of 1; a suspicion if that is little, or no number at all.
    pub fn of(alive: f32) -> Option<Self> {
        if alive >= DOUBT {
            return None;
        }
        let percent = super::geometry::rounded(alive * 100.0, 0, 100);
        Some(Self {
            alive: u8::try_from(percent).unwrap_or_default(),
        })
    }

    /// What speaks for a living face, in percent: for the record, not for a decision.
    pub const fn percent_alive(self) -> u8 {
        self.alive
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_raises_the_flag_and_nothing_is_ever_approved() {
        assert_eq!(Suspicion::of(0.97), None);
        assert_eq!(Suspicion::of(0.5), None);
        assert_eq!(Suspicion::of(0.04).map(Suspicion::percent_alive), Some(4));
        assert_eq!(
            Suspicion::of(f32::NAN).map(Suspicion::percent_alive),
            Some(0),
            "no answer is a doubt"
        );
    }
}
