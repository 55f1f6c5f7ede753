//! The JSON API under `/api/v1`: the same use cases as the pages, for a native app.
//!
//! A caller proves himself by `Authorization: Bearer <session>`; a journey between two steps (signing
//! in, activating, recovering, registering) by the header `Journey`. Errors are problem documents
//! (RFC 9457). No cookie is read, so nothing here can be triggered by another site.

mod account;
mod activation;
mod approval;
mod counter_agent;
mod document;
mod factors;
mod frame;
mod idempotency;
mod input;
mod integration;
mod large;
mod lock;
mod lock_now;
mod notices;
mod organisation;
mod phone;
mod problem;
mod recovery;
mod reference;
mod register_event;
mod registration;
mod self_proof;
mod session;
mod sign_in;
mod spec;
mod subscriber_batch;
mod terms;
mod training;
mod who;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post, put};

use crate::middleware::MAX_FILE_FORM;
use crate::state::Web;

pub use spec::openapi;

/// The reference for developers, a page like any other.
pub fn pages() -> Router<Web> {
    Router::new().route("/developers/api", get(reference::show))
}

/// The API with layers of its own: it takes no form token and sets no cookie.
pub fn routes(web: &Web) -> Router {
    let api = Router::new()
        .merge(public())
        .merge(own())
        .merge(registers())
        .merge(telecoms())
        .merge(repeatable(web))
        .route("/openapi.json", get(spec::serve))
        .fallback(frame::not_found)
        .method_not_allowed_fallback(frame::wrong_method);
    let all = Router::new()
        .nest("/api/v1", api)
        .nest(counter_agent::PLACE, counter_agent::routes());
    frame::around(all, web).with_state(web.clone())
}

/// Journeys of people who have no session yet.
fn public() -> Router<Web> {
    Router::new()
        .route("/sign-in", post(sign_in::begin))
        .route("/sign-in/code", post(sign_in::code))
        .route("/sign-in/resend", post(sign_in::resend))
        .route("/sign-in/device", post(sign_in::device))
        .route("/sign-in/app-code", post(factors::app_code))
        .route("/sign-in/passkey/challenge", post(factors::challenge))
        .route("/sign-in/passkey", post(factors::sign_in))
        .merge(self_proven_lost())
        .route(
            "/activation",
            get(activation::progress).post(activation::begin),
        )
        .route("/activation/code", post(activation::code))
        .route("/activation/resend", post(activation::resend))
        .route("/activation/password", post(activation::password))
        .route("/activation/passcode", post(activation::passcode))
        .route("/activation/answers", post(activation::answers))
        .route("/lock-now", post(lock_now::begin))
        .route("/lock-now/password", post(lock_now::password))
        .route("/lock-now/code", post(lock_now::code))
        .route("/lock-now/resend", post(lock_now::resend))
        .route("/recovery", post(recovery::begin))
        .route("/recovery/code", post(recovery::code))
        .route("/recovery/password", post(recovery::password))
        .route(
            "/registration",
            get(registration::draft).post(registration::start),
        )
        .route("/registration/number", post(registration::number))
        .route("/registration/card-code", post(registration::card::code))
        .route("/registration/chip", post(registration::card::ask))
        .route(
            "/registration/chip/reading",
            post(registration::card::reading),
        )
        .route(
            "/registration/chip/answer",
            post(registration::card::answer),
        )
        .route("/registration/contact", post(registration::contact))
        .route("/registration/resend", post(registration::resend))
        .route("/registration/code", post(registration::code))
        .route("/registration/details", post(registration::details))
        .route(
            "/registration/portrait",
            put(registration::portrait).layer(DefaultBodyLimit::max(MAX_FILE_FORM)),
        )
        .route("/registration/consent", post(registration::consent))
        .route("/registration/submit", post(registration::submit))
        .route("/registration/status", post(registration::status))
}

/// What the holder reads and does with his own account.
fn own() -> Router<Web> {
    Router::new()
        .route("/session", get(session::show).delete(session::end))
        .route("/terms", get(terms::show).post(terms::accept))
        .route("/me", get(account::me))
        .route("/me/devices", get(account::devices))
        .route("/me/devices/{id}", delete(account::remove_device))
        .route("/me/device-code", get(account::device_code))
        .route("/me/password", post(account::password))
        .route("/me/passcode", post(account::passcode))
        .route("/me/passcode/code", post(account::passcode_code))
        .route("/me/passkeys", get(factors::list).post(factors::register))
        .route("/me/passkeys/made", post(factors::made))
        .route("/me/passkeys/{id}/remove", post(factors::remove))
        .merge(self_proven())
        .route("/me/phone", post(phone::ask))
        .route("/me/phone/code", post(phone::bind))
        .route("/me/lost-phone", delete(self_proof::stop))
        .route("/computers/{code}", get(approval::show))
        .route("/computers/{code}/allow", post(approval::allow))
        .route("/computers/{code}/deny", post(approval::deny))
        .route("/me/activity", get(notices::activity))
        .route("/me/notices", get(notices::notices))
        .route("/wallet", get(document::wallet))
        .route("/wallet/eligibility", get(integration::eligibility))
        .route("/integrations/{id}", get(integration::one))
        .route("/documents/{id}", delete(document::remove))
        .route("/documents/{id}/show", post(document::show))
        .route("/organisations", get(organisation::list))
        .route(
            "/organisations/requests/{id}",
            get(organisation::registration),
        )
        .route(
            "/organisations/{id}/delegations",
            get(organisation::delegations),
        )
        .route("/dependants", get(organisation::dependants))
        .route("/lock", get(lock::status).post(lock::lock))
        .route("/lock/receipts/{id}", get(lock::receipt))
        .route("/lock/confirm", post(lock_now::confirm))
        .route("/lock/take-back", post(lock_now::take_back))
}

/// Chip and living face of somebody signed in (D59-24.3).
fn self_proven() -> Router<Web> {
    Router::new()
        .route("/me/self-proof", post(self_proof::ask))
        .route("/me/self-proof/{id}/reading", post(self_proof::reading))
        .route("/me/self-proof/{id}/answer", post(self_proof::answer))
        .route("/me/self-proof/{id}/frames", post(self_proof::frames))
}

/// The same where the phone is gone (UX-1).
fn self_proven_lost() -> Router<Web> {
    let place = |step: &str| format!("/sign-in/lost-phone/{{id}}/{step}");
    Router::new()
        .route("/sign-in/lost-phone", post(self_proof::ask_lost))
        .route("/sign-in/lost-phone/finish", post(self_proof::finish))
        .route(&place("reading"), post(self_proof::reading_lost))
        .route(&place("answer"), post(self_proof::answer_lost))
        .route(&place("frames"), post(self_proof::frames_lost))
}

/// What registers and providers of courses tell, proven by their signature.
fn registers() -> Router<Web> {
    Router::new()
        .route("/register-events/{register}", post(register_event::tell))
        .route("/training/{course}", post(training::tell))
}

/// R50-2: telecoms' files of subscribers, by a client that proves itself as at the token endpoint.
fn telecoms() -> Router<Web> {
    use subscriber_batch::{begin, fetch, give_up, list, receive, show};
    Router::new()
        .route("/subscriber-batches", get(list).post(begin))
        .route("/subscriber-batches/{id}", get(show).delete(give_up))
        .route("/subscriber-batches/{id}/file", put(receive))
        .route("/subscriber-batches/{id}/files/{name}", get(fetch))
}

/// Acts that `Idempotency-Key` makes safe to send again.
fn repeatable(web: &Web) -> Router<Web> {
    Router::new()
        .route("/integrations", post(integration::request))
        .route("/integrations/{id}/withdraw", post(integration::withdraw))
        .route("/me/notices/read", post(notices::read))
        .route("/lock/unlock-requests", post(lock::ask_unlock))
        .layer(from_fn_with_state(web.clone(), idempotency::layer))
}
