//! Officers verify by other means what no register holds (D59-16.b, D59-17.3.b), and decide.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::organisation::BusinessRecord;
use domain::person::PersonNumber;
use domain::regime::{Filing, Form, Regime};
use store::organisation::consent::Answer;
use store::organisation::registration::{self, Dossier, Manner, State, Stored, Way};
use store::{Source, account, holiday};

use super::begin::stated;
use super::issue::{approve, refuse};
use super::{consent, decide};
use crate::in_address::in_address;
use crate::registration::clock::{Left, left};
use crate::training::may_decide;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

in_address! {
    /// A request in an address: `sub_….reg_…`.
    RequestRef(RegistrationId),
    /// The representative.
}

/// A request that waits: reference and clock, no personal data.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// How it is named in addresses.
    pub place: RequestRef,
    /// `TC-XXXXX-XXXXX`.
    pub reference: String,
    /// Name of the organisation.
    pub name: String,
    /// Office time left.
    pub left: Option<(Left, jiff::Timestamp)>,
}

/// One request with what the decision needs.
#[derive(Debug)]
pub struct Review {
    /// The request.
    pub stored: Stored,
    /// Name of the representative.
    pub representative: String,
    /// His number, for the form; a page shows it with its middle hidden.
    pub number: PersonNumber,
    /// Whether his account is of level 2 and open.
    pub entitled: bool,
    /// D69-12: the others who were asked, and what they said.
    pub consents: Vec<(String, Option<Answer>)>,
    /// D59-TK: its form, where the decree that judges it has one.
    pub form: Option<Form>,
}

/// I7: why a request is refused (`organisation-refusal-<word>`, `organisation-next-<word>`).
pub const REFUSALS: [&str; 4] = [
    "not-proven",
    "papers-unclear",
    "not-representative",
    "dissolved",
];

/// A decision. A refusal without a reason and words cannot be written down.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// The account is issued.
    Approve,
    /// It is not.
    Refuse {
        /// One of [`REFUSALS`].
        reason: &'static str,
        /// Words for the representative.
        words: &'a str,
    },
}

/// The requests that wait for an officer, the most urgent first.
pub async fn queue(app: &App, cx: &Cx) -> Result<Vec<Waiting>> {
    require(&cx.actor, Operation::DecideOrganisation)?;
    let mut source = app.db.scan().await?;
    let calendar = holiday::calendar(&mut source).await?;
    let found = registration::queue(&mut source).await?;
    let waiting = found.into_iter().map(|stored| Waiting {
        place: RequestRef {
            subject: stored.subject,
            id: stored.id,
        },
        left: stored.due.map(|due| (left(&calendar, cx.now, due), due)),
        reference: stored.reference,
        name: stored.dossier.name,
    });
    Ok(waiting.collect())
}

async fn manual(source: &mut impl Source, place: RequestRef) -> Result<Stored> {
    let found = registration::load(source, place.subject, place.id).await?;
    found
        .filter(|one| {
            one.manner == Manner::Manual && !matches!(one.state, State::Draft | State::Asking)
        })
        .ok_or(Error::NotFound)
}

/// One request, read for a decision; the reading is on record (D59-4.4).
pub async fn review(app: &App, cx: &Cx, place: RequestRef) -> Result<Review> {
    require(&cx.actor, Operation::DecideOrganisation)?;
    let cx = &cx.with_purpose(Purpose::Registration);
    let mut tx = app.db.begin().await?;
    let stored = manual(&mut tx, place).await?;
    let person = account::load(&mut tx, place.subject, cx.now).await?;
    let person = person.ok_or(Error::NotFound)?;
    let consents = super::status::consents(&mut tx, cx, &stored).await?;
    let detail = serde_json::json!({ "registration": place.id });
    let read = entry_with(app, cx, Event::RecordRead, place.subject, detail);
    tx.commit(read).await?;
    Ok(Review {
        consents,
        entitled: consent::able(&person, cx),
        form: stored.regime.and_then(|r| r.form(Filing::Organisation)),
        representative: person.profile.identity.name.as_str().to_owned(),
        number: person.profile.identity.number.clone(),
        stored,
    })
}

/// One paper of a request, or one that was kept when an organisation got another representative and that no
/// request has (D59-16.b); its reading is on record.
pub async fn paper(app: &App, cx: &Cx, place: RequestRef, at: i64) -> Result<Vec<u8>> {
    require(&cx.actor, Operation::DecideOrganisation)?;
    let cx = &cx.with_purpose(Purpose::Registration);
    let mut tx = app.db.begin().await?;
    let request = registration::load(&mut tx, place.subject, place.id).await?;
    if request.is_some() {
        manual(&mut tx, place).await?;
    }
    let found = registration::paper(&mut tx, place.subject, place.id, at).await?;
    let found = found.ok_or(Error::NotFound)?;
    let detail = serde_json::json!({ "registration": place.id, "paper": at });
    let read = entry_with(app, cx, Event::RecordRead, place.subject, detail);
    tx.commit(read).await?;
    Ok(found)
}

/// D69-12: what the register says now of a request that was made in the app by somebody empowered; on
/// paper the others sign the form.
async fn listed(
    app: &App,
    place: RequestRef,
    verdict: &Verdict<'_>,
) -> Result<Option<BusinessRecord>> {
    if matches!(verdict, Verdict::Refuse { .. }) {
        return Ok(None);
    }
    let mut source = app.db.read().await?;
    let stored = manual(&mut source, place).await?;
    drop(source);
    let empowered = matches!(stored.dossier.way, Way::Empowered(_));
    let Some(code) = stored.dossier.code.as_ref().filter(|_| empowered) else {
        return Ok(None);
    };
    let told = app.registers.business(code).await;
    let record = told.map_err(Error::from)?;
    let regime = stored.regime.unwrap_or(Regime::Decree69);
    let head = stored.dossier.representative.as_ref();
    let objection = head.and_then(|head| decide::in_register(record.as_ref(), head, regime));
    match objection {
        None => Ok(record),
        Some("dissolved") => Err(Error::Refused("organisation-now-dissolved")),
        Some("not-in-register") => Err(Error::Refused("organisation-now-unknown")),
        Some(_) => Err(Error::Refused("organisation-now-another")),
    }
}

/// D69-12: what the register says now counts; way and papers stay.
fn today(before: Dossier, record: BusinessRecord) -> Dossier {
    Dossier {
        way: before.way,
        papers: before.papers,
        words: before.words,
        ..stated(None, Some(record))
    }
}

/// D59-16.b, D59-16.c: decides, once. Who decided on another state of the request must look again.
pub async fn decide(
    app: &App,
    cx: &Cx,
    place: RequestRef,
    revision: i64,
    verdict: Verdict<'_>,
) -> Result<()> {
    may_decide(app, cx).await?;
    require(&cx.actor, Operation::DecideOrganisation)?;
    let cx = &cx.with_purpose(Purpose::Registration);
    let record = listed(app, place, &verdict).await?;
    let mut tx = app.db.begin().await?;
    let person = account::load_to_change(&mut tx, place.subject, cx.now).await?;
    let person = person.ok_or(Error::NotFound)?;
    let mut stored = manual(&mut tx, place).await?;
    if !matches!(stored.state, State::Received { .. }) {
        return Err(Error::Refused("registration-decided"));
    }
    if stored.revision != revision {
        return Err(Error::Stale);
    }
    if let Some(record) = record {
        let own = &person.profile.identity.number;
        if consent::missing(&mut tx, cx, (&stored, own), &record).await? {
            return Err(Error::Refused("consent-missing"));
        }
        stored.dossier = today(stored.dossier, record);
    }
    stored.decided_by = Some(cx.staff()?);
    let entries = match verdict {
        Verdict::Approve if !consent::able(&person, cx) => {
            return Err(Error::Refused("organisation-not-entitled"));
        }
        Verdict::Approve => approve(&mut tx, app, cx, (&mut stored, &person)).await?,
        Verdict::Refuse {
            reason,
            words: text,
        } => {
            stored.dossier.words = words(("words", "words-empty"), text, 500)?;
            refuse(&mut tx, app, cx, (&mut stored, &person), reason).await?
        }
    };
    Ok(tx.commit(entries).await?)
}
