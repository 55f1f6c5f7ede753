//! Devices, password, passcode: what the holder changes about his own way in.

mod authenticator;
mod dependants;
mod devices;
mod lost_phone;
mod numbers;
mod packages;
mod passcode;
mod passkeys;
mod password;
mod phone;
mod services;
mod sign_in;
mod trusted;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Web;

/// Pages under Personal that change secrets and devices.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/personal/sign-in", get(sign_in::show))
        .route(
            "/personal/dependants",
            get(dependants::show).post(dependants::submit),
        )
        .route("/personal/dependants/remove", post(dependants::remove))
        .route("/personal/services", get(services::show))
        .route("/personal/services/withdraw", post(services::remove))
        .route("/personal/devices", get(devices::show))
        .route("/personal/devices/remove", post(devices::remove))
        .route("/personal/devices/not-me", post(devices::not_me))
        .route("/personal/devices/turn-away", post(devices::turn_away))
        .route(
            "/personal/password",
            get(password::show).post(password::submit),
        )
        .route(
            "/personal/passcode",
            get(passcode::show).post(passcode::submit),
        )
        .route("/personal/passcode/send", post(passcode::send))
        .route(
            "/personal/authenticator",
            get(authenticator::show).post(authenticator::begin),
        )
        .route(
            "/personal/authenticator/confirm",
            post(authenticator::confirm),
        )
        .route(
            "/personal/authenticator/remove",
            post(authenticator::remove),
        )
        .route("/personal/passkeys", get(passkeys::show))
        .route(
            "/personal/passkeys/new",
            get(passkeys::ask).post(passkeys::begin),
        )
        .route(
            "/personal/passkeys/create",
            get(passkeys::device).post(passkeys::create),
        )
        .route(
            "/personal/passkeys/{id}",
            get(passkeys::one).post(passkeys::name),
        )
        .route("/personal/passkeys/{id}/remove", post(passkeys::remove))
        .route(
            "/personal/numbers/{id}",
            get(numbers::show).post(numbers::submit),
        )
        .route("/personal/numbers/{id}/code", post(numbers::send))
        .route("/personal/phone", get(phone::show))
        .route("/personal/phone/withdraw", post(phone::withdraw))
        .merge(lost_phones())
}

/// UX-1: what is prepared for the day that the phone is lost.
fn lost_phones() -> Router<Web> {
    Router::new()
        .route("/personal/lost-phone", get(lost_phone::show))
        .route("/personal/lost-phone/codes", post(lost_phone::submit))
        .route("/personal/lost-phone/stop", post(lost_phone::stop))
        .route(
            "/personal/trusted",
            get(trusted::show).post(trusted::submit),
        )
        .route("/personal/trusted/remove", post(trusted::remove))
        .route("/personal/trusting", get(trusted::show_trusting))
        .route("/personal/trusting/agree", post(trusted::agree))
        .route("/personal/trusting/decline", post(trusted::decline))
        .route("/personal/trusting/confirm", post(trusted::confirm))
}
