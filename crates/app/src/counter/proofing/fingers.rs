//! Fingerprints (D59-14.2.a2, D59-7.2.b): two are asked for; who has none to give is registered all
//! the same, with the reason on record. Where an engine is at hand a print that is no good is not kept, with what to
//! do next, and what was kept before stays.

use biometrics::finger::{Sitting, Step, Want};
use domain::actor::Purpose;
use domain::fault::Fault;
use domain::finger::Finger;
use domain::ids::CaptureId;
use domain::time::viet_nam_date;
use jiff::Timestamp;
use store::capture::{self, Capture, Taken};
use store::registration::{FingerTaken, FingerTried, Stored};
use store::{Entry, Tx};

use super::{CardNow, Taking, keep, replaced, taken};
use crate::counter::{access, prints};
use crate::ports::Examined;
use crate::registration::{image, text};
use crate::{App, Cx, Error, Result};

const LONGEST: usize = 500;

/// Which finger an officer takes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextFinger {
    /// This one; so many tries are left, this one included.
    Take(Finger, u8),
    /// There are prints enough.
    Enough,
    /// Nothing more can be asked for: the reason goes on record.
    Exception,
}

/// Tries of today that were no good. Hands are washed, and plates: another day each finger begins anew.
pub fn tries_of_today(stored: &Stored, now: Timestamp) -> impl Iterator<Item = &FingerTried> {
    let today = viet_nam_date(now);
    let tried = stored.dossier.finger_tries.iter();
    tried.filter(move |t| t.at.is_some_and(|at| viet_nam_date(at) == today))
}

/// D59-14.2.a2: three tries a finger in a day, then the next of the same hand, then the other hand.
pub fn next_finger(stored: &Stored, now: Timestamp) -> NextFinger {
    let dossier = &stored.dossier;
    let taken = dossier.fingers.iter().map(|f| f.finger.as_str());
    let taken: Vec<_> = taken.filter_map(Finger::parse).collect();
    let failed: Vec<_> = tries_of_today(stored, now)
        .filter_map(|t| Some((Finger::parse(&t.finger)?, t.failed)))
        .collect();
    match Sitting::resumed(Want::default(), &taken, &failed).step() {
        Step::Take { finger, tries } => NextFinger::Take(finger, tries),
        Step::Done => NextFinger::Enough,
        Step::Exception => NextFinger::Exception,
    }
}

fn failed(stored: &Stored, finger: Finger, now: Timestamp) -> u8 {
    tries_of_today(stored, now)
        .find(|t| t.finger == finger.as_str())
        .map_or(0, |t| t.failed)
}

/// A picture of a finger that was looked at, and is not kept yet.
pub(crate) enum Looked {
    /// As we keep it.
    Good(Vec<u8>),
    /// Not kept.
    Bad {
        /// What is wrong.
        fault: Fault,
        /// Whether the finger is to blame, so that it counts as a try.
        is_a_try: bool,
    },
}

impl From<Fault> for Looked {
    fn from(fault: Fault) -> Self {
        Self::Bad {
            fault,
            is_a_try: false,
        }
    }
}

/// D59-14.2.a2: three tries a finger in a day, where an engine looks.
pub(crate) fn may_try(
    app: &App,
    cx: &Cx,
    stored: &Stored,
    finger: Finger,
) -> std::result::Result<(), Fault> {
    if app.fingers.is_some() && failed(stored, finger, cx.now) >= Want::default().tries {
        return Err(Fault::new("finger", "finger-tries-over"));
    }
    Ok(())
}

/// Looks at a picture, however it came; nothing is written.
pub(crate) async fn look(
    app: &App,
    cx: &Cx,
    stored: &Stored,
    (finger, bytes): (Finger, Vec<u8>),
) -> Result<Looked> {
    if let Err(fault) = may_try(app, cx, stored, finger) {
        return Ok(fault.into());
    }
    let image = match image::finger(bytes.clone()).await? {
        Ok(image) => image,
        Err(fault) => return Ok(fault.into()),
    };
    if app.fingers.is_none() {
        return Ok(Looked::Good(image));
    }
    let others = prints::taken(app, stored).await?;
    Ok(match prints::examine(app, (finger, bytes), others).await {
        None | Some(Examined::Good | Examined::Unknown) => Looked::Good(image),
        Some(Examined::SameAs(other)) => Fault::new("finger", "fingers-one")
            .with("other", other.as_str())
            .into(),
        Some(Examined::Bad { wrong, is_a_try }) => Looked::Bad {
            fault: Fault::new("image", wrong.code),
            is_a_try,
        },
    })
}

/// Keeps the print of one finger; one taken again replaces the earlier one. One that an engine finds no good is
/// refused with what is wrong, and counts as a try where the finger is to blame.
pub async fn set_finger(
    app: &App,
    cx: &Cx,
    reference: &str,
    finger: &str,
    bytes: Vec<u8>,
) -> Result<Stored> {
    take_finger(app, cx, (reference, finger), (bytes, &Taking::here(cx)?)).await
}

/// The same wherever the picture comes from.
pub(crate) async fn take_finger(
    app: &App,
    cx: &Cx,
    (reference, finger): (&str, &str),
    (bytes, taking): (Vec<u8>, &Taking<'_>),
) -> Result<Stored> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    let stored = access::open_proofing(&mut source, cx, reference).await?;
    drop(source);
    let finger = Finger::parse(finger).ok_or_else(|| Fault::new("finger", "finger-choose"))?;
    let looked = look(app, cx, &stored, (finger, bytes)).await?;
    let now = CardNow::ask_before(app, cx, &stored).await?;
    let mut tx = app.db.begin().await?;
    taking.hold(&mut tx, app).await?;
    let stored = access::open_proofing(&mut tx, cx, reference).await?;
    match looked {
        Looked::Good(image) => {
            let print = Print {
                finger,
                image,
                taken: taking.taken,
            };
            keep_finger(tx, app, cx, (stored, now), print, Vec::new()).await
        }
        Looked::Bad { fault, is_a_try } => {
            if is_a_try {
                count_try(tx, app, cx, stored, finger, Vec::new()).await?;
            }
            Err(fault.into())
        }
    }
}

/// One more try of a finger that was no good; nothing else changes.
pub(crate) async fn count_try(
    tx: Tx,
    app: &App,
    cx: &Cx,
    mut stored: Stored,
    finger: Finger,
    entries: Vec<Entry>,
) -> Result<Stored> {
    let tried = FingerTried {
        finger: finger.as_str().to_owned(),
        failed: failed(&stored, finger, cx.now).saturating_add(1),
        at: Some(cx.now),
    };
    let tries = &mut stored.dossier.finger_tries;
    tries.retain(|t| t.finger != tried.finger);
    tries.push(tried);
    keep(tx, app, cx, (stored, CardNow::NotAsked), entries).await
}

/// A print that is good.
pub(crate) struct Print {
    /// Of which finger.
    pub(crate) finger: Finger,
    /// As we keep it.
    pub(crate) image: Vec<u8>,
    /// By whom and when.
    pub(crate) taken: Taken,
}

/// Keeps a print that is good.
pub(crate) async fn keep_finger(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (mut stored, now): (Stored, CardNow),
    print: Print,
    mut entries: Vec<Entry>,
) -> Result<Stored> {
    let finger = print.finger.as_str();
    let old = stored
        .dossier
        .fingers
        .iter()
        .position(|f| f.finger == finger);
    if let Some(old) = old.map(|index| stored.dossier.fingers.remove(index)) {
        replaced(&mut tx, &stored, old.capture).await?;
    }
    stored.dossier.comparison = None;
    let id = app.id(CaptureId::from_bytes);
    let new = Capture {
        id,
        registration: stored.id,
        kind: "finger",
        finger: finger.to_owned(),
        image: print.image,
        taken: print.taken,
    };
    capture::insert(&mut tx, stored.subject, &new).await?;
    stored.dossier.finger_tries.retain(|t| t.finger != finger);
    stored.dossier.fingers.push(FingerTaken {
        finger: finger.to_owned(),
        capture: id,
    });
    entries.push(taken(app, cx, &stored, (finger, Some(&print.taken))));
    keep(tx, app, cx, (stored, now), entries).await
}

/// Takes a print back.
pub async fn remove_finger(app: &App, cx: &Cx, reference: &str, finger: &str) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let index = stored
        .dossier
        .fingers
        .iter()
        .position(|f| f.finger == finger)
        .ok_or(Error::NotFound)?;
    let old = stored.dossier.fingers.remove(index);
    stored.dossier.comparison = None;
    replaced(&mut tx, &stored, old.capture).await?;
    keep(tx, app, &cx, (stored, CardNow::NotAsked), Vec::new()).await
}

/// Why fingerprints are missing: worn prints, an injury.
pub async fn finger_exception(app: &App, cx: &Cx, reference: &str, reason: &str) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let reason = text::free_text("exception", reason, LONGEST)?;
    let reason = reason.ok_or_else(|| Fault::new("exception", "exception-empty"))?;
    stored.dossier.finger_exception = Some(reason);
    stored.dossier.comparison = None;
    let entry = taken(app, &cx, &stored, ("finger-exception", None));
    keep(tx, app, &cx, (stored, now), vec![entry]).await
}
