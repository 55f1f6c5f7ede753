//! Who proves, and what the proof opens.

use domain::actor::AuthLevel;
use domain::ids::SubjectId;
use domain::means::Means;
use domain::self_proof::{Raised, reached};
use jiff::Timestamp;
use store::account::{self, Stored};
use store::{Entry, Tx, session};

use super::may;
use crate::holder::{self, Resumed};
use crate::token::Token;
use crate::{App, Cx, Error, Result, lost_phone, notify, signin};

/// From where somebody proves.
#[derive(Debug, Clone, Copy)]
pub enum Door<'a> {
    /// A session on a device: it is raised to authentication level 3 for a while.
    Session(&'a Resumed),
    /// A sign-in that has shown number, password and one-time code on a phone that the account does not know: it
    /// asks for the account to come to that phone (UX-1).
    LostPhone {
        /// The sign-in's journey.
        token: &'a Token,
        /// Name of the phone.
        device: &'a str,
    },
}

/// What a proof opened.
#[derive(Debug)]
pub enum Done {
    /// The session is at a higher level.
    Raised {
        /// At which.
        level: AuthLevel,
        /// Until then.
        until: Timestamp,
    },
    /// The waiting time for another phone runs.
    Asked(lost_phone::Asked),
}

impl Door<'_> {
    pub(super) const fn subject(&self) -> SubjectId {
        match self {
            Self::Session(session) => session.subject,
            Self::LostPhone { token, .. } => token.subject,
        }
    }

    /// What a proof under way is bound to.
    pub(super) fn mark(&self) -> String {
        match self {
            Self::Session(session) => session.session.to_string(),
            Self::LostPhone { token, .. } => crate::chip_check::hex(&token.digest()),
        }
    }

    /// How the holder is told that another face was shown with his card: by his own phone, or by one that is none
    /// of the account's and asks for it.
    pub(super) fn other_face(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::Session(_) => ("self-proof-other-face", Vec::new()),
            Self::LostPhone { device, .. } => (
                "lost-phone-other-face",
                vec![("device", (*device).to_owned())],
            ),
        }
    }

    /// I5: the account, held for a change, where the door is still open. A computer that a phone let in has no chip
    /// reader and is no device of the account.
    pub(super) async fn holder(&self, tx: &mut Tx, cx: &Cx) -> Result<Stored> {
        let stored = match self {
            Self::Session(session) => {
                if session.device.is_none() {
                    return Err(Error::Refused("self-proof-needs-device"));
                }
                holder::open_and_alive(tx, cx, session).await?
            }
            Self::LostPhone { token, .. } => {
                signin::journey(tx, cx, token, "sign-in", &["device"]).await?;
                let stored = account::load_to_change(tx, token.subject, cx.now).await?;
                let stored = stored.ok_or(Error::Refused("journey-over"))?;
                holder::require_open(&stored, cx)?;
                stored
            }
        };
        may(&stored)?;
        Ok(stored)
    }

    /// D59-24.3: what chip and face open, in the transaction that takes the verdict.
    pub(super) async fn open(
        &self,
        tx: &mut Tx,
        (app, cx): (&App, &Cx),
        holder: &Stored,
        means: [Means; 2],
    ) -> Result<(Done, Vec<Entry>)> {
        match self {
            Self::Session(of) => {
                let raised = Raised {
                    at: cx.now,
                    means: means.to_vec(),
                };
                if !session::raise(tx, (of.subject, of.session), &raised).await? {
                    return Err(Error::SignIn);
                }
                let until = raised.until().min(of.expires);
                let before = (of.level, of.means.clone());
                let (level, _) = reached(before, Some(&raised), cx.now);
                notify::tell(tx, app, cx, holder, "self-proof-raised", &[]).await?;
                Ok((Done::Raised { level, until }, Vec::new()))
            }
            Self::LostPhone { device, .. } => {
                let (asked, entries) = lost_phone::by_chip(tx, (app, cx), holder, device).await?;
                Ok((Done::Asked(asked), entries))
            }
        }
    }
}
