//! A party's request to go into production, or to change what production shows people: checklist, visit on
//! site, decision (D59-22.1, D59-22.2, D69-18, I7).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Dossier, Shown};
use crate::ids::{ClientId, ReviewId, StaffId};
use crate::regime::{Basis, Regime};
use crate::words::words;

words! {
    /// What is asked for (`party-review-<word>` in the locales).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Kind {
        /// To serve people other than its maker (D59-22.1).
        Production = "production",
        /// Another name, purpose, set of claims or host than the one approved.
        Change = "change",
    }
}

words! {
    /// An item of the checklist (`party-item-<word>` in the locales).
    #[derive(PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Item {
        /// It is the organisation that it says it is.
        Organisation = "organisation",
        /// The agreement is in writing and in force (D59-22.2).
        Agreement = "agreement",
        /// The purpose and its legal basis (D59-22.2).
        Purpose = "purpose",
        /// No fact more than the purpose needs (D59-5, D59-22.2).
        Scope = "scope",
        /// Security level 3 or more (D59-22.1).
        Security = "security",
        /// Rules on personal data (D59-22.2).
        PersonalData = "personal-data",
        /// The contact answers.
        Contact = "contact",
    }
}

words! {
    /// Why a request is refused (`party-refusal-<word>`, what to do next: `party-next-<word>`) (I7).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Refusal {
        /// No agreement, or none in force.
        Agreement = "agreement",
        /// The purpose or its basis does not hold.
        Purpose = "purpose",
        /// More facts than the purpose needs.
        Scope = "scope",
        /// Below security level 3, or not shown.
        Security = "security",
        /// The rules on personal data are missing.
        PersonalData = "personal-data",
        /// Not the organisation that it says it is.
        Organisation = "organisation",
        /// What was found on site.
        Site = "site",
    }
}

impl Refusal {
    /// The law that it rests on, of the decree by which the request is judged.
    pub const fn basis(self, regime: Regime) -> Basis {
        let (rule, article) = match (regime, self) {
            (Regime::Decree59, Self::Security | Self::Organisation | Self::Site) => {
                ("D59-22.1", 22)
            }
            (Regime::Decree59, _) => ("D59-22.2", 22),
            (Regime::Decree69, _) => ("D69-18", 18),
        };
        Basis {
            rule,
            regime,
            article,
            clause: None,
            point: None,
        }
    }
}

/// One item as checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Whether it holds.
    pub holds: bool,
    /// What was looked at.
    pub note: String,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// D69-18: the check on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// On which day.
    pub day: Date,
    /// Who went.
    pub people: String,
    /// What was found.
    pub finding: String,
    /// Whether the place satisfies.
    pub holds: bool,
    /// Who wrote it down.
    pub by: StaffId,
}

/// How it was received: the clock and the decree by which it is judged (I10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// When.
    pub at: Timestamp,
    /// Until when it is checked on site and decided.
    pub due: Timestamp,
    /// By which decree.
    pub regime: Regime,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "word")]
pub enum State {
    /// The developer fills it in.
    Draft,
    /// Being checked.
    Received(Received),
    /// In production, or changed there.
    Approved {
        /// How it was received.
        received: Received,
        /// When.
        at: Timestamp,
        /// By whom.
        by: StaffId,
        /// Why the client lives by the plain rules, where it does.
        plain_because: String,
    },
    /// I7.
    Refused {
        /// How it was received.
        received: Received,
        /// When.
        at: Timestamp,
        /// By whom.
        by: StaffId,
        /// Why.
        reason: Refusal,
        /// In words that the developer reads.
        words: String,
    },
    /// Taken back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

impl State {
    /// Whether it waits for the developer or for us.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Draft | Self::Received(_))
    }

    /// Stable word (`party-review-state-<word>`), as stored.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Received(_) => "received",
            Self::Approved { .. } => "approved",
            Self::Refused { .. } => "refused",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// A request with everything on record about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Identifier.
    pub id: ReviewId,
    /// Of which client.
    pub client: ClientId,
    /// What is asked for.
    pub kind: Kind,
    /// What the party states.
    pub dossier: Dossier,
    /// What is asked for, where it is a change.
    pub proposal: Option<Shown>,
    /// The checklist so far.
    pub checks: BTreeMap<Item, Check>,
    /// D69-18.
    pub visit: Option<Visit>,
    /// Where it stands.
    pub state: State,
}

/// A step that the state does not allow, or something is missing for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// It is not being checked, or not a draft any more.
    #[error("the request is not in the state for this step")]
    State,
    /// An item was not checked, or does not hold.
    #[error("the checklist is not complete: {}", .0.as_str())]
    Item(Item),
    /// D69-18: nobody was there, or what was found does not satisfy.
    #[error("the check on site is missing")]
    Visit,
}

impl NotNow {
    /// Stable code (`refused-<code>`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::State => "party-review-state",
            Self::Item(_) => "party-review-incomplete",
            Self::Visit => "party-review-visit",
        }
    }
}

impl Review {
    /// What must be checked: everything for production; for a change what it can change.
    pub const fn items(&self) -> &'static [Item] {
        match self.kind {
            Kind::Production => Item::ALL,
            Kind::Change => &[Item::Purpose, Item::Scope],
        }
    }

    /// Whether it waits for the developer or for us.
    pub const fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// How it was received, where it waits for us.
    pub const fn received(&self) -> Result<Received, NotNow> {
        match &self.state {
            State::Received(received) => Ok(*received),
            State::Draft
            | State::Approved { .. }
            | State::Refused { .. }
            | State::Withdrawn { .. } => Err(NotNow::State),
        }
    }

    /// D59-22.1, D69-18: handed in; the clock starts.
    pub fn receive(self, received: Received) -> Result<Self, NotNow> {
        match self.state {
            State::Draft => Ok(Self {
                state: State::Received(received),
                ..self
            }),
            State::Received(_)
            | State::Approved { .. }
            | State::Refused { .. }
            | State::Withdrawn { .. } => Err(NotNow::State),
        }
    }

    /// One item was looked at.
    pub fn check(mut self, item: Item, check: Check) -> Result<Self, NotNow> {
        self.received()?;
        if !self.items().contains(&item) {
            return Err(NotNow::State);
        }
        self.checks.insert(item, check);
        Ok(self)
    }

    /// D69-18: somebody was there.
    pub fn visited(mut self, visit: Visit) -> Result<Self, NotNow> {
        self.received()?;
        self.visit = Some(visit);
        Ok(self)
    }

    /// D59-22.1, D69-18: what still stands between the request and its approval.
    pub fn missing(&self) -> Option<NotNow> {
        let holds = |item: &Item| self.checks.get(item).is_some_and(|check| check.holds);
        if let Some(item) = self.items().iter().find(|item| !holds(item)) {
            return Some(NotNow::Item(*item));
        }
        let visited = self.visit.as_ref().is_some_and(|visit| visit.holds);
        (self.kind == Kind::Production && !visited).then_some(NotNow::Visit)
    }

    /// Approved. `plain_because`: why the client keeps the plain rules, where it does.
    pub fn approve(
        self,
        by: StaffId,
        at: Timestamp,
        plain_because: String,
    ) -> Result<Self, NotNow> {
        let received = self.received()?;
        if let Some(missing) = self.missing() {
            return Err(missing);
        }
        Ok(Self {
            state: State::Approved {
                received,
                at,
                by,
                plain_because,
            },
            ..self
        })
    }

    /// I7: refused, with a reason and words.
    pub fn refuse(
        self,
        by: StaffId,
        at: Timestamp,
        (reason, words): (Refusal, String),
    ) -> Result<Self, NotNow> {
        let received = self.received()?;
        Ok(Self {
            state: State::Refused {
                received,
                at,
                by,
                reason,
                words,
            },
            ..self
        })
    }

    /// The developer takes it back.
    pub fn withdraw(self, at: Timestamp) -> Result<Self, NotNow> {
        if !self.is_open() {
            return Err(NotNow::State);
        }
        Ok(Self {
            state: State::Withdrawn { at },
            ..self
        })
    }
}

#[cfg(test)]
mod tests;
