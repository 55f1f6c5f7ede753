//! The holder asks: what the chip has to sign.

use chip::group::Group;
use domain::actor::Purpose;
use domain::fault::Fault;
use domain::ids::SelfProofId;
use domain::throttle::Throttle;
use jiff::{SignedDuration, Timestamp};
use store::Audit;
use store::attempt::{self, Attempt};
use store::throttle::Rule;

use super::{Body, CHIP, Door, KIND, LIFE, digest, show, write};
use crate::chip_check::{GROUPS, Question, zone};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Result};

/// Asked, and not answered, counts too: turns are drawn at random, and nobody waits for those of his film.
const A_DAY: Throttle = Throttle::new(5, SignedDuration::from_hours(24));

/// What a phone needs to read the chip.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// For the steps that follow.
    pub id: SelfProofId,
    /// What the chip has to sign.
    pub challenge: [u8; 8],
    /// The groups to read besides those with its keys.
    pub groups: Vec<u8>,
    /// When nobody waits for it any more.
    pub expires: Timestamp,
}

domain::redacted_debug!(Asked);

/// D59-24.3: begins a proof. `text`: the machine-readable zone as the phone's camera read it, which opens the chip and
/// says at once that it is another person's card. What was begun before is over. Without an engine for faces nothing begins: a chip alone is
/// possession, and raises nothing.
pub async fn ask(app: &App, cx: &Cx, door: &Door<'_>, text: &str) -> Result<Asked> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    show::engine(app)?;
    let zone = zone(text)?;
    let subject = door.subject();
    let mut tx = app.db.begin().await?;
    let stored = door.holder(&mut tx, cx).await?;
    if zone.optional() != stored.profile.identity.number.as_str() {
        return Err(Fault::new("zone", "zone-other-person").into());
    }
    let value = subject.to_string();
    let often = Counted {
        kind: KIND,
        value: &value,
        rule: Rule::Rate(A_DAY),
    };
    throttle::reserve_in(&mut tx, app, cx, &often).await?;
    let id = app.id(SelfProofId::from_bytes);
    let question = Question::new(app, &zone);
    let challenge = question.challenge;
    let body = Body {
        door: door.mark(),
        question,
        brought: None,
        chip: None,
    };
    let attempt = Attempt {
        subject,
        digest: digest(app, id),
        kind: KIND.to_owned(),
        stage: CHIP.to_owned(),
        genuine: true,
        body: write(&body)?,
        created: cx.now,
        expires: cx.now.checked_add(LIFE).unwrap_or(cx.now),
        revision: 1,
    };
    attempt::delete_kind(&mut tx, subject, KIND).await?;
    attempt::insert(&mut tx, &attempt).await?;
    tx.commit(Audit::Bookkeeping("self-proof asked")).await?;
    Ok(Asked {
        id,
        challenge,
        groups: GROUPS.map(Group::number).to_vec(),
        expires: attempt.expires,
    })
}
