//! The description of the API: `OpenAPI` 3.1, made from the handlers, kept in docs/openapi.json.

use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi as Document, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::problem::{Body, FieldProblem};
use super::{
    account, activation, approval, document, factors, integration, lock, lock_now, notices,
    organisation, phone, recovery, register_event, registration, self_proof, session, sign_in,
    subscriber_batch, terms, training,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Định Danh",
        description = "Electronic identification for native apps: the same operations as the pages. Errors are problem documents (RFC 9457).",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/api/v1")),
    modifiers(&Common),
    components(schemas(Body, FieldProblem)),
    paths(
        sign_in::begin, sign_in::code, sign_in::resend, sign_in::device,
        factors::challenge, factors::sign_in, factors::app_code,
        factors::list, factors::register, factors::made, factors::remove,
        session::show, session::end,
        self_proof::ask, self_proof::reading, self_proof::answer, self_proof::frames,
        self_proof::ask_lost, self_proof::reading_lost, self_proof::answer_lost, self_proof::frames_lost,
        self_proof::finish, self_proof::stop,
        approval::show, approval::allow, approval::deny,
        activation::begin, activation::code, activation::resend, activation::progress, activation::password,
        activation::passcode, activation::answers,
        recovery::begin, recovery::code, recovery::password,
        phone::ask, phone::bind,
        registration::start, registration::draft, registration::number,
        registration::card::code, registration::card::ask, registration::card::reading, registration::card::answer,
        registration::contact, registration::resend,
        registration::code, registration::details, registration::portrait, registration::consent, registration::submit,
        registration::status,
        account::me, account::devices, account::remove_device, account::device_code, account::password,
        account::passcode, account::passcode_code, notices::activity, notices::notices, notices::read,
        document::wallet, document::show, document::remove,
        integration::eligibility, integration::request, integration::one, integration::withdraw,
        lock::lock, lock::status, lock::receipt, lock::ask_unlock, register_event::tell, training::tell,
        subscriber_batch::list, subscriber_batch::begin, subscriber_batch::show, subscriber_batch::give_up,
        subscriber_batch::receive, subscriber_batch::fetch,
        terms::show, terms::accept,
        organisation::list, organisation::registration, organisation::delegations, organisation::dependants,
        lock_now::begin, lock_now::password, lock_now::code, lock_now::resend, lock_now::confirm, lock_now::take_back,
    )
)]
struct Api;

/// What every operation has: the ways to prove oneself, and problems.
struct Common;

fn problem(words: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(words)
        .content("application/problem+json", content)
        .build()
}

impl Common {
    fn answers(operation: &mut Operation) {
        let mut add = |status: &str, words: &str| {
            let known = &mut operation.responses.responses;
            known
                .entry(status.to_owned())
                .or_insert_with(|| RefOr::T(problem(words)));
        };
        if operation.request_body.is_some() {
            add("400", "The body cannot be read");
            add("413", "The body is too large");
            add("415", "The body is of another type");
            add("422", "Members of the body cannot be accepted");
        }
        if operation.security.is_some() {
            add("401", "No session or journey, or no longer");
        }
        add("default", "Any other refusal");
    }
}

impl Modify for Common {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The session of /sign-in/code"))
            .build();
        components.add_security_scheme("session", SecurityScheme::Http(bearer));
        let client = HttpBuilder::new()
            .scheme(HttpAuthScheme::Basic)
            .description(Some("A relying party's client: its secret, or by the scheme Bearer an assertion (RFC 7523)"))
            .build();
        components.add_security_scheme("client", SecurityScheme::Http(client));
        let journey = ApiKeyValue::with_description("Journey", "A journey between two steps");
        components.add_security_scheme("journey", SecurityScheme::ApiKey(ApiKey::Header(journey)));
        for item in document.paths.paths.values_mut() {
            let operations = [
                &mut item.get,
                &mut item.put,
                &mut item.post,
                &mut item.delete,
            ];
            operations.into_iter().flatten().for_each(Self::answers);
        }
    }
}

/// The description, for the command that writes docs/openapi.json.
pub fn openapi() -> Document {
    Api::openapi()
}

pub(super) async fn serve() -> impl IntoResponse {
    let text = openapi().to_json().unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], text)
}
