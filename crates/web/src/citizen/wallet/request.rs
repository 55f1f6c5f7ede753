//! One request: recorded, waiting, late, refused; taking it back.

use app::documents::{Integration, integration, withdraw as take_back};
use axum::extract::Path;
use axum::response::Response;
use domain::document::IntegrationRequest;
use domain::document::matching::NextStep;
use domain::ids::IntegrationId;
use domain::journey::Journey;
use maud::{Markup, html};
use ui::{
    Button, ButtonKind, ButtonLink, InsetText, Panel, Row, Step, StepState, SummaryList, Timeline,
};

use super::{fields, words};
use crate::citizen::survey;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date, date_time};
use crate::page::{Audience, Page, words as frame_words};
use crate::t;

async fn find(signed: &Signed, id: &str) -> Result<Integration, Box<Response>> {
    let found = match id.parse::<IntegrationId>() {
        Ok(id) => integration(&signed.app, &signed.cx, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    found.map_err(|error| Box::new(error::page(&signed.view, &error)))
}

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    match find(&signed, &id).await {
        Ok(request) => page(&signed, &request),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn recorded(signed: Signed, Path(id): Path<String>) -> Response {
    match find(&signed, &id).await {
        Ok(request) => {
            let asked = match request.state {
                IntegrationRequest::PendingVerification { requested_at, .. }
                | IntegrationRequest::Verified { requested_at, .. }
                | IntegrationRequest::Refused { requested_at, .. } => {
                    survey::after(&signed, Journey::Document, &request.id, requested_at).await
                }
                IntegrationRequest::Withdrawn { .. } => html! {},
            };
            recorded_page(&signed, &request, &asked)
        }
        Err(elsewhere) => *elsewhere,
    }
}

fn recorded_page(signed: &Signed, request: &Integration, asked: &Markup) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "recorded-title");
    let source = words::source(lang, request.kind);
    let body = html! {
        (Panel::new(title.clone()).text(html! {
            (t!(lang, "recorded-reference")) br; strong { (request.reference) }
        }))
        h2.govuk-heading-m { (t!(lang, "recorded-next")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "recorded-who", source = source)) }
            li { (t!(lang, "recorded-target", target = date_time(request.target))) }
            li { (t!(lang, "recorded-told")) }
            li { (t!(lang, "recorded-silent")) }
        }
        (ButtonLink::new("/wallet#pending", t!(lang, "recorded-wallet")))
        p.govuk-body { a.govuk-link href={ "/wallet/requests/" (request.id) } { (t!(lang, "recorded-follow")) } }
        (asked)
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}

fn page(signed: &Signed, request: &Integration) -> Response {
    let lang = signed.view.lang;
    let kind = words::kind(lang, request.kind);
    let title = t!(lang, "request-title", kind = kind);
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if signed.view.query.contains("known=1") { (frame_words::notice(lang, t!(lang, "request-known"))) }
        (outcome(lang, request))
        (entered(lang, request))
        @if request.state.is_pending() {
            (ButtonLink::new(format!("/wallet/requests/{}/withdraw", request.id), t!(lang, "request-withdraw")).kind(ButtonKind::Secondary))
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/wallet")
        .respond(body)
}

fn outcome(lang: Lang, request: &Integration) -> Markup {
    match &request.state {
        IntegrationRequest::PendingVerification {
            requested_at,
            last_silent,
            ..
        } => {
            let source = words::source(lang, request.kind);
            let (state, words) = if request.late {
                (
                    StepState::Late,
                    t!(lang, "request-late", source = source.as_str()),
                )
            } else {
                (
                    StepState::Current,
                    t!(lang, "request-target", target = date_time(request.target)),
                )
            };
            let text = html! {
                p { (words) }
                @if let Some(at) = last_silent { p { (t!(lang, "request-silent", at = date_time(*at))) } }
            };
            html! {
                (Timeline(vec![
                    Step::new(StepState::Done, t!(lang, "request-received"), date_time(*requested_at)),
                    Step::new(state, t!(lang, "request-checking", source = source), text),
                    Step::new(StepState::Ahead, t!(lang, "request-result"), t!(lang, "recorded-told")),
                ]))
            }
        }
        IntegrationRequest::Refused {
            reason,
            requested_at,
            at,
        } => html! {
            (Timeline(vec![
                Step::new(StepState::Done, t!(lang, "request-received"), date_time(*requested_at)),
                Step::new(StepState::Refused, words::reason_title(lang, *reason), date_time(*at)),
            ]))
            p.govuk-body-l { (words::reason(lang, *reason, request.kind)) }
            h2.govuk-heading-m { (t!(lang, "request-next-step")) }
            p.govuk-body { (words::next_step(lang, *reason, request.kind)) }
            (again(lang, request, reason.next_step()))
            p.govuk-body-s.govuk-hint { (t!(lang, "request-basis", basis = frame_words::rule(lang, reason.basis()), code = reason.code())) }
        },
        IntegrationRequest::Verified { at, .. } => html! {
            (InsetText::new(t!(lang, "request-verified", at = date_time(*at))))
            (ButtonLink::new("/wallet", t!(lang, "recorded-wallet")))
        },
        IntegrationRequest::Withdrawn { at, .. } => html! {
            (InsetText::new(t!(lang, "request-withdrawn", at = date_time(*at))))
        },
    }
}

/// UX-4: a new request is offered first only where the holder alone can mend it.
fn again(lang: Lang, request: &Integration, next: NextStep) -> Markup {
    let button = ButtonLink::new(
        format!("/wallet/integrate/{}", request.kind.slug()),
        t!(lang, "request-again"),
    );
    if next.mended_elsewhere() {
        let reference = request.reference.as_str();
        html! {
            (InsetText::new(t!(lang, "request-again-later", reference = reference)))
            (button.kind(ButtonKind::Secondary))
        }
    } else {
        html! { (button) }
    }
}

fn entered(lang: Lang, request: &Integration) -> Markup {
    let shown = |field: &str, value: String| match value.parse() {
        Ok(day) if field.ends_with("-expiry") => date(day),
        Ok(_) | Err(_) => value,
    };
    let mut rows = vec![Row::new(
        t!(lang, "request-reference"),
        request.reference.as_str(),
    )];
    rows.extend(
        request
            .claim
            .entered()
            .into_iter()
            .map(|(field, value)| Row::new(fields::label(lang, field), shown(field, value))),
    );
    html! {
        h2.govuk-heading-m { (t!(lang, "request-entered")) }
        (SummaryList::new(rows))
    }
}

pub(super) async fn ask(signed: Signed, Path(id): Path<String>) -> Response {
    let request = match find(&signed, &id).await {
        Ok(request) if request.state.is_pending() => request,
        Ok(decided) => return signed.redirect(&format!("/wallet/requests/{}", decided.id)),
        Err(elsewhere) => return *elsewhere,
    };
    let lang = signed.view.lang;
    let title = t!(lang, "withdraw-title");
    let here = format!("/wallet/requests/{}", request.id);
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "withdraw-text", reference = request.reference.as_str())) }
        (signed.view.form(&format!("{here}/withdraw"), Button::warning(t!(lang, "withdraw-yes"))))
        p.govuk-body { a.govuk-link href=(here) { (t!(lang, "withdraw-no")) } }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back(here)
        .respond(body)
}

pub(super) async fn withdraw(signed: Signed, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<IntegrationId>() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match take_back(&signed.app, &signed.cx, id).await {
        Ok(()) | Err(app::Error::Refused("request-not-pending")) => {
            signed.redirect(&format!("/wallet/requests/{id}"))
        }
        Err(error) => error::page(&signed.view, &error),
    }
}
