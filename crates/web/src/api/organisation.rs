//! Organisations of the holder (D59-13.7, D59-16), and the children and wards under his account (D59-11.1).

use app::{dependants, organisations};
use axum::Json;
use domain::account::Standing;
use domain::organisation::OrganisationCode;
use jiff::Timestamp;
use serde::Serialize;
use store::organisation::registration::{State, Stored};
use utoipa::ToSchema;

use super::problem::Problem;
use super::who::{Holder, Id};

/// An organisation that the holder acts for, or is offered a power over.
#[derive(Serialize, ToSchema)]
pub struct Organisation {
    id: String,
    name: String,
    /// As people write it; empty where the power is only offered.
    code: String,
    /// `legal`, `represent`, `documents` or `sign-in`.
    #[schema(example = "legal")]
    power: &'static str,
    /// None for the legal representative.
    #[schema(format = DateTime)]
    until: Option<String>,
    /// `open`, `awaiting-activation`, `activation-lapsed`, `locked`, or `offered`.
    standing: &'static str,
}

/// A request for an organisation's account.
#[derive(Serialize, ToSchema)]
pub struct OrganisationRequest {
    id: String,
    #[schema(example = "TC-22222-22222")]
    reference: String,
    name: String,
    /// `draft`, `asking`, `received`, `approved` or `refused`.
    state: &'static str,
    #[schema(format = DateTime)]
    due: Option<String>,
    /// Why it was refused: a stable word.
    refusal: Option<String>,
    /// The organisation, once its account was issued.
    organisation: Option<String>,
}

/// D69-12: a request of another representative that waits for the holder's consent.
#[derive(Serialize, ToSchema)]
pub struct ConsentAsked {
    request: String,
    organisation: String,
    registrant: String,
    #[schema(format = DateTime)]
    since: String,
}

/// Everything about organisations that concerns the holder.
#[derive(Serialize, ToSchema)]
pub struct Organisations {
    acting_for: Vec<Organisation>,
    offers: Vec<Organisation>,
    consents: Vec<ConsentAsked>,
    requests: Vec<OrganisationRequest>,
}

/// Another representative who is asked.
#[derive(Serialize, ToSchema)]
pub struct Consent {
    /// Number, its middle hidden.
    number: String,
    /// `agreed`, `refused`, `ended`; none before he answers.
    answer: Option<&'static str>,
}

/// One request, with the consents it waits for.
#[derive(Serialize, ToSchema)]
pub struct OrganisationRequestState {
    #[serde(flatten)]
    request: OrganisationRequest,
    consents: Vec<Consent>,
}

/// A power over an organisation.
#[derive(Serialize, ToSchema)]
pub struct Delegation {
    id: String,
    /// His name once he accepted, his number with its middle hidden before.
    name: String,
    power: &'static str,
    #[schema(format = DateTime)]
    offered: String,
    #[schema(format = DateTime)]
    accepted: Option<String>,
    #[schema(format = DateTime)]
    until: Option<String>,
    /// Why it ended: a stable word.
    ended: Option<&'static str>,
}

/// A child or ward under the holder's account.
#[derive(Serialize, ToSchema)]
pub struct Dependant {
    id: String,
    /// None where the law puts the person under this account no longer.
    name: Option<String>,
    /// Its middle hidden.
    number: Option<String>,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    birth: Option<String>,
}

fn text(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

const fn standing(standing: &Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::AwaitingActivation { .. } => "awaiting-activation",
        Standing::ActivationLapsed { .. } => "activation-lapsed",
        Standing::Locked => "locked",
    }
}

fn request(stored: &Stored) -> OrganisationRequest {
    let (state, refusal, organisation) = match &stored.state {
        State::Draft => ("draft", None, None),
        State::Asking => ("asking", None, None),
        State::Received { .. } => ("received", None, None),
        State::Approved { organisation, .. } => ("approved", None, Some(organisation.to_string())),
        State::Refused { reason, .. } => ("refused", Some(reason.clone()), None),
    };
    let code = stored.dossier.code.as_ref().map(OrganisationCode::shown);
    let name = stored.dossier.name.as_str();
    OrganisationRequest {
        id: stored.id.to_string(),
        reference: stored.reference.clone(),
        name: if name.is_empty() {
            code.unwrap_or_default()
        } else {
            name.to_owned()
        },
        state,
        due: text(stored.due),
        refusal,
        organisation,
    }
}

/// The organisations that the holder acts for, is offered, is asked about, and has asked for.
#[utoipa::path(get, path = "/organisations", tag = "organisations", responses((status = 200, body = Organisations)), security(("session" = [])))]
pub(super) async fn list(who: Holder) -> Result<Json<Organisations>, Problem> {
    let mine = organisations::mine(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    let entry = |one: &organisations::Entry| Organisation {
        id: one.organisation.to_string(),
        name: one.name.clone(),
        code: one.code.clone(),
        power: one.power.as_str(),
        until: text(one.until),
        standing: standing(&one.standing),
    };
    let offer = |one: &organisations::Offer| Organisation {
        id: one.organisation.to_string(),
        name: one.name.clone(),
        code: String::new(),
        power: one.power.as_str(),
        until: text(one.until),
        standing: "offered",
    };
    let asked = |one: &organisations::Asked| ConsentAsked {
        request: one.place.to_string(),
        organisation: one.stored.dossier.name.clone(),
        registrant: one.registrant.clone(),
        since: one.since.to_string(),
    };
    Ok(Json(Organisations {
        acting_for: mine.organisations.iter().map(entry).collect(),
        offers: mine.offers.iter().map(offer).collect(),
        consents: mine.asked.iter().map(asked).collect(),
        requests: mine.requests.iter().map(request).collect(),
    }))
}

/// Where one of the holder's requests stands.
#[utoipa::path(get, path = "/organisations/requests/{id}", tag = "organisations", params(("id" = String, Path)), responses((status = 200, body = OrganisationRequestState)), security(("session" = [])))]
pub(super) async fn registration(
    who: Holder,
    Id(id): Id,
) -> Result<Json<OrganisationRequestState>, Problem> {
    let found = organisations::registration(&who.app, &who.cx, who.id(&id)?)
        .await
        .map_err(|e| who.problem(e))?;
    let consents = found.consents.into_iter().map(|(number, answer)| Consent {
        number,
        answer: answer.map(store::organisation::consent::Answer::as_str),
    });
    Ok(Json(OrganisationRequestState {
        consents: consents.collect(),
        request: request(&found.stored),
    }))
}

/// Every power over an organisation; for its legal representative.
#[utoipa::path(get, path = "/organisations/{id}/delegations", tag = "organisations", params(("id" = String, Path)), responses((status = 200, body = Vec<Delegation>)), security(("session" = [])))]
pub(super) async fn delegations(who: Holder, Id(id): Id) -> Result<Json<Vec<Delegation>>, Problem> {
    let lines = organisations::delegations(&who.app, &who.cx, who.id(&id)?)
        .await
        .map_err(|e| who.problem(e))?;
    let line = |line: organisations::Line| Delegation {
        id: line.delegation.id.to_string(),
        name: line.name,
        power: line.delegation.power.as_str(),
        offered: line.delegation.offered.to_string(),
        accepted: text(line.delegation.accepted),
        until: text(line.delegation.until),
        ended: line.delegation.ended.map(|(_, why)| why.as_str()),
    };
    Ok(Json(lines.into_iter().map(line).collect()))
}

/// The children and wards under the holder's account, as their register holds them now.
#[utoipa::path(get, path = "/dependants", tag = "dependants", responses((status = 200, body = Vec<Dependant>)), security(("session" = [])))]
pub(super) async fn dependants(who: Holder) -> Result<Json<Vec<Dependant>>, Problem> {
    let all = dependants::list(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    let one = |one: dependants::Dependant| {
        let identity = one.person.map(|person| person.identity);
        Dependant {
            id: one.id.to_string(),
            number: identity.as_ref().map(|i| i.number.masked()),
            birth: identity.as_ref().map(|i| i.birth.to_iso()),
            name: identity.map(|i| i.name.as_str().to_owned()),
        }
    };
    Ok(Json(all.into_iter().map(one).collect()))
}
