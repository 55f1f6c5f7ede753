//! Opening a call or visit by the number that the person gives.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::CallId;
use domain::person::PersonNumber;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::assistance::{self, Assistance, Shown};
use store::audit::NOBODY;
use store::throttle::Rule;

use super::person::{Person, facts, find, own_facts};
use super::{CallRef, Question};
use crate::notify::Contact;
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, entry_with, holds};

/// What the person asks for (`wish-<word>`); on record as the purpose of the call (D59-4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Lock the account.
    Lock,
    /// Unlock it.
    Unlock,
    /// D59-18.2: take up an activation that lapsed.
    Activation,
    /// APP-10: take a device off.
    Device,
    /// APP-12: bind the account to another telephone number.
    Phone,
}

impl Wish {
    /// All wishes, in the order shown.
    pub const ALL: [Self; 5] = [
        Self::Lock,
        Self::Unlock,
        Self::Activation,
        Self::Device,
        Self::Phone,
    ];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Unlock => "unlock",
            Self::Activation => "activation",
            Self::Device => "device",
            Self::Phone => "phone",
        }
    }

    /// Whether the holder can be asked on his own phone. By the wish alone: whoever wants to be unlocked or
    /// activated would have no open session, and the answer tells nothing about the account.
    pub const fn on_phone(self) -> bool {
        match self {
            Self::Lock | Self::Device | Self::Phone => true,
            Self::Unlock | Self::Activation => false,
        }
    }

    /// Reads the word of a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.as_str() == text)
    }
}

/// Number as given and what is asked for.
#[derive(Debug)]
pub struct Open<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// What for.
    pub wish: Wish,
}

/// More calls than a person can take in an hour: somebody tries numbers.
const AN_HOUR: Throttle = Throttle::new(40, SignedDuration::from_hours(1));

/// Opens a call (call centre) or a visit (counter). An unknown number looks the same and leads
/// nowhere.
pub async fn open(app: &App, cx: &Cx, command: &Open<'_>) -> Result<CallRef> {
    require(&cx.actor, Operation::Assist)?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let number = PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code()))?;
    let staff = cx.staff()?;
    let operator = staff.to_string();
    let limits = [Counted {
        kind: "assistance",
        value: &operator,
        rule: Rule::Rate(AN_HOUR),
    }];
    throttle::reserve(app, cx, &limits).await?;
    let person = find(app, cx, &number).await?;
    let questions = questions(app, &number, &person).await?;
    let new = Assistance {
        subject: person.subject,
        id: app.id(CallId::from_bytes),
        staff,
        channel: holds::staff_channel(cx),
        genuine: person.stored.is_some(),
        shown: Shown {
            number: number.masked(),
            contact: contact(app, &number, &person),
            wish: command.wish.as_str().to_owned(),
            new_phone: None,
            new_phone_code: None,
            on_phone: None,
        },
        questions: questions.iter().map(|q| q.as_str().to_owned()).collect(),
        right: Vec::new(),
        wrong: 0,
        code_confirmed: false,
        document_seen: false,
        pressured: false,
        opened: cx.now,
        closed: None,
        revision: 1,
    };
    let mut tx = app.db.begin().await?;
    assistance::insert(&mut tx, &new).await?;
    let detail = serde_json::json!({
        "assistance": new.id,
        "channel": new.channel,
        "wish": command.wish.as_str(),
    });
    let subject = if new.genuine { new.subject } else { NOBODY };
    tx.commit(entry_with(
        app,
        cx,
        Event::AssistanceOpened,
        subject,
        detail,
    ))
    .await?;
    Ok(CallRef {
        subject: new.subject,
        id: new.id,
    })
}

/// I6: while a register is silent only what the account knows can be asked; the rest waits.
async fn questions(app: &App, number: &PersonNumber, person: &Person) -> Result<[Question; 2]> {
    let known = match facts(app, number, person.stored.as_ref()).await {
        Ok(known) => known,
        Err(Error::Silent(_)) => own_facts(person.stored.as_ref()),
        Err(other) => return Err(other),
    };
    Ok(known.pick(app.random()))
}

/// Where a code would go, mostly hidden; for a number without an account something of the same look.
fn contact(app: &App, number: &PersonNumber, person: &Person) -> String {
    let known = person.stored.as_ref().and_then(|s| Contact::of(&s.profile));
    known.map_or_else(
        || {
            let bytes = app.db.keys().digest("nobody-contact", number.as_str());
            let sum = bytes
                .iter()
                .take(4)
                .fold(0_u32, |sum, b| sum * 251 + u32::from(*b));
            format!("••• ••• {:03}", sum % 1000)
        },
        |contact| contact.masked(),
    )
}
