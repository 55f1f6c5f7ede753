//! A computer asks to be let in, and looks whether it was.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::SubjectId;
use domain::number_matching::Matching;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::Audit;
use store::phone_sign_in::{self, Body, Stage};
use store::throttle::Rule;

use super::{LIFE, handle_digest};
use crate::signin::confirm::device_name;
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Result};

/// Rows that anybody can cause; many people may share an address.
const ASKS: Throttle = Throttle::new(300, SignedDuration::from_mins(10));

/// How far it is, as the computer shows it.
#[derive(Debug)]
pub enum State {
    /// Nobody decided yet.
    Waiting(Asked),
    /// It may go in.
    Allowed,
    /// It was turned away, or the wrong number was picked.
    Denied,
    /// There is nothing under way.
    Over,
}

/// What the computer shows.
pub struct Asked {
    /// What the QR code leads to.
    pub handle: String,
    /// The number to be picked on the phone.
    pub number: u8,
}

domain::redacted_debug!(Asked);

/// Begins; the token is for a cookie of the computer.
pub async fn ask(app: &App, cx: &Cx, browser: &str) -> Result<Token> {
    let address = throttle::address(cx);
    let one = Counted {
        kind: "phone-sign-in",
        value: &address,
        rule: Rule::Rate(ASKS),
    };
    throttle::reserve(app, cx, &[one]).await?;
    // Nobody's yet.
    let token = Token::fresh(app, SubjectId::from_bytes([0; 16]));
    let body = Body {
        // Short, so that the QR code is coarse; it serves once, for two minutes.
        handle: URL_SAFE_NO_PAD.encode(app.random::<16>()),
        matching: Matching::draw(app.random()),
        browser: device_name(browser),
        address: cx.address.map(|address| address.to_canonical().to_string()),
        at: cx.now,
    };
    let digests = (&*token.digest(), &*handle_digest(app, &body.handle));
    let mut tx = app.db.begin().await?;
    phone_sign_in::insert(&mut tx, digests, &body, cx.now + LIFE).await?;
    tx.commit(Audit::Bookkeeping("phone sign-in asked")).await?;
    Ok(token)
}

/// How far it is.
pub async fn state(app: &App, cx: &Cx, token: &Token) -> Result<State> {
    let mut source = app.db.read().await?;
    let found = phone_sign_in::find(&mut source, &token.digest(), cx.now).await?;
    Ok(match found.map(|found| (found.stage, found.body)) {
        Some((Stage::Waiting, body)) => State::Waiting(Asked {
            handle: body.handle,
            number: body.matching.number,
        }),
        Some((Stage::Allowed(..), _)) => State::Allowed,
        Some((Stage::Denied, _)) => State::Denied,
        Some((Stage::Opened, _)) | None => State::Over,
    })
}
