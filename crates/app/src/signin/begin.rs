//! First step: number and password.

use domain::account::Possession;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::SubjectId;
use domain::person::PersonNumber;
use domain::secret::Password;
use domain::throttle::BackOff;
use jiff::SignedDuration;
use store::Tx;
use store::account::{self, Stored};
use store::attempt::{self, Attempt};
use store::credential;
use store::throttle::Rule;

use super::{BY_ADDRESS, BY_NUMBER, journey};
use crate::code::{self, Purpose as CodePurpose};
use crate::notify::{Contact, Recipient};
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Lang, Result, entry};

/// Number and password as typed.
#[derive(Debug)]
pub struct Begin<'a> {
    /// Personal identification number (D59-3.6u: the user name).
    pub number: &'a str,
    /// Password.
    pub password: &'a str,
}

/// The code is on its way.
#[derive(Debug)]
pub struct Pending {
    /// For the next step.
    pub token: Token,
    /// Where the code went, mostly hidden.
    pub sent_to: String,
}

const JOURNEY: SignedDuration = SignedDuration::from_mins(15);

/// Wrong passwords of a number, whoever tries them and wherever.
pub(crate) fn by_number(number: &str) -> Counted<'_> {
    Counted {
        kind: BY_NUMBER,
        value: number,
        rule: Rule::Failures(BackOff::default()),
    }
}

/// Many people may share an address: it is counted on failure only, and generously.
pub(crate) fn by_address(address: &str) -> Counted<'_> {
    let generous = BackOff {
        after: 50,
        ..BackOff::default()
    };
    Counted {
        kind: BY_ADDRESS,
        value: address,
        rule: Rule::Failures(generous),
    }
}

async fn lookup(
    app: &App,
    cx: &Cx,
    number: &PersonNumber,
) -> Result<(Option<Stored>, Option<String>)> {
    let mut source = app.db.read().await?;
    let stored = account::by_number(&mut source, number, cx.now).await?;
    let secret = match &stored {
        Some(s) => {
            credential::load(&mut source, s.account.subject, credential::Kind::Password).await?
        }
        None => None,
    };
    Ok((stored, secret.map(|c| c.secret)))
}

/// Checks number and password and sends a code. A number without an account, one not yet activated
/// and a wrong password get the same answer after the same work.
pub async fn begin(app: &App, cx: &Cx, command: &Begin<'_>) -> Result<Pending> {
    let mut faults = Faults::default();
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let password = faults.take(
        Password::entered(command.password).ok_or_else(|| Fault::new("password", "password-empty")),
    );
    let (Some(number), Some(password)) = (number, password) else {
        return Err(faults.into());
    };
    let stored = prove(app, cx, &number, (&password, "sign-in-wrong")).await?;
    accepted(app, cx, &stored).await
}

/// The account of a number and its password, whatever is done with it: wrong ones count and are on record,
/// and a number without an activated account takes the same time. `wrong` is the code of the message.
pub(crate) async fn prove(
    app: &App,
    cx: &Cx,
    number: &PersonNumber,
    (password, wrong): (&Password, &'static str),
) -> Result<Stored> {
    let address = throttle::address(cx);
    let caller = [by_address(&address)];
    throttle::check(app, cx, &caller).await?;
    throttle::reserve(app, cx, &[by_number(number.as_str())]).await?;
    let (stored, secret) = lookup(app, cx, number).await?;
    let right = app
        .hasher
        .verify(password.expose(), secret.as_deref())
        .await?;
    let usable =
        stored.filter(|s| right && matches!(s.account.possession, Possession::Activated { .. }));
    match usable {
        Some(stored) => Ok(stored),
        None => {
            rejected(app, cx, number, &caller).await?;
            Err(Fault::new("password", wrong).into())
        }
    }
}

async fn rejected(app: &App, cx: &Cx, number: &PersonNumber, limits: &[Counted<'_>]) -> Result<()> {
    throttle::count(app, cx, limits).await?;
    let mut tx = app.db.begin().await?;
    let subject =
        account::subject_of(&mut tx, account::Identifier::Number, number.as_str()).await?;
    let entry = entry(
        app,
        cx,
        Event::SignInFailed,
        subject.unwrap_or(store::audit::NOBODY),
    );
    Ok(tx.commit(entry).await?)
}

async fn accepted(app: &App, cx: &Cx, stored: &Stored) -> Result<Pending> {
    let contact = Contact::of(&stored.profile).ok_or(Error::Refused("no-contact"))?;
    let to = Recipient {
        subject: stored.account.subject,
        contact: &contact,
        lang: cx.lang,
    };
    let mut tx = app.db.begin().await?;
    throttle::clear(
        &mut tx,
        app,
        BY_NUMBER,
        stored.profile.identity.number.as_str(),
    )
    .await?;
    let token = begin_journey(
        &mut tx,
        app,
        cx,
        ("sign-in", CodePurpose::SignIn),
        &to,
        true,
    )
    .await?;
    tx.commit(store::Audit::Bookkeeping("sign-in begun"))
        .await?;
    Ok(Pending {
        token,
        sent_to: contact.masked(),
    })
}

/// Begins a journey whose code goes to a recipient. One that is not genuine looks the same, and never
/// succeeds.
pub(crate) async fn begin_journey(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    journey: (&str, CodePurpose),
    to: &Recipient<'_>,
    genuine: bool,
) -> Result<Token> {
    let (kind, purpose) = journey;
    let token = Token::fresh(app, to.subject);
    let body = Body {
        contact: to.contact.address().to_owned(),
        lang: to.lang.as_str().to_owned(),
    };
    let attempt = Attempt {
        subject: token.subject,
        digest: token.digest(),
        kind: kind.to_owned(),
        stage: "code".to_owned(),
        genuine,
        body: serde_json::to_value(body).map_err(|e| Error::Internal(e.to_string()))?,
        created: cx.now,
        expires: cx.now + JOURNEY,
        revision: 1,
    };
    attempt::insert_counted(tx, &attempt, (cx.door(), to.lang.as_str())).await?;
    match code::send(tx, app, cx, purpose, to, genuine).await {
        // A code sent less than a minute ago is still good: the journey goes on with it.
        Ok(()) | Err(Error::Throttled { .. }) => Ok(token),
        Err(other) => Err(other),
    }
}

/// What a journey keeps: where its codes go.
#[derive(serde::Serialize, serde::Deserialize)]
struct Body {
    contact: String,
    lang: String,
}

/// Sends the code of a sign-in once more.
pub async fn resend(app: &App, cx: &Cx, token: &Token) -> Result<()> {
    resend_code(app, cx, token, ("sign-in", CodePurpose::SignIn)).await
}

/// Sends the code of a journey once more, to the same contact.
pub(crate) async fn resend_code(
    app: &App,
    cx: &Cx,
    token: &Token,
    which: (&str, CodePurpose),
) -> Result<()> {
    let (kind, purpose) = which;
    let mut tx = app.db.begin().await?;
    let attempt = journey(&mut tx, cx, token, kind, &["code"]).await?;
    let body: Body =
        serde_json::from_value(attempt.body).map_err(|e| Error::Internal(e.to_string()))?;
    let contact = Contact::parse(&body.contact).ok_or(Error::Refused("no-contact"))?;
    let lang = Lang::parse(&body.lang).unwrap_or(cx.lang);
    let to = Recipient {
        subject: token.subject,
        contact: &contact,
        lang,
    };
    code::send(&mut tx, app, cx, purpose, &to, attempt.genuine).await?;
    Ok(tx
        .commit(store::Audit::Bookkeeping("code sent again"))
        .await?)
}

/// A subject that nobody has, always the same for the same statement: journeys that must look like any
/// other keep the same minute and the same tries.
pub(crate) fn nobody(app: &App, kind: &str, number: &PersonNumber, contact: &Contact) -> SubjectId {
    let digest = app
        .db
        .keys()
        .digest(kind, &format!("{}/{}", number.as_str(), contact.address()));
    let bytes = digest.first_chunk::<16>().copied().unwrap_or_default();
    SubjectId::from_bytes(bytes)
}
