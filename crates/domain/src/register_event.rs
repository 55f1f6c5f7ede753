//! What registers tell of a subject after an account exists (D59-10.1, D59-10.2): which ground each
//! change touches, and what one event leads to. Rehearsal and release ask the same function.

use jiff::{SignedDuration, Timestamp};

use crate::account::SubjectKind;
use crate::hold::{Ground, Hold};
use crate::ids::HoldId;
use crate::words::words;

#[cfg(test)]
mod tests;

words! {
    /// A register that tells events. Adding one: its word here, its changes below, how it names a
    /// subject in `app::events`, its secrets in the configuration.
    Teller {
        /// Population: deaths.
        Population = "population",
        /// Citizen-id cards: withdrawals.
        Cards = "cards",
        /// Immigration: deaths of foreigners; papers and stay come with the register's own file.
        Foreigners = "foreigners",
        /// D59-10.2: businesses: dissolutions.
        Business = "business",
    }
}

/// What an event does with its ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The ground begins.
    Locks,
    /// The ground is gone, or never was.
    Ends,
}

/// The table of changes: one line each.
macro_rules! changes {
    ($($(#[$doc:meta])* $name:ident = $teller:ident, $word:literal, $ground:ident, $direction:ident;)+) => {
        /// What a register tells.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Change { $($(#[$doc])* $name,)+ }

        impl Change {
            /// All changes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Stable word (`register-change-<word>`).
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The register that tells it.
            pub const fn teller(self) -> Teller {
                match self { $(Self::$name => Teller::$teller,)+ }
            }

            /// The ground it touches.
            pub const fn ground(self) -> Ground {
                match self { $(Self::$name => Ground::$ground,)+ }
            }

            /// Whether the ground begins or ends.
            pub const fn direction(self) -> Direction {
                match self { $(Self::$name => Direction::$direction,)+ }
            }
        }
    };
}

changes! {
    /// D59-19.1.a.iv: the person died.
    Death = Population, "death", Death, Locks;
    /// The record of the death was wrong.
    DeathCorrected = Population, "death-corrected", Death, Ends;
    /// D59-19.1.a.iii: the citizen-id card was withdrawn.
    CardWithdrawn = Cards, "card-withdrawn", CardWithdrawn, Locks;
    /// The withdrawal was taken back, or a new card issued.
    CardRestored = Cards, "card-restored", CardWithdrawn, Ends;
    /// D59-19.2.a: the foreigner died.
    ForeignerDeath = Foreigners, "death", Death, Locks;
    /// The record of a foreigner's death was wrong.
    ForeignerDeathCorrected = Foreigners, "death-corrected", Death, Ends;
    /// D59-19.3.a: the organisation was dissolved or ceased by law.
    Dissolved = Business, "dissolved", Dissolved, Locks;
    /// The record of the dissolution was wrong.
    DissolutionCorrected = Business, "dissolution-corrected", Dissolved, Ends;
}

impl Change {
    /// Reads the word; the first change of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }

    /// Reads the word as one register means it.
    pub fn of(teller: Teller, text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|c| c.teller() == teller && c.as_str() == text)
    }

    /// Word of the register that tells it.
    pub const fn register(self) -> &'static str {
        self.teller().as_str()
    }
}

/// When an event occurred, and its place among those of the same instant. Events of one register for
/// one subject are carried out in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// When; a day counts from its beginning in Viet Nam.
    pub at: Timestamp,
    /// The register's own number where several share an instant; 0 where it gives none.
    pub sequence: i64,
}

/// One to sixty-four visible ASCII characters: the register's own identifier of an event.
pub fn event_id(text: &str) -> Option<&str> {
    let text = text.trim();
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    fits.then_some(text)
}

/// How far a register's clock may run ahead of ours.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// What is known of an event's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Never carried out.
    Never,
    /// Carried out with the same change of the same subject.
    Same,
    /// Carried out with another change or for another subject.
    Other,
}

/// The subject's account as the rule sees it.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// What the holder is: decides which grounds there are.
    pub kind: SubjectKind,
    /// Holds in force.
    pub holds: &'a [Hold],
    /// The last event of this register carried out for the subject.
    pub last: Option<Moment>,
}

/// Everything an event is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What is known of its identifier.
    pub earlier: Earlier,
    /// The account, where there is one.
    pub holder: Option<Holder<'a>>,
    /// Whether the register knows the subject; asked only where there is no account.
    pub listed: bool,
}

words! {
    /// What one event leads to (`event-outcome-<word>`).
    Outcome {
        /// An open account becomes locked.
        Locks = "locks",
        /// A ground is added to an account that is locked already.
        Adds = "adds",
        /// I2: the last ground ends, the account opens.
        Opens = "opens",
        /// A ground ends, others keep the account locked.
        Ends = "ends",
        /// This event was carried out before.
        Repeated = "repeated",
        /// The ground was in force already.
        InForce = "in-force",
        /// The ground that ends was not in force.
        NotInForce = "not-in-force",
        /// The subject has no account: no fault of the register.
        NoAccount = "no-account",
        /// Refused: older than the last event carried out for the subject.
        Stale = "stale",
        /// Refused: it lies in the future.
        Future = "future",
        /// Refused: the register knows no such subject.
        PersonUnknown = "person-unknown",
        /// Refused: its identifier was used for something else.
        OtherContent = "other-content",
        /// Refused: there is no such ground for this kind of subject.
        GroundOfOthers = "ground-of-others",
    }
}

/// What an outcome means for the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// It becomes locked.
    Lock,
    /// It opens.
    Open,
    /// A ground comes or goes, the account stays locked.
    StayLocked,
    /// Nothing changes.
    Leave,
    /// The event is refused, with its reason.
    Refuse,
}

impl Outcome {
    /// What it means for the account.
    pub const fn class(self) -> Class {
        match self {
            Self::Locks => Class::Lock,
            Self::Opens => Class::Open,
            Self::Adds | Self::Ends => Class::StayLocked,
            Self::Repeated | Self::InForce | Self::NotInForce | Self::NoAccount => Class::Leave,
            Self::Stale
            | Self::Future
            | Self::PersonUnknown
            | Self::OtherContent
            | Self::GroundOfOthers => Class::Refuse,
        }
    }

    /// Whether a hold is placed or ended.
    pub const fn changes(self) -> bool {
        matches!(self, Self::Locks | Self::Adds | Self::Opens | Self::Ends)
    }

    /// Whether the event counts as carried out: its identifier is noted and older ones come too late.
    /// What was refused, or found no account, may be told again.
    pub const fn counts(self) -> bool {
        self.changes() || matches!(self, Self::InForce | Self::NotInForce)
    }
}

/// D59-10.1, D59-19.4.a: what one event leads to.
pub fn judge(change: Change, moment: Moment, known: &Known<'_>, now: Timestamp) -> Outcome {
    match known.earlier {
        Earlier::Same => return Outcome::Repeated,
        Earlier::Other => return Outcome::OtherContent,
        Earlier::Never => {}
    }
    if moment.at > now + TOLERANCE {
        return Outcome::Future;
    }
    let Some(holder) = &known.holder else {
        return if known.listed {
            Outcome::NoAccount
        } else {
            Outcome::PersonUnknown
        };
    };
    if holder.last.is_some_and(|last| moment < last) {
        return Outcome::Stale;
    }
    if !Ground::of(holder.kind).contains(&change.ground()) {
        return Outcome::GroundOfOthers;
    }
    let there = holder.holds.iter().any(|h| h.ground == change.ground());
    match (change.direction(), there, holder.holds.len()) {
        (Direction::Locks, true, _) => Outcome::InForce,
        (Direction::Locks, false, 0) => Outcome::Locks,
        (Direction::Locks, false, _) => Outcome::Adds,
        (Direction::Ends, false, _) => Outcome::NotInForce,
        (Direction::Ends, true, 1) => Outcome::Opens,
        (Direction::Ends, true, _) => Outcome::Ends,
    }
}

/// The holds of an account after an outcome; `new` is the hold that an event places. Gives the hold
/// that was placed or ended.
pub fn apply(
    outcome: Outcome,
    change: Change,
    holds: &mut Vec<Hold>,
    new: impl FnOnce() -> Hold,
) -> Option<Hold> {
    match outcome {
        Outcome::Locks | Outcome::Adds => {
            let hold = new();
            holds.push(hold.clone());
            Some(hold)
        }
        Outcome::Opens | Outcome::Ends => {
            let at = holds.iter().position(|h| h.ground == change.ground())?;
            Some(holds.remove(at))
        }
        Outcome::Repeated
        | Outcome::InForce
        | Outcome::NotInForce
        | Outcome::NoAccount
        | Outcome::Stale
        | Outcome::Future
        | Outcome::PersonUnknown
        | Outcome::OtherContent
        | Outcome::GroundOfOthers => None,
    }
}

/// What taking an event back does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// The hold that the event placed ends.
    End(HoldId),
    /// The ground that the event ended is in force again, by a new hold.
    Restore,
    /// There is nothing to take back.
    Nothing,
}

/// What taking an event back does, given the holds in force now. `touched` is the hold it placed or
/// ended. Only to be asked while it is the register's last event for the subject: what the register
/// told later stands.
pub fn reverse(outcome: Outcome, change: Change, touched: HoldId, holds: &[Hold]) -> Reversal {
    match (outcome.changes(), change.direction()) {
        (true, Direction::Locks) if holds.iter().any(|h| h.id == touched) => Reversal::End(touched),
        (true, Direction::Ends) if holds.iter().all(|h| h.ground != change.ground()) => {
            Reversal::Restore
        }
        (true | false, Direction::Locks | Direction::Ends) => Reversal::Nothing,
    }
}
