//! Portraits and fingerprints taken, sealed (D59-7.2).

use domain::ids::{CaptureId, RegistrationId, StaffId, SubjectId};
use domain::time::millis;
use jiff::Timestamp;

use crate::{Result, Source, Tx, face_template};

/// A captured image.
#[derive(Clone)]
pub struct Capture {
    /// Identifier.
    pub id: CaptureId,
    /// For which registration.
    pub registration: RegistrationId,
    /// `portrait`, `portrait-chip` or `finger`.
    pub kind: &'static str,
    /// Which finger; empty for a portrait.
    pub finger: String,
    /// The image file, as `biometrics` made it.
    pub image: Vec<u8>,
    /// By whom and when.
    pub taken: Taken,
}

/// Who took an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The officer, at a counter whose unit knows the name that he gave.
    pub by: Option<StaffId>,
    /// When.
    pub at: Timestamp,
    /// Who took it in, where the line was down when it was taken.
    pub taken_in: Option<StaffId>,
}

impl Taken {
    /// Taken and kept at once.
    pub const fn now(by: Option<StaffId>, at: Timestamp) -> Self {
        Self {
            by,
            at,
            taken_in: None,
        }
    }
}

domain::redacted_debug!(Capture);

fn context(subject: SubjectId, id: CaptureId) -> String {
    format!("capture/{subject}/{id}")
}

pub(crate) const INSERT: &str = "INSERT INTO capture (subject, id, registration, kind, finger, image, taken_at, taken_by, taken_in_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Keeps an image.
pub async fn insert(tx: &mut Tx, subject: SubjectId, capture: &Capture) -> Result<()> {
    let image = tx
        .keys()
        .seal(&context(subject, capture.id), &capture.image)?;
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        capture.id.as_bytes().as_slice(),
        capture.registration.as_bytes().as_slice(),
        capture.kind,
        capture.finger.as_str(),
        image,
        millis(capture.taken.at),
        capture.taken.by.map(|by| by.as_bytes().to_vec()),
        capture.taken.taken_in.map(|by| by.as_bytes().to_vec())
    )?;
    Ok(())
}

pub(crate) const IMAGE: &str = "SELECT image FROM capture WHERE subject = $1 AND id = $2";

/// The image itself.
pub async fn image(
    source: &mut impl Source,
    subject: SubjectId,
    id: CaptureId,
) -> Result<Option<Vec<u8>>> {
    let row = fetch_optional!(
        source,
        (Vec<u8>,),
        IMAGE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|(sealed,)| keys.open(&context(subject, id), &sealed))
        .transpose()
}

/// The image of a capture that may not have been taken.
pub async fn image_of(
    source: &mut impl Source,
    subject: SubjectId,
    id: Option<CaptureId>,
) -> Result<Option<Vec<u8>>> {
    match id {
        Some(id) => image(source, subject, id).await,
        None => Ok(None),
    }
}

pub(crate) const DELETE: &str = "DELETE FROM capture WHERE subject = $1 AND id = $2";

/// Removes an image that was taken again, and what was made of it.
pub async fn delete(tx: &mut Tx, subject: SubjectId, id: CaptureId) -> Result<()> {
    execute!(
        tx,
        DELETE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    face_template::forget(tx, subject, id).await
}

pub(crate) const DELETE_ALL: &str = "DELETE FROM capture WHERE subject = $1 AND registration = $2";

/// Removes all images of a draft that nobody handed in, and what was made of them.
pub async fn delete_all(
    tx: &mut Tx,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<u64> {
    face_template::forget_all(tx, subject, registration).await?;
    execute!(
        tx,
        DELETE_ALL,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice()
    )
}
