//! Level 1 in the app (D59-14.1), step by step.

pub(super) mod card;

use app::registration as case;
use axum::Json;
use axum::http::StatusCode;
use domain::registration::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::{Image, Input};
use super::problem::Problem;
use super::sign_in::Code;
use super::who::{Caller, Journey};
use crate::t;

/// A draft was opened.
#[derive(Serialize, ToSchema)]
pub struct Started {
    /// For the header `Journey` of all further steps.
    journey: String,
}

/// The next step.
#[derive(Serialize, ToSchema)]
pub struct Next {
    /// Stable word of the step.
    #[schema(example = "contact")]
    next: &'static str,
}

/// The next step after a portrait.
#[derive(Serialize, ToSchema)]
pub struct PortraitNext {
    /// Stable word of the step.
    #[schema(example = "consent")]
    next: &'static str,
    /// D59-14.1.app: what would make it better. It is kept as it is unless another one is sent.
    cures: Vec<Cure>,
}

/// What is wrong with a portrait.
#[derive(Serialize, ToSchema)]
pub struct Cure {
    /// Stable word.
    #[schema(example = "face-dark")]
    code: String,
    /// What to do.
    detail: String,
}

/// Personal identification number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Number {
    number: String,
}

/// Phone or e-mail address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactInput {
    /// `phone` or `email`.
    #[schema(example = "phone")]
    by: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
}

/// Details as on the card.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Details {
    name: String,
    /// `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where the card prints no more.
    birth: String,
    /// `male` or `female`.
    sex: String,
    /// `YYYY-MM-DD`.
    card_issued: String,
}

/// Agreement.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    agreed: bool,
}

/// Reference and number of a registration.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// `DK-XXXXX-XXXXX`.
    reference: String,
    number: String,
}

/// Received.
#[derive(Serialize, ToSchema)]
pub struct Received {
    /// `DK-XXXXX-XXXXX`.
    reference: String,
    /// D59-17.1.a: until when it will be decided.
    #[schema(format = DateTime)]
    due: Option<String>,
}

/// How a registration stands.
#[derive(Serialize, ToSchema)]
pub struct Standing {
    reference: String,
    /// Level asked for.
    level: u8,
    /// `draft`, `received`, `incomplete`, `approved`, `refused`.
    state: &'static str,
    /// I7: reason code of a refusal.
    reason: Option<&'static str>,
    #[schema(format = DateTime)]
    received: Option<String>,
    #[schema(format = DateTime)]
    due: Option<String>,
    /// Past its due date and not decided.
    late: bool,
    /// D59-14.2.b: applied for together with the identity card, and issued with it.
    with_card: bool,
}

fn next(result: app::Result<case::Step>, journey: &Journey) -> Result<Json<Next>, Problem> {
    result
        .map(|step| {
            Json(Next {
                next: step.as_str(),
            })
        })
        .map_err(|e| journey.problem(e))
}

/// Opens a draft.
#[utoipa::path(post, path = "/registration", tag = "registration", responses((status = 201, body = Started)))]
pub(super) async fn start(caller: Caller) -> Result<(StatusCode, Json<Started>), Problem> {
    let token = case::start(&caller.app, &caller.cx)
        .await
        .map_err(|e| caller.problem(e))?;
    Ok((
        StatusCode::CREATED,
        Json(Started {
            journey: token.to_text(),
        }),
    ))
}

/// The step the applicant stands at.
#[utoipa::path(get, path = "/registration", tag = "registration", responses((status = 200, body = Next)), security(("journey" = [])))]
pub(super) async fn draft(journey: Journey) -> Result<Json<Next>, Problem> {
    let draft = case::draft(&journey.app, &journey.cx, &journey.token).await;
    next(draft.map(|draft| draft.next), &journey)
}

/// Sets the number.
#[utoipa::path(post, path = "/registration/number", tag = "registration", request_body = Number, responses((status = 200, body = Next)), security(("journey" = [])))]
pub(super) async fn number(
    journey: Journey,
    Input(input): Input<Number>,
) -> Result<Json<Next>, Problem> {
    next(
        case::set_number(&journey.app, &journey.cx, &journey.token, &input.number).await,
        &journey,
    )
}

/// Sets the contact; a code goes there.
#[utoipa::path(post, path = "/registration/contact", tag = "registration", request_body = ContactInput, responses((status = 200, body = Next)), security(("journey" = [])))]
pub(super) async fn contact(
    journey: Journey,
    Input(input): Input<ContactInput>,
) -> Result<Json<Next>, Problem> {
    let entered = case::ContactEntered {
        by: &input.by,
        phone: &input.phone,
        email: &input.email,
    };
    next(
        case::set_contact(&journey.app, &journey.cx, &journey.token, &entered).await,
        &journey,
    )
}

/// Sends the code once more.
#[utoipa::path(post, path = "/registration/resend", tag = "registration", responses((status = 204)), security(("journey" = [])))]
pub(super) async fn resend(journey: Journey) -> Result<StatusCode, Problem> {
    let done = case::resend_code(&journey.app, &journey.cx, &journey.token).await;
    done.map(|()| StatusCode::NO_CONTENT)
        .map_err(|e| journey.problem(e))
}

/// Confirms the contact.
#[utoipa::path(post, path = "/registration/code", tag = "registration", request_body = Code, responses((status = 200, body = Next)), security(("journey" = [])))]
pub(super) async fn code(
    journey: Journey,
    Input(input): Input<Code>,
) -> Result<Json<Next>, Problem> {
    next(
        case::confirm_contact(&journey.app, &journey.cx, &journey.token, &input.code).await,
        &journey,
    )
}

/// Sets the details as on the card.
#[utoipa::path(post, path = "/registration/details", tag = "registration", request_body = Details, responses((status = 200, body = Next)), security(("journey" = [])))]
pub(super) async fn details(
    journey: Journey,
    Input(input): Input<Details>,
) -> Result<Json<Next>, Problem> {
    let details = case::Details {
        name: &input.name,
        birth: &input.birth,
        sex: &input.sex,
        card_issued: &input.card_issued,
    };
    next(
        case::set_details(&journey.app, &journey.cx, &journey.token, &details).await,
        &journey,
    )
}

/// Sets the portrait: a JPEG or PNG as it is. One before it is replaced.
#[utoipa::path(put, path = "/registration/portrait", tag = "registration", request_body(content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))), responses((status = 200, body = PortraitNext)), security(("journey" = [])))]
pub(super) async fn portrait(
    journey: Journey,
    Image(bytes): Image,
) -> Result<Json<PortraitNext>, Problem> {
    let kept = case::set_portrait(&journey.app, &journey.cx, &journey.token, bytes.to_vec()).await;
    let kept = kept.map_err(|e| journey.problem(e))?;
    let cure = |remedy: &str| t!(journey.cx.lang, &format!("self-proof-remedy-{remedy}"));
    let cures = kept.cures.into_iter().map(|found| Cure {
        detail: cure(&found.remedy),
        code: found.code,
    });
    Ok(Json(PortraitNext {
        next: kept.next.as_str(),
        cures: cures.collect(),
    }))
}

/// Records the agreement.
#[utoipa::path(post, path = "/registration/consent", tag = "registration", request_body = Agreement, responses((status = 200, body = Next)), security(("journey" = [])))]
pub(super) async fn consent(
    journey: Journey,
    Input(input): Input<Agreement>,
) -> Result<Json<Next>, Problem> {
    next(
        case::agree(&journey.app, &journey.cx, &journey.token, input.agreed).await,
        &journey,
    )
}

/// Hands the registration in; its clock starts.
#[utoipa::path(post, path = "/registration/submit", tag = "registration", responses((status = 200, body = Received)), security(("journey" = [])))]
pub(super) async fn submit(journey: Journey) -> Result<Json<Received>, Problem> {
    let done = case::submit(&journey.app, &journey.cx, &journey.token)
        .await
        .map_err(|e| journey.problem(e))?;
    Ok(Json(Received {
        reference: done.reference,
        due: done.due.map(|at| at.to_string()),
    }))
}

/// How a registration stands, by reference and number.
#[utoipa::path(post, path = "/registration/status", tag = "registration", request_body = Asked, responses((status = 200, body = Standing)))]
pub(super) async fn status(
    caller: Caller,
    Input(input): Input<Asked>,
) -> Result<Json<Standing>, Problem> {
    let found =
        case::status_by_reference(&caller.app, &caller.cx, &input.reference, &input.number).await;
    let status = found.map_err(|e| caller.problem(e))?;
    let reason = match &status.state {
        State::Refused { reason, .. } => Some(reason.as_str()),
        State::Draft
        | State::Received { .. }
        | State::Incomplete { .. }
        | State::Approved { .. } => None,
    };
    Ok(Json(Standing {
        late: status.late(caller.cx.now),
        with_card: status.joint,
        level: status.level.get(),
        state: status.state.as_str(),
        reason,
        received: status.received.map(|at| at.to_string()),
        due: status.due.map(|at| at.to_string()),
        reference: status.reference,
    }))
}
