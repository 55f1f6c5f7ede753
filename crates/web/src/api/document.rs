//! The wallet and its documents.

use app::documents::{self, Card, Full};
use axum::Json;
use axum::http::StatusCode;
use domain::document::{Authority, Facts, LicenceForm, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::integration::Request;
use super::problem::Problem;
use super::who::{Holder, Id};

/// What the wallet holds.
#[derive(Serialize, ToSchema)]
pub struct Wallet {
    /// Account level, 1 or 2.
    level: u8,
    /// DOC-0: whether documents may be added.
    may_add: bool,
    documents: Vec<Listed>,
    /// DOC-GPLX-s.
    pending: Vec<Request>,
    refused: Vec<Request>,
}

/// QR-8: who holds or withdrew a document.
#[derive(Serialize, ToSchema)]
pub struct Holding {
    name: String,
    #[schema(format = Date)]
    since: String,
}

/// A document without its numbers (QR-6).
#[derive(Serialize, ToSchema)]
pub struct Listed {
    id: String,
    kind: &'static str,
    /// Last characters of the number.
    number_end: String,
    /// `current`, `held`, `revoked`, `expired`.
    #[schema(example = "current")]
    state: &'static str,
    authority: Option<Holding>,
    #[schema(format = Date)]
    expires_on: Option<String>,
    #[schema(format = DateTime)]
    verified_at: String,
}

/// A class of a licence with its term (DOC-r5).
#[derive(Serialize, ToSchema)]
pub struct Class {
    #[serde(rename = "class")]
    #[schema(example = "B2")]
    letters: &'static str,
    /// `old`: lists before 2025; `new`: from 2025.
    list: &'static str,
    #[schema(format = Date)]
    expires_on: Option<String>,
}

/// A document in full.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    id: String,
    kind: &'static str,
    /// `current`, `held`, `revoked`, `expired`.
    state: &'static str,
    authority: Option<Holding>,
    /// The holder's name.
    holder: String,
    number: String,
    #[schema(format = Date)]
    issued_on: Option<String>,
    issued_by: Option<String>,
    #[schema(format = Date)]
    valid_from: Option<String>,
    #[schema(format = Date)]
    expires_on: Option<String>,
    /// `pet` or `paper`, of a licence.
    form: Option<&'static str>,
    classes: Vec<Class>,
    /// QR-9: points left, of twelve.
    points: Option<u8>,
    /// Where a health card is registered for first care.
    facility: Option<String>,
    #[schema(format = DateTime)]
    verified_at: String,
}

/// The passcode (APP-2).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Passcode {
    pub passcode: String,
}

impl From<Authority> for Holding {
    fn from(by: Authority) -> Self {
        Self {
            name: by.name,
            since: by.since.to_string(),
        }
    }
}

impl From<Card> for Listed {
    fn from(card: Card) -> Self {
        Self {
            id: card.id.to_string(),
            kind: card.kind.slug(),
            number_end: card.number_end,
            state: card.shown.as_str(),
            authority: card.authority.map(Holding::from),
            expires_on: card.expires_on.map(|day| day.to_string()),
            verified_at: card.verified_at.to_string(),
        }
    }
}

impl From<Full> for Opened {
    fn from(full: Full) -> Self {
        let facts = &full.document.facts;
        let authority = match &full.document.state {
            State::Held(by) | State::Revoked(by) => Some(by.clone().into()),
            State::Current | State::Removed { .. } => None,
        };
        let opened = Self {
            id: full.id.to_string(),
            kind: facts.kind().slug(),
            state: full.shown.as_str(),
            authority,
            holder: full.profile.identity.name.as_str().to_owned(),
            number: facts.number().to_owned(),
            issued_on: None,
            issued_by: None,
            valid_from: None,
            expires_on: facts.expires_on().map(|day| day.to_string()),
            form: None,
            classes: Vec::new(),
            points: None,
            facility: None,
            verified_at: full.document.verified_at.to_string(),
        };
        opened.with(facts)
    }
}

impl Opened {
    fn with(self, facts: &Facts) -> Self {
        match facts {
            Facts::DrivingLicence(licence) => Self {
                issued_on: Some(licence.issued_on.to_string()),
                issued_by: Some(licence.issued_by.clone()),
                form: Some(if licence.form == LicenceForm::Pet {
                    "pet"
                } else {
                    "paper"
                }),
                classes: licence.classes.iter().copied().map(class).collect(),
                points: licence.points.map(domain::document::Points::get),
                ..self
            },
            Facts::HealthCard(health) => Self {
                number: health.code.as_str().to_owned(),
                valid_from: Some(health.valid_from.to_string()),
                facility: Some(health.facility.clone()),
                ..self
            },
            Facts::Passport(passport) => Self {
                issued_on: Some(passport.issued_on.to_string()),
                issued_by: Some(passport.issued_by.clone()),
                ..self
            },
        }
    }
}

fn class(held: domain::document::HeldClass) -> Class {
    let list = match held.class {
        domain::document::LicenceClass::Old(_) => "old",
        domain::document::LicenceClass::New(_) => "new",
    };
    Class {
        letters: held.class.as_str(),
        list,
        expires_on: held.expires_on.map(|day| day.to_string()),
    }
}

/// Documents, requests that wait, refusals that still matter.
#[utoipa::path(get, path = "/wallet", tag = "wallet", responses((status = 200, body = Wallet)), security(("session" = [])))]
pub(super) async fn wallet(who: Holder) -> Result<Json<Wallet>, Problem> {
    let wallet = documents::wallet(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(Wallet {
        level: wallet.level.get(),
        may_add: wallet.may_add,
        documents: wallet.documents.into_iter().map(Listed::from).collect(),
        pending: wallet.pending.into_iter().map(Request::from).collect(),
        refused: wallet.refused.into_iter().map(Request::from).collect(),
    }))
}

/// Opens a document with the passcode, each time (QR-6).
#[utoipa::path(post, path = "/documents/{id}/show", tag = "wallet", params(("id" = String, Path)), request_body = Passcode, responses((status = 200, body = Opened)), security(("session" = [])))]
pub(super) async fn show(
    who: Holder,
    Id(id): Id,
    Input(input): Input<Passcode>,
) -> Result<Json<Opened>, Problem> {
    let id = who.id(&id)?;
    let full = documents::show(&who.app, &who.cx, id, &input.passcode)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(full.into()))
}

/// Takes a document out of the wallet.
#[utoipa::path(delete, path = "/documents/{id}", tag = "wallet", params(("id" = String, Path)), responses((status = 204)), security(("session" = [])))]
pub(super) async fn remove(who: Holder, Id(id): Id) -> Result<StatusCode, Problem> {
    let id = who.id(&id)?;
    documents::remove(&who.app, &who.cx, id)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}
