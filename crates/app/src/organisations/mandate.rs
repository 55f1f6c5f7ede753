//! D69-12: somebody whom the representatives empowered registers, with his mandate.

use domain::actor::Purpose;
use domain::fault::{Fault, Faults};
use domain::ids::RegistrationId;
use domain::organisation::{BusinessStatus, until};
use domain::regime::Regime;
use store::Audit;
use store::organisation::registration::{self, Manner, State, Way};

use super::begin::{Begun, counted, draft, entitled, entitled_to_change, typed};
use crate::papers::{File, names};
use crate::registration::receive::regime;
use crate::{App, Cx, Error, Result};

/// D69-12: begins the request of an empowered person, for an organisation of the business register. All
/// its legal representatives are asked later, and an officer looks at the mandate.
pub async fn begin_empowered(app: &App, cx: &Cx, code: &str) -> Result<Begun> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    if !regime(cx)?.by_mandate() {
        return Err(Error::Refused("mandate-decree"));
    }
    let mut source = app.db.read().await?;
    let me = entitled(&mut source, cx).await?;
    let code = typed(code)?;
    drop(source);
    counted(app, cx, "organisation-begin").await?;
    let mut source = app.db.read().await?;
    let known = store::organisation::by_code(&mut source, &code, cx.now).await?;
    drop(source);
    if known.is_some() {
        return Err(Fault::new("code", "organisation-registered").into());
    }
    let record = app.registers.business(&code).await;
    let record = record.map_err(Error::from)?;
    match record {
        None => Err(Fault::new("code", "organisation-not-in-register").into()),
        Some(record) if record.status != BusinessStatus::Active => {
            Err(Fault::new("code", "organisation-dissolved").into())
        }
        Some(record) => {
            let way = if record.represented_by(&me.profile.identity.number, Regime::Decree69) {
                Way::Head
            } else {
                Way::Empowered(None)
            };
            draft(app, cx, &me, (None, Some(record)), way).await
        }
    }
}

/// The mandate: a PDF, and its last day.
pub async fn mandate(
    app: &App,
    cx: &Cx,
    id: RegistrationId,
    last: &str,
    files: &[File<'_>],
) -> Result<()> {
    let subject = cx.holder()?;
    counted(app, cx, "organisation-details").await?;
    let mut faults = Faults::default();
    let last = faults.take(until(last, cx.now).map_err(|e| Fault::new("until", e.code())));
    let papers = faults.take(names(files).and_then(|papers| match papers.len() {
        0 => Err(Fault::new("papers", "mandate-missing")),
        _ => Ok(papers),
    }));
    let (Some(last), Some(papers)) = (last, papers) else {
        return Err(faults.into());
    };
    let seal = |file: &File<'_>| registration::seal_paper(app.db.keys(), subject, id, file.bytes);
    let sealed = files.iter().map(seal).collect::<store::Result<Vec<_>>>()?;
    let mut tx = app.db.begin().await?;
    entitled_to_change(&mut tx, cx).await?;
    let found = registration::load(&mut tx, subject, id).await?;
    let mut stored = found.ok_or(Error::NotFound)?;
    let empowered = matches!(stored.dossier.way, Way::Empowered(_));
    if stored.state != State::Draft || stored.manner != Manner::Manual || !empowered {
        return Err(Error::Refused("registration-order"));
    }
    stored.dossier.way = Way::Empowered(Some(last));
    stored.dossier.papers = papers;
    registration::put_papers(&mut tx, subject, id, sealed).await?;
    registration::save(&mut tx, &stored).await?;
    Ok(tx.commit(Audit::Bookkeeping("mandate stated")).await?)
}
