//! What the representative states by hand where no register knows the organisation (D59-16.b).

use domain::fault::{Fault, Faults};
use domain::ids::RegistrationId;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::Audit;
use store::organisation::registration::{self, Dossier, Manner, State, Stored};

use super::begin::{counted, entitled_to_change};
use crate::papers::{File, names};
use crate::words::words;
use crate::{App, Cx, Error, Result};

/// What is typed, and the papers that prove it.
#[derive(Debug)]
pub struct Details<'a> {
    /// Name in Vietnamese.
    pub name: &'a str,
    /// Short name; may be empty.
    pub short_name: &'a str,
    /// Name in a foreign language; may be empty.
    pub foreign_name: &'a str,
    /// Day of foundation, ISO text.
    pub founded_on: &'a str,
    /// Address of the head office.
    pub address: &'a str,
    /// PDF; at least one.
    pub files: &'a [File<'a>],
}

fn day(text: &str, today: Date) -> std::result::Result<Date, Fault> {
    match text.parse::<Date>() {
        Ok(day) if day > today => Err(Fault::new("founded", "organisation-founded-future")),
        Ok(day) => Ok(day),
        Err(_) => Err(Fault::new("founded", "date-not-a-date")),
    }
}

fn optional(field: &'static str, text: &str, most: usize) -> std::result::Result<String, Fault> {
    if text.trim().is_empty() {
        Ok(String::new())
    } else {
        words((field, "words-long"), text, most)
    }
}

pub(super) fn check(details: &Details<'_>, before: Dossier, today: Date) -> Result<Dossier> {
    let mut faults = Faults::default();
    let missing = ("name", "organisation-name-missing");
    let name = faults.take(words(missing, details.name, 300));
    let short_name = faults.take(optional("short-name", details.short_name, 200));
    let foreign_name = faults.take(optional("foreign-name", details.foreign_name, 300));
    let founded_on = faults.take(day(details.founded_on, today));
    let missing = ("address", "organisation-address-missing");
    let address = faults.take(words(missing, details.address, 500));
    let files = faults.take(names(details.files).and_then(|papers| {
        if papers.is_empty() {
            Err(Fault::new("papers", "papers-missing"))
        } else {
            Ok(papers)
        }
    }));
    let (Some(name), Some(short_name), Some(foreign_name)) = (name, short_name, foreign_name)
    else {
        return Err(faults.into());
    };
    let (Some(founded_on), Some(address), Some(papers)) = (founded_on, address, files) else {
        return Err(faults.into());
    };
    Ok(Dossier {
        name,
        short_name,
        foreign_name,
        founded_on: Some(founded_on),
        address,
        papers,
        ..before
    })
}

/// D59-9, D59-16.b: keeps what was stated.
pub async fn state(app: &App, cx: &Cx, id: RegistrationId, details: &Details<'_>) -> Result<()> {
    let subject = cx.holder()?;
    counted(app, cx, "organisation-details").await?;
    let mut sealed = Vec::new();
    for file in details.files {
        sealed.push(registration::seal_paper(
            app.db.keys(),
            subject,
            id,
            file.bytes,
        )?);
    }
    let mut tx = app.db.begin().await?;
    let me = entitled_to_change(&mut tx, cx).await?;
    let found = registration::load(&mut tx, subject, id).await?;
    let mut stored: Stored = found.ok_or(Error::NotFound)?;
    if stored.state != State::Draft || stored.manner != Manner::Manual {
        return Err(Error::Refused("registration-order"));
    }
    stored.dossier = check(details, stored.dossier, viet_nam_date(cx.now))?;
    stored.dossier.province = me.province;
    let dossier = &stored.dossier;
    let digest = registration::digest(app.db.keys(), dossier.code.as_ref(), &dossier.name);
    if digest != stored.digest
        && registration::same(&mut tx, subject, &digest)
            .await?
            .is_some()
    {
        return Err(Fault::new("name", "organisation-asked").into());
    }
    stored.digest = digest;
    registration::put_papers(&mut tx, subject, id, sealed).await?;
    registration::save(&mut tx, &stored).await?;
    Ok(tx.commit(Audit::Bookkeeping("organisation stated")).await?)
}
