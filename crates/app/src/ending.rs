//! The one place where sessions end and what was granted in them, whatever the reason; the services
//! concerned are told (Back-Channel Logout 1.0, SSF 1.0).

use domain::ids::{ClientId, DeviceId, HoldId, SessionId, SubjectId};
use store::hold::Took;
use store::relying_party::grant::{self, Standing};
use store::{Tx, session};

use crate::relying_parties::{event, signal};
use crate::{App, Cx, Result};

/// How far an end reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// I5: a hold begins to bite; everything ends.
    Hold(HoldId),
    /// Every session and everything granted: what was let in before is not let in again.
    Everything,
    /// Every session; what the holder granted beyond them stays (OpenID Connect Core 11).
    Sessions,
    /// One session, and those that it let in.
    Session(SessionId),
    /// The sessions that one let in.
    LetIn(SessionId),
    /// The sessions on one device.
    Device(DeviceId),
    /// What was granted to one service; sessions stay.
    Client(ClientId),
}

impl Reach {
    /// Whether it ends what a service was granted in the session at hand.
    fn touches(self, grant: &Standing) -> bool {
        match self {
            Self::Hold(_) | Self::Everything => true,
            Self::Sessions => grant.live,
            Self::Session(id) => {
                grant.live && (grant.session == id || grant.approved_by == Some(id))
            }
            Self::LetIn(id) => grant.live && grant.approved_by == Some(id),
            Self::Device(id) => grant.live && grant.device == Some(id),
            Self::Client(id) => grant.client == id,
        }
    }

    /// Whether single sessions are meant, and not all that the services have of the holder.
    pub(crate) const fn by_session(self) -> bool {
        match self {
            // Also every session: the next one begins in the same breath, at a sign-in elsewhere.
            Self::Sessions | Self::Session(_) | Self::LetIn(_) | Self::Device(_) => true,
            Self::Hold(_) | Self::Everything | Self::Client(_) => false,
        }
    }

    /// The lock it comes by.
    pub(crate) const fn hold(self) -> Option<HoldId> {
        match self {
            Self::Hold(id) => Some(id),
            Self::Everything
            | Self::Sessions
            | Self::Session(_)
            | Self::LetIn(_)
            | Self::Device(_)
            | Self::Client(_) => None,
        }
    }
}

/// D59-19.x, D59-5: ends what an act reaches, and queues in the same transaction what each service is
/// told. A session that is over by its own time ends nothing here, so nobody is told of it.
pub(crate) async fn end(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    (reach, reason): (Reach, &'static str),
) -> Result<Took> {
    let mut touched = grant::standing(tx, subject, cx.now).await?;
    touched.retain(|grant| reach.touches(grant));
    let (now, mut took) = (cx.now, Took::default());
    match reach {
        Reach::Hold(_) | Reach::Everything => {
            took.sessions = session::end_all(tx, subject, now, reason).await?;
            took.grants = grant::end_all(tx, subject, now, reason).await?;
        }
        Reach::Sessions => took.sessions = session::end_all(tx, subject, now, reason).await?,
        Reach::Session(id) => took.sessions = session::end(tx, subject, id, now, reason).await?,
        Reach::LetIn(id) => {
            took.sessions = session::end_approved(tx, subject, id, now, reason).await?;
        }
        Reach::Device(id) => {
            took.sessions = session::end_on_device(tx, subject, id, now, reason).await?;
        }
        Reach::Client(_) => {}
    }
    for grant in &touched {
        let lasts = reach.by_session() && grant.lasting;
        if !lasts && grant::end(tx, subject, grant.id, now, reason).await? {
            took.grants += 1;
        }
    }
    signal::queue(tx, app, cx, subject, (&touched, reach, reason)).await?;
    event::ended(tx, app, cx, subject, (&touched, reach, reason)).await?;
    Ok(took)
}
