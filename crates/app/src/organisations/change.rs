//! The register names another legal representative: the old one loses his power at his next request,
//! and with it end all powers that he gave. The new one gives them again if he wants them. What else
//! the register changed is taken over in the same place (D59-10.2).

use std::time::Duration;

use domain::event::Event;
use domain::ids::{DelegationId, SubjectId};
use domain::organisation::{BusinessRecord, Delegation, End, OrganisationCode, Power};
use domain::regime::Regime;
use domain::registers::Register;
use domain::throttle::Throttle;
use domain::time::viet_nam_date;
use jiff::SignedDuration;
use store::organisation::{self, StoredOrganisation, delegation};
use store::throttle::Rule;
use store::{Entry, Tx, account};

use super::acting::both;
use super::begin::{check, entitled_to_change};
use super::record;
use crate::ports::{Silent, Told};
use crate::registration::receive::regime;
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, notify};

/// How often the register is asked anew where the account changed while it was asked.
const TRIES: u8 = 3;

/// How often one holder may have another body asked.
const ASKED: Throttle = Throttle::new(30, SignedDuration::from_mins(1));

/// How long what only takes power away waits for the register, at each try.
const AT_MOST: Duration = Duration::from_secs(2);

/// Whether the register was asked before power was taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Followed {
    /// It was; it may have been silent (I6).
    Asked,
    /// What was known here held.
    NotAsked,
}

impl Followed {
    /// The detail of an audit entry, which says where the register was not asked.
    pub(crate) fn on_record(self, mut detail: serde_json::Value) -> serde_json::Value {
        if let (Self::NotAsked, Some(fields)) = (self, detail.as_object_mut()) {
            fields.insert("register".to_owned(), "not-asked".into());
        }
        detail
    }
}

/// Asks the register, and carries out what it says of the representative and of the organisation. A
/// register that is silent, or does not know the organisation, changes nothing (I6). One that is not asked because it
/// is being spared is no silence: whoever lost his power there must not keep it here by having many questions asked.
pub(crate) async fn follow_register(app: &App, cx: &Cx, subject: SubjectId) -> Result<()> {
    within(app, cx, subject, None).await
}

/// The same before a lock, a withdrawal or the giving back of a power. They take power away alone, so they wait for
/// nobody: where the register is not asked now, or too slow, what is known here holds, as where it is silent. Weak proof may
/// lock, and a false lock is taken back; a lock that came too late is not.
pub(crate) async fn follow_to_lessen(app: &App, cx: &Cx, subject: SubjectId) -> Result<Followed> {
    match within(app, cx, subject, Some(AT_MOST)).await {
        Ok(()) => Ok(Followed::Asked),
        Err(Error::Busy { .. } | Error::Throttled { .. }) => Ok(Followed::NotAsked),
        Err(other) => Err(other),
    }
}

async fn within(app: &App, cx: &Cx, subject: SubjectId, most: Option<Duration>) -> Result<()> {
    if let Ok(holder) = cx.holder()
        && app.registers.away(Register::Business)
    {
        let often = Counted {
            kind: "business-register-asked",
            value: &holder.to_string(),
            rule: Rule::Rate(ASKED),
        };
        throttle::reserve(app, cx, &[often]).await?;
    }
    for _ in 0..TRIES {
        if follow_once(app, cx, subject, most).await? {
            return Ok(());
        }
    }
    Err(Error::Stale)
}

/// What the register says; spared where it took too long. The question itself goes on to its end.
async fn told(
    app: &App,
    cx: &Cx,
    code: &OrganisationCode,
    most: Option<Duration>,
) -> Told<BusinessRecord> {
    let asked = app.registers.business(code);
    let Some(most) = most else { return asked.await };
    tokio::time::timeout(most, asked).await.unwrap_or_else(|_| {
        Err(Silent {
            register: Register::Business.as_str(),
            why: "too slow to wait for".into(),
            again: Some(cx.now),
        })
    })
}

/// False where the account changed after it was read: the answer may be older than that change, and a
/// new representative must not lose the power that he just took over.
async fn follow_once(
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    most: Option<Duration>,
) -> Result<bool> {
    let mut source = app.db.read().await?;
    let Some(known) = organisation::load(&mut source, subject, cx.now).await? else {
        return Err(Error::NotFound);
    };
    drop(source);
    let record = match told(app, cx, &known.identity.code, most).await {
        Ok(Some(record)) => record,
        Err(silent) if silent.again.is_some() => return Err(silent.into()),
        Ok(None) | Err(_) => return Ok(true),
    };
    if !other_representative(cx, &known, &record) && !record::news(&known, &record) {
        return Ok(true);
    }
    let mut tx = app.db.begin().await?;
    let mut found = organisation::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    if found.revision != known.revision {
        return Ok(false);
    }
    let mut entries = if other_representative(cx, &found, &record) {
        let system = Cx {
            now: cx.now,
            ..app.system()
        };
        end_powers(&mut tx, app, (cx, &system), &found).await?
    } else {
        Vec::new()
    };
    entries.extend(record::take_over(&mut tx, app, cx, (&mut found, &record)).await?);
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(true)
}

/// D59-16.a, D69-12: whether who represents it here no longer does so in the register.
fn other_representative(cx: &Cx, known: &StoredOrganisation, record: &BusinessRecord) -> bool {
    let regime = Regime::on(viet_nam_date(cx.now)).unwrap_or(Regime::Decree59);
    !record.represented_by(&known.identity.representative, regime)
}

/// Ends every power; who had one is told. Nothing where it was done before. `by` is who ends them.
pub(super) async fn end_powers(
    tx: &mut Tx,
    app: &App,
    (cx, by): (&Cx, &Cx),
    found: &StoredOrganisation,
) -> Result<Vec<Entry>> {
    let subject = found.account.subject;
    let ended = (cx.now, End::RepresentativeChanged);
    let powers = delegation::of(tx, subject).await?;
    if delegation::end_all(tx, subject, ended).await? == 0 {
        return Ok(Vec::new());
    }
    let name = &found.identity.name;
    let mut entries = Vec::new();
    for power in powers.iter().filter(|one| one.ended.is_none()) {
        if let Some(person) = account::load(tx, power.person, cx.now).await? {
            let args = [("organisation", name.clone())];
            notify::tell(tx, app, cx, &person, "power-ended", &args).await?;
        }
        let detail = serde_json::json!({ "delegation": power.id, "power": power.power.as_str(), "why": ended.1.as_str() });
        let whom = (subject, power.person);
        entries.extend(both(app, by, Event::PowerEnded, whom, detail));
    }
    Ok(entries)
}

/// D59-16.a: the representative whom the register names takes over an account that there is. `known` is
/// the account as it was before the register was asked.
pub(super) async fn take_over(
    app: &App,
    cx: &Cx,
    known: &StoredOrganisation,
    record: BusinessRecord,
) -> Result<()> {
    let subject = known.account.subject;
    let mut tx = app.db.begin().await?;
    let person = entitled_to_change(&mut tx, cx).await?;
    check(&record, &person, regime(cx)?)?;
    let mut found = organisation::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    let me = person.account.subject;
    let legal_now = delegation::legal(&mut tx, subject).await?;
    if legal_now.is_some_and(|one| one.person == me) && !other_representative(cx, &found, &record) {
        // Asked twice at once: the other request did it, and may have given powers since.
        return Ok(());
    }
    if found.revision != known.revision {
        return Err(Error::Stale);
    }
    let system = Cx {
        now: cx.now,
        ..app.system()
    };
    let mut entries = end_powers(&mut tx, app, (cx, &system), &found).await?;
    if !record.province.is_empty() {
        found.province.clone_from(&record.province);
    }
    let own = &person.profile.identity;
    found.identity = record.identity(own.name.clone());
    found.identity.representative = own.number.clone();
    organisation::save(&mut tx, &found).await?;
    let power = legal(app, cx, me);
    delegation::insert(&mut tx, subject, &power).await?;
    let detail = serde_json::json!({ "delegation": power.id, "power": power.power.as_str() });
    let whom = (subject, me);
    entries.extend(both(app, cx, Event::RepresentativeChanged, whom, detail));
    Ok(tx.commit(entries).await?)
}

/// The legal representative's own power: from the law, without end.
pub(super) fn legal(app: &App, cx: &Cx, person: SubjectId) -> Delegation {
    Delegation {
        id: app.id(DelegationId::from_bytes),
        person,
        giver: person,
        power: Power::Legal,
        offered: cx.now,
        accepted: Some(cx.now),
        until: None,
        ended: None,
    }
}
