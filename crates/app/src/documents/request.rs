//! DOC-0: the holder asks for a document to be added.

use domain::document::{AppVersion, DocumentKind, IntegrationRequest};
use domain::event::Event;
use domain::evidence::Consent;
use domain::fault::Fault;
use domain::ids::{IntegrationId, JobId};
use domain::journey::Journey;
use domain::redact::Private;
use domain::throttle::Throttle;
use domain::time::viet_nam_date_time;
use jiff::{SignedDuration, Timestamp};
use store::account::Stored as Account;
use store::integration::{self, Stored};
use store::job::Job;
use store::throttle::Rule;
use store::{Entry, Tx, consent, document};

use super::access::{require_pilot, require_version};
use super::{CHECK, Claim, LATE, kind};
use crate::holder::require_level;
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, entry_with, experience, holder, jobs, notify};
use domain::regime::Feature;

/// What the form holds.
#[derive(Debug)]
pub struct Request<'a> {
    /// Which kind.
    pub kind: DocumentKind,
    /// Field and value as typed, see [`DocumentKind::fields`].
    pub fields: &'a [(String, String)],
    /// D59-3.7: "the information above is true" is ticked.
    pub confirmed: bool,
    /// Version of the app that asks; none where the server's own pages do.
    pub client: Option<AppVersion>,
}

/// The request is recorded.
#[derive(Debug, Clone)]
pub struct Requested {
    /// As stored.
    pub request: Stored,
    /// False where the same document was pending already: that request stands.
    pub new: bool,
}

/// Version of the sentence that is ticked.
const TRUTH: &str = "1";
/// Asking again and again with other numbers is guessing.
const A_DAY: u32 = 20;

/// Reads and checks what was entered without recording anything: for the page of answers.
pub async fn check_entry(app: &App, cx: &Cx, command: &Request<'_>) -> Result<Claim> {
    let (claim, _) = read(command, cx.now)?;
    let mut source = app.db.read().await?;
    let stored = holder::account(&mut source, cx).await?;
    holder::require_open(&stored, cx)?;
    require_level(&stored, cx, Feature::Documents)?;
    require_version(command.kind, command.client)?;
    require_pilot(&mut source, cx, &stored, command.kind).await?;
    Ok(claim)
}

fn read(command: &Request<'_>, at: Timestamp) -> Result<(Claim, Consent)> {
    let parsed = kind::parse(command.kind, command.fields);
    match (parsed, Consent::record(command.confirmed, TRUTH, at, None)) {
        (Ok(claim), Ok(consent)) => Ok((claim, consent)),
        (parsed, consent) => {
            let mut faults = parsed.err().unwrap_or_default();
            faults.extend(
                consent
                    .err()
                    .map(|_| Fault::new("confirmed", "confirmation-needed")),
            );
            Err(Error::Invalid(faults))
        }
    }
}

/// Records a request; its check runs as a job. The same document twice is one request.
pub async fn request(app: &App, cx: &Cx, command: &Request<'_>) -> Result<Requested> {
    let subject = cx.holder()?.to_string();
    require_version(command.kind, command.client)?;
    let (claim, consent) = read(command, cx.now)?;
    let rule = Rule::Rate(Throttle::new(A_DAY, SignedDuration::from_hours(24)));
    let counted = [Counted {
        kind: "integration-request",
        value: &subject,
        rule,
    }];
    throttle::reserve(app, cx, &counted).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    let (requested, entry) = submit(&mut tx, app, cx, &stored, (&claim, &consent)).await?;
    if let Some(entry) = entry {
        let journey = (Journey::Document, cx.lang.as_str());
        experience::begin(&mut tx, cx, journey, &requested.request.id).await?;
        tx.commit(entry).await?;
    }
    Ok(requested)
}

/// The rules and the rows of a request, whoever brings it.
pub(super) async fn submit(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    holder: &Account,
    asked: (&Claim, &Consent),
) -> Result<(Requested, Option<Entry>)> {
    let (claim, agreed) = asked;
    let kind = claim.kind();
    let subject = holder.account.subject;
    holder::require_open(holder, cx)?;
    require_level(holder, cx, Feature::Documents)?;
    let number = integration::digest(app.db.keys(), kind, claim.number());
    if let Some(request) = integration::pending(tx, subject, kind, &number).await? {
        return Ok((
            Requested {
                request,
                new: false,
            },
            None,
        ));
    }
    if document::held(tx, subject, kind, &number).await?.is_some() {
        return Err(Error::Refused("document-already-held"));
    }
    require_pilot(tx, cx, holder, kind).await?;
    let request = Stored {
        id: app.id(IntegrationId::from_bytes),
        subject,
        kind,
        state: IntegrationRequest::submit(cx.now),
        reference: reference(app.random()),
        claim: Private::new(
            serde_json::to_value(claim).map_err(|e| Error::Internal(e.to_string()))?,
        ),
        number,
        province: holder.province.clone(),
        target: cx.now + app.config.integration_target,
        late_told: None,
        revision: 1,
    };
    if !integration::insert(tx, &request).await? {
        // On PostgreSQL two at once meet here: the one that was faster stands.
        let request = integration::pending(tx, subject, kind, &request.number)
            .await?
            .ok_or(Error::Stale)?;
        return Ok((
            Requested {
                request,
                new: false,
            },
            None,
        ));
    }
    consent::insert(tx, subject, &format!("integration-{}", kind.slug()), agreed).await?;
    follow_up(tx, app, cx, &request).await?;
    let detail = serde_json::json!({ "integration": request.id, "kind": kind.slug(), "reference": request.reference });
    let entry = entry_with(app, cx, Event::IntegrationRequested, subject, detail);
    Ok((Requested { request, new: true }, Some(entry)))
}

async fn follow_up(tx: &mut Tx, app: &App, cx: &Cx, request: &Stored) -> Result<()> {
    for (kind, due) in [(CHECK, cx.now), (LATE, request.target)] {
        let payload = serde_json::json!({ "integration": request.id });
        let id = app.id(JobId::from_bytes);
        jobs::enqueue(
            tx,
            app,
            &Job::new((id, request.subject), kind, due, payload),
        )
        .await?;
    }
    let target = viet_nam_date_time(request.target);
    let args = [
        ("kind", request.kind.slug().to_owned()),
        ("reference", request.reference.clone()),
        ("target", target.strftime("%H:%M %d/%m/%Y").to_string()),
    ];
    notify::notice(tx, app, cx, request.subject, "integration-received", &args).await
}

/// Letters and digits that nobody confuses when he reads them out.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// `TH-XXXXX-XXXXX`: how a person refers to a request (tích hợp).
fn reference(random: [u8; 10]) -> String {
    let symbols: String = random
        .iter()
        .map(|byte| char::from(SYMBOLS.get(usize::from(byte & 31)).copied().unwrap_or(b'0')))
        .collect();
    let (first, second) = symbols.split_at(5);
    format!("TH-{first}-{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_two_groups_of_five() {
        assert_eq!(
            reference([0, 1, 9, 10, 31, 32, 63, 17, 18, 255]),
            "TH-019AZ-0ZHJZ"
        );
    }
}
