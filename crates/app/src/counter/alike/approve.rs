//! Before an approval everybody approved meanwhile is searched too, on whichever node; the template then goes on record
//! with the account, in the same transaction.

use domain::ids::{StaffId, SubjectId};
use store::Tx;
use store::face_template::{self, Portrait};
use store::registration::{self, Stored};

use super::gallery;
use super::search::{self, Made, own};
use super::standing::distinct;
use crate::ports::Template;
use crate::{App, Cx, Error, Result};

/// Others that may have been approved between the search and the commit.
const BETWEEN: i64 = 64;

/// A template to go on record, and up to which number the others were searched for it.
pub(crate) struct Enrolment {
    pub(super) template: Template,
    pub(super) upto: i64,
}

/// Searches once more; what is found now stops the approval like what was found before, and so does an engine that
/// could not search and may at the next try. `first`: who compared; `officer`: who approves.
pub(crate) async fn before_approval(
    app: &App,
    cx: &Cx,
    (stored, first): (&Stored, StaffId),
    officer: StaffId,
) -> Result<Option<Enrolment>> {
    let Some(made) = search::search(app, cx, stored, officer).await? else {
        return Ok(None);
    };
    let Made {
        search,
        passing,
        enrolment,
    } = made;
    if let Some(why) = passing {
        return Err(Error::Refused(why));
    }
    let mut tx = app.db.begin().await?;
    // Somebody may have decided it meanwhile: nobody would settle its warnings.
    let now = registration::load(&mut tx, stored.subject, stored.id).await?;
    if now.is_none_or(|now| now.revision != stored.revision) {
        return Err(Error::Stale);
    }
    let (entry, warned) = search::keep(&mut tx, app, cx, (stored, first), &search).await?;
    if warned {
        // Also where somebody decides at this moment: what he saw had no such warning.
        registration::touch(&mut tx, stored).await?;
    }
    tx.commit(entry).await?;
    let mut source = app.db.read().await?;
    distinct(&mut source, stored).await?;
    Ok(enrolment)
}

/// Keeps the template. Whoever else was approved since the search is compared here, one approval after the other:
/// [`Error::Stale`] where one looks alike, and the next try warns of it.
pub(crate) async fn enrol(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, account): (&Stored, SubjectId),
    enrolment: Option<Enrolment>,
) -> Result<()> {
    let (Some(enrolment), Some(faces)) = (enrolment, app.faces.clone()) else {
        return Ok(());
    };
    let Some(portrait) = stored.dossier.portrait else {
        return Ok(());
    };
    let engine = faces.engine().mark();
    let mut own = own(tx, cx, stored).await?;
    own.push(account);
    let seq = face_template::next(tx).await?;
    let since = face_template::after(tx, (&engine, enrolment.upto), BETWEEN).await?;
    let probe = (&enrolment.template, own.as_slice(), app.config.alike_from);
    let alike = gallery::among(&*faces, &since, probe);
    let many = usize::try_from(BETWEEN).is_ok_and(|most| since.len() >= most);
    if many || !alike.is_ok_and(|alike| alike.is_empty()) {
        return Err(Error::Stale);
    }
    let of = Portrait {
        subject: stored.subject,
        registration: stored.id,
        account,
        portrait,
    };
    let template = Some(enrolment.template.as_slice());
    Ok(face_template::insert(tx, &of, (&engine, seq), template, cx.now).await?)
}
