//! Single steps that several people of the cast take.

use app::activation::{self, Begin};
use app::{App, Cx};
use country::CastMember;
use domain::actor::{Actor, Purpose};
use domain::person::PersonNumber;
use domain::registers::PortraitSource;

use crate::failure::Failure;

/// Password of every holder of the demonstration.
pub(super) const PASSWORD: &str = "con trau di truoc cai cay theo sau";
/// Passcode of every holder of the demonstration.
pub(super) const PASSCODE: &str = "802914";

/// Somebody who has not signed in.
pub(super) fn anybody(app: &App) -> Cx {
    app.acting(Actor::Public, Purpose::OwnUse)
}

/// The latest six digits sent to an address: the post office has them once the jobs ran.
pub(super) async fn code_sent_to(app: &App, to: &str) -> Result<String, Failure> {
    app::jobs::run_all_due(app).await?;
    let mut source = app.db.read().await?;
    let letters = store::post_office::list(&mut source, 200).await?;
    let code = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit())
            .find(|run| run.len() == 6)
            .map(str::to_owned)
    };
    let to_him = letters.iter().filter(|letter| letter.to == to);
    let codes = to_him.filter_map(|letter| Some((letter.at, code(&letter.text)?)));
    codes
        .max_by_key(|(at, _)| *at)
        .map(|(_, code)| code)
        .ok_or_else(|| Failure::new("the post office has no code"))
}

/// Phone as messages are addressed.
pub(super) fn phone(member: &CastMember) -> Result<String, Failure> {
    let phone =
        domain::contact::Phone::parse(&member.phone).map_err(|e| Failure::new(e.to_string()))?;
    Ok(phone.as_str().to_owned())
}

/// A photo of the person, as the camera at the counter takes it.
pub(super) async fn photo(app: &App, member: &CastMember) -> Result<Vec<u8>, Failure> {
    let number = PersonNumber::parse(&member.number).map_err(|e| Failure::new(e.to_string()))?;
    let told = app
        .registers
        .portrait(&number, PortraitSource::Population)
        .await;
    let drawn = told
        .map_err(|e| Failure::new(e.to_string()))?
        .ok_or_else(|| Failure::new("no portrait"))?;
    Ok(country::pictures::live_portrait(&drawn)?)
}

/// Activates an account from the notice to the last step (D59-18.app).
pub(super) async fn activate(app: &App, member: &CastMember) -> Result<(), Failure> {
    let cx = anybody(app);
    let begun = activation::begin(
        app,
        &cx,
        &Begin {
            number: &member.number,
            contact: &member.phone,
        },
    )
    .await?;
    let code = code_sent_to(app, &phone(member)?).await?;
    let cx = anybody(app);
    activation::confirm(app, &cx, &begun.token, &code).await?;
    activation::set_password(app, &cx, &begun.token, PASSWORD).await?;
    activation::set_passcode(app, &cx, &begun.token, PASSCODE).await?;
    let (first, second) = (("first-pet", "Mun"), ("favourite-dish", "bun bo"));
    activation::set_answers(app, &cx, &begun.token, first, second).await?;
    Ok(())
}

/// The holder, signed in as far as a use case asks.
pub(super) async fn holder(app: &App, member: &CastMember) -> Result<Cx, Failure> {
    use domain::actor::AuthLevel;
    use domain::ids::SessionId;
    let number = PersonNumber::parse(&member.number).map_err(|e| Failure::new(e.to_string()))?;
    let mut source = app.db.read().await?;
    let stored = store::account::by_number(&mut source, &number, app.clock.now()).await?;
    let subject = stored
        .ok_or_else(|| Failure::new("no account"))?
        .account
        .subject;
    let session = app.id(SessionId::from_bytes);
    Ok(app.acting(
        Actor::Holder {
            subject,
            session,
            level: AuthLevel::TWO,
        },
        Purpose::OwnUse,
    ))
}
