//! Organisations: asking for an account (D59-16) and acting for one (D59-13.7). Each address names the
//! organisation, so that two tabs never act for one another's.

mod activity;
mod consent;
mod delegations;
mod details;
mod home;
mod list;
mod lock;
mod mandate;
mod new;
pub(crate) mod request;
mod unlock;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::account::Standing;
use domain::ids::SubjectId;
use ui::{Tag, Tone};

use crate::error;
use crate::extract::Signed;
use crate::i18n::Lang;
use crate::page::Errors;
use crate::state::Web;
use crate::t;

/// Pages of organisations.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/organisations", get(list::show))
        .route("/organisations/new", get(new::show).post(new::submit))
        .route(
            "/organisations/requests/{id}",
            get(request::show).post(request::submit),
        )
        .route(
            "/organisations/requests/{id}/withdraw",
            post(request::withdraw),
        )
        .route(
            "/organisations/requests/{id}/details",
            get(details::show).post(details::submit),
        )
        .route(
            "/organisations/requests/{id}/mandate",
            get(mandate::show).post(mandate::submit),
        )
        .route(
            "/organisations/consents/{request}",
            get(consent::show).post(consent::submit),
        )
        .route("/organisations/{id}", get(home::show))
        .route("/organisations/{id}/enter", post(home::enter))
        .route(
            "/organisations/{id}/activate",
            get(home::ask).post(home::activate),
        )
        .route("/organisations/{id}/activity", get(activity::show))
        .route(
            "/organisations/{id}/delegations",
            get(delegations::show).post(delegations::submit),
        )
        .route(
            "/organisations/{id}/delegations/withdraw",
            post(delegations::withdraw),
        )
        .route("/organisations/{id}/answer", post(list::answer))
        .route(
            "/organisations/{id}/lock",
            get(lock::show).post(lock::submit),
        )
        .route(
            "/organisations/{id}/unlock",
            get(unlock::show).post(unlock::submit),
        )
}

/// The identifier in an address; what is none does not exist.
fn named<T: std::str::FromStr>(signed: &Signed, text: &str) -> Result<T, Box<Response>> {
    text.parse()
        .map_err(|_| Box::new(error::page(&signed.view, &app::Error::NotFound)))
}

/// Whether its account may be used.
fn standing(lang: Lang, standing: &Standing) -> Tag {
    match standing {
        Standing::Open => Tag::new(Tone::Good, t!(lang, "organisation-open")),
        Standing::AwaitingActivation { .. } => {
            Tag::new(Tone::Waiting, t!(lang, "organisation-awaiting"))
        }
        Standing::ActivationLapsed { .. } => {
            Tag::new(Tone::Waiting, t!(lang, "organisation-lapsed"))
        }
        Standing::Locked => Tag::new(Tone::Bad, t!(lang, "hold-in-force")),
    }
}

/// What a form shows for an error, or the page that says it.
fn on_form(signed: &Signed, error: &app::Error) -> Result<Errors, Box<Response>> {
    error::on_form(&signed.view, signed.cx.now, error)
        .ok_or_else(|| Box::new(error::page(&signed.view, error)))
}

fn place(organisation: SubjectId) -> String {
    format!("/organisations/{organisation}")
}
