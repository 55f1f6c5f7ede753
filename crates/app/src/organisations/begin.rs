//! First step of a request: the code, and what the register says of it (D59-16.a, D59-16.b).

use domain::actor::Purpose;
use domain::fault::Fault;
use domain::ids::{RegistrationId, SubjectId};
use domain::journey::Journey;
use domain::organisation::{BusinessRecord, BusinessStatus, CodeKind, OrganisationCode};
use domain::regime::{Feature, Regime};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::account;
use store::organisation::registration::{self, Dossier, Manner, State, Stored, Way};
use store::organisation::{self, StoredOrganisation, delegation};
use store::throttle::Rule;
use store::{Audit, Source, Tx};

use super::change;
use crate::registration::receive::regime;
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, assistance, experience, holder};

/// What the first step led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// A request that can be filled in and handed in.
    Draft(RegistrationId),
    /// The organisation has an account, and the register names the asker as its new representative.
    Represents(SubjectId),
}

/// D59-16.a: who may ask: a holder of level 2 whose account is open.
pub(super) async fn entitled(source: &mut impl Source, cx: &Cx) -> Result<account::Stored> {
    let me = holder::account(source, cx).await?;
    holder::require_open(&me, cx)?;
    holder::require_level(&me, cx, Feature::Organisations)?;
    Ok(me)
}

/// I5: the same inside a change: a lock that was acknowledged is seen, and one that comes waits.
pub(super) async fn entitled_to_change(tx: &mut Tx, cx: &Cx) -> Result<account::Stored> {
    account::hold_row(tx, cx.holder()?).await?;
    entitled(tx, cx).await
}

/// Twenty steps of a kind an hour: drafts and papers are not piled up, codes not tried.
const RULE: Rule = Rule::Rate(Throttle::new(20, SignedDuration::from_hours(1)));

/// Counts a step that writes or looks up, by its holder.
pub(super) async fn counted(app: &App, cx: &Cx, kind: &'static str) -> Result<()> {
    let value = cx.holder()?.to_string();
    let one = Counted {
        kind,
        value: &value,
        rule: RULE,
    };
    throttle::reserve(app, cx, &[one]).await
}

pub(super) fn typed(text: &str) -> std::result::Result<OrganisationCode, Fault> {
    match OrganisationCode::parse(text) {
        Ok(code) if code.kind() == CodeKind::Generated => {
            Err(Fault::new("code", "tax-code-strange"))
        }
        Ok(code) => Ok(code),
        Err(error) => Err(Fault::new("code", error.code())),
    }
}

/// D59-11.3: begins a request, or takes over an account whose representative changed. `without_code`: the
/// organisation has no tax code (D59-3.5); everything is verified by an officer.
pub async fn begin(app: &App, cx: &Cx, code: &str, without_code: bool) -> Result<Begun> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut source = app.db.read().await?;
    let me = entitled(&mut source, cx).await?;
    drop(source);
    let code = if without_code {
        None
    } else {
        Some(typed(code)?)
    };
    counted(app, cx, "organisation-begin").await?;
    let Some(code) = code else {
        return draft(app, cx, &me, (None, None), Way::Head).await;
    };
    let mut source = app.db.read().await?;
    let known = organisation::by_code(&mut source, &code, cx.now).await?;
    drop(source);
    let record = app.registers.business(&code).await.map_err(Error::from)?;
    if let Some(record) = &record {
        check(record, &me, regime(cx)?)?;
    }
    match (known, record) {
        (Some(known), record) => again(app, cx, (&known, &me), record).await,
        (None, record) => draft(app, cx, &me, (Some(code), record), Way::Head).await,
    }
}

/// D59-16.b: the organisation operates, and the asker is its representative in the register; under
/// Decree 69 one of them (D69-12).
pub(super) fn check(
    record: &BusinessRecord,
    me: &account::Stored,
    regime: Regime,
) -> std::result::Result<(), Fault> {
    if !record.represented_by(&me.profile.identity.number, regime) {
        Err(Fault::new("code", "organisation-not-representative"))
    } else if record.status == BusinessStatus::Active {
        Ok(())
    } else {
        Err(Fault::new("code", "organisation-dissolved"))
    }
}

/// I1: one account an organisation. Whom the register names takes over from whoever else has the legal
/// power, and also where nobody has it: a record that was corrected ended it, and gave it to nobody.
async fn again(
    app: &App,
    cx: &Cx,
    (known, me): (&StoredOrganisation, &account::Stored),
    record: Option<BusinessRecord>,
) -> Result<Begun> {
    let subject = known.account.subject;
    let mut source = app.db.read().await?;
    let legal = delegation::legal(&mut source, subject).await?;
    drop(source);
    let mine = legal
        .as_ref()
        .is_some_and(|one| one.person == me.account.subject);
    // D69-12: who registered with the consent of all is not put out by another of them.
    let regime = regime(cx)?;
    let stands = |record: &BusinessRecord| {
        legal.is_some() && record.represented_by(&known.identity.representative, regime)
    };
    match record {
        Some(record) if !mine && !stands(&record) => {
            change::take_over(app, cx, known, record).await?;
            Ok(Begun::Represents(subject))
        }
        Some(_) | None => Err(Fault::new("code", "organisation-registered").into()),
    }
}

pub(super) fn stated(code: Option<OrganisationCode>, record: Option<BusinessRecord>) -> Dossier {
    match record {
        Some(record) => Dossier {
            code: Some(record.code),
            name: record.name,
            short_name: record.short_name,
            foreign_name: record.foreign_name,
            founded_on: Some(record.founded_on),
            address: record.address,
            province: record.province,
            known: true,
            representative: Some(record.representative),
            ..Dossier::default()
        },
        None => Dossier {
            code,
            ..Dossier::default()
        },
    }
}

/// Asking twice gives the same request.
pub(super) async fn draft(
    app: &App,
    cx: &Cx,
    me: &account::Stored,
    (code, record): (Option<OrganisationCode>, Option<BusinessRecord>),
    way: Way,
) -> Result<Begun> {
    let manner = if record.is_some() && way == Way::Head {
        Manner::Found
    } else {
        Manner::Manual
    };
    let dossier = Dossier {
        way,
        ..stated(code, record)
    };
    let subject = me.account.subject;
    let new = Stored {
        subject,
        id: app.id(RegistrationId::from_bytes),
        reference: String::new(),
        digest: registration::digest(app.db.keys(), dossier.code.as_ref(), ""),
        manner,
        state: State::Draft,
        regime: None,
        created: cx.now,
        received: None,
        due: None,
        decided_by: None,
        dossier,
        revision: 1,
    };
    let new = Stored {
        reference: assistance::reference("TC", new.id.as_bytes()),
        ..new
    };
    let mut tx = app.db.begin().await?;
    if !registration::insert(&mut tx, &new).await? {
        let same = registration::same(&mut tx, subject, &new.digest).await?;
        return Ok(Begun::Draft(same.ok_or(Error::Stale)?.id));
    }
    let journey = (Journey::Organisation, cx.lang.as_str());
    experience::begin(&mut tx, cx, journey, &new.id).await?;
    tx.commit(Audit::Bookkeeping("organisation draft")).await?;
    Ok(Begun::Draft(new.id))
}
