//! The programme manager announces a version with its first day.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::terms::{BASE, VERSIONS};
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::terms::{self, Version};

use super::in_force;
use crate::{App, Cx, Error, Result, entry_with};

/// A version and its first day as typed.
#[derive(Debug)]
pub struct Announce<'a> {
    /// One of [`VERSIONS`].
    pub version: &'a str,
    /// dd/mm/yyyy, after today.
    pub from: &'a str,
    /// Its text in both languages, for the digest.
    pub text: &'a str,
}

/// A version this program carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub version: String,
    /// Its first day; none for the first one, and for one that was not announced.
    pub from: Option<Date>,
    /// In force now.
    pub current: bool,
    /// May be announced.
    pub open: bool,
}

/// All versions, the latest last.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Known>> {
    let mut source = app.db.read().await?;
    let announced = terms::all(&mut source).await?;
    let current = in_force(&mut source, cx.now).await?;
    let known = VERSIONS.map(|version| {
        let from = announced.iter().find(|v| v.version == version);
        let from = from.map(|v| v.from);
        Known {
            version: version.to_owned(),
            open: from.is_none() && version != BASE,
            from,
            current: version == current,
        }
    });
    Ok(known.to_vec())
}

/// D59-6.1: announces a version. Holders are asked from now on and must have answered when it begins.
pub async fn announce(app: &App, cx: &Cx, command: &Announce<'_>) -> Result<()> {
    require(&cx.actor, Operation::AnnounceTerms)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let mut faults = Faults::default();
    let known = VERSIONS
        .into_iter()
        .find(|v| *v == command.version && *v != BASE);
    let version = faults.take(known.ok_or_else(|| Fault::new("version", "terms-version")));
    let today = viet_nam_date(cx.now);
    let from = match Date::strptime("%d/%m/%Y", command.from.trim()) {
        Ok(day) if day > today => Ok(day),
        Ok(_) => Err(Fault::new("from", "terms-from-past")),
        Err(_) => Err(Fault::new("from", "date-format")),
    };
    let from = faults.take(from);
    let (Some(version), Some(from)) = (version, from) else {
        return Err(faults.into());
    };
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, command.text.as_bytes());
    let new = Version {
        version: version.to_owned(),
        from,
        digest: digest.as_ref().to_vec(),
    };
    let mut tx = app.db.begin().await?;
    match terms::insert(&mut tx, &new, cx.now, cx.staff()?).await {
        Ok(()) => {}
        Err(store::Error::Stale) => return Err(Error::Refused("terms-announced")),
        Err(other) => return Err(other.into()),
    }
    let detail = serde_json::json!({ "version": version, "from": from });
    let entry = entry_with(app, cx, Event::TermsAnnounced, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}
