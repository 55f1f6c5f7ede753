//! Signing in: number and password, code, and on a new device the code of the old one (APP-9).

mod code;
mod device;
mod passkey;
mod phone;
mod start;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use crate::extract::{Ask, Cookie, Signed};
use crate::state::Web;

/// Pages of signing in and out.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/sign-in", get(start::show).post(start::submit))
        .route("/sign-in/code", get(code::show).post(code::submit))
        .route("/sign-in/app", get(code::show_app).post(code::submit_app))
        .route("/sign-in/resend", post(code::resend))
        .route("/sign-in/device", get(device::show).post(device::submit))
        .route("/sign-in/passkey", post(passkey::submit))
        .route("/sign-in/passkey/challenge", post(passkey::challenge))
        .route("/sign-in/phone", get(phone::show).post(phone::ask_for))
        .route("/sign-in/phone/enter", post(phone::enter))
        .route("/sign-in/device/trusted", post(device::ask_trusted))
        .route("/sign-in/device/finish", post(device::finish))
        .route("/sign-out", post(sign_out))
}

async fn sign_out(signed: Signed) -> Response {
    match app::holder::sign_out(&signed.app, &signed.cx).await {
        Ok(()) => signed.go("/sign-in?out=1", [signed.cookies.remove(Cookie::Session)]),
        Err(error) => crate::error::page(&signed.view, &error),
    }
}

/// Where a signed-in person goes on: to the service that sent him, or home.
pub(crate) fn onward(ask: &Ask) -> &'static str {
    match ask.cookies.token(Cookie::Party) {
        Some(_) => crate::oidc::CONTINUE,
        None => "/",
    }
}

/// A session was opened: cookies set, the journey's cookie taken away.
async fn opened(ask: &Ask, opened: &app::signin::Opened) -> Response {
    let mut cookies = vec![
        ask.cookies.set(Cookie::Session, &opened.session),
        ask.cookies.remove(Cookie::Journey),
    ];
    if ask.cookies.token(Cookie::LostPhone).is_some() {
        cookies.push(ask.cookies.remove(Cookie::LostPhone));
    }
    if let Some(device) = &opened.device {
        cookies.push(ask.cookies.set(Cookie::Device, device));
    }
    if opened.status_only {
        return ask.go("/locked", cookies);
    }
    // D59-6.1: whoever has terms to read is asked first.
    match app::terms::pending(&ask.app, &ask.cx, opened.session.subject).await {
        Ok(Some(_)) => ask.go("/terms/accept", cookies),
        Ok(None) | Err(_) => ask.go(onward(ask), cookies),
    }
}
