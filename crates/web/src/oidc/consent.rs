//! The person at a service's request: what leaves, to whom, for what; agree or decline (D59-5, D69-19).

use app::holder::Resumed;
use app::relying_parties::{
    Answer, Asked, Choice, Failure, Next, Outcome, Refusal, Visit, allow, deny, mark, next, resume,
};
use app::token::Token;
use axum::response::{IntoResponse, Response};
use domain::relying_party::{Claim, Phase};
use maud::{Markup, html};
use ui::{Button, ButtonKind, Checkboxes, InsetText, Radios, SummaryList};

use super::authorize::resumed;
use super::{device, reply, values};
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    let Some(token) = ask.cookies.token(Cookie::Party) else {
        return gone(&ask);
    };
    let session = match resumed(&ask).await {
        Ok(session) => session,
        Err(failed) => return *failed,
    };
    match next(&ask.app, &ask.cx, &token, session.as_ref()).await {
        Ok(Next::Gone) => gone(&ask),
        Ok(Next::SignIn) => ask.redirect("/sign-in"),
        Ok(Next::Terms) => ask.redirect("/terms/accept"),
        Ok(Next::Stranger(visit)) => not_enough(&ask, &visit, ("oidc-too-early", "declined")),
        Ok(Next::Ask(asked)) => {
            question(&ask, &asked, &Form::default(), &Errors::new(ask.view.lang))
        }
        Ok(Next::Agreed(visit)) => onward(&ask, &visit),
        Ok(Next::TooLow(visit)) => not_enough(&ask, &visit, ("oidc-too-low", "not-enough")),
        Ok(Next::Raise(visit)) => raise(&ask, &visit),
        Ok(Next::TooWeak(visit)) => not_enough(&ask, &visit, ("oidc-too-weak", "not-enough")),
        Err(failure) => failed(&ask, failure),
    }
}

/// The request that the page was drawn for. One that took its place since, as any site can bring about,
/// is not what the person read about: its own page comes first.
fn drawn(ask: &Ask, form: &Form) -> Result<Token, Box<Response>> {
    match ask.cookies.token(Cookie::Party) {
        Some(token) if form.get("request") == mark(&ask.app, &token) => Ok(token),
        Some(_) => Err(Box::new(ask.redirect(super::CONTINUE))),
        None => Err(Box::new(gone(ask))),
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match drawn(&ask, &form) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let session = match resumed(&ask).await {
        Ok(Some(session)) if !session.status_only => session,
        Ok(_) => return ask.redirect("/sign-in"),
        Err(failed) => return *failed,
    };
    let ticked: Vec<Claim> = form.all("claim").filter_map(Claim::parse).collect();
    let answer = match form.get("decision") {
        "allow" => {
            let choice = Choice {
                ticked: &ticked,
                organisation: form.get("organisation").parse().ok(),
                passcode: form.get("passcode"),
            };
            match allow(&ask.app, &ask.cx, &token, &session, choice).await {
                Err(Failure::App(wrong @ app::Error::Invalid(_))) => {
                    return again(&ask, (&token, &session), &form, &wrong).await;
                }
                answer => answer,
            }
        }
        "again" => resume(&ask.app, &ask.cx, &token, &session).await,
        _ => deny(&ask.app, &ask.cx, &token, Some(&session), Refusal::Declined).await,
    };
    back_to_client(&ask, answer)
}

/// The same page with what is missing, and with what was chosen.
async fn again(
    ask: &Ask,
    (token, session): (&Token, &Resumed),
    form: &Form,
    wrong: &app::Error,
) -> Response {
    let errors = error::on_form(&ask.view, ask.cx.now, wrong);
    match (next(&ask.app, &ask.cx, token, Some(session)).await, errors) {
        (Ok(Next::Ask(asked)), Some(errors)) => question(ask, &asked, form, &errors),
        _ => ask.redirect(super::CONTINUE),
    }
}

/// Away from a page that cannot go on, or from the sign-in.
pub(super) async fn back(ask: Ask, form: Form) -> Response {
    let token = match drawn(&ask, &form) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let why = match form.get("why") {
        "not-enough" => Refusal::NotEnough,
        _ => Refusal::Declined,
    };
    back_to_client(&ask, deny(&ask.app, &ask.cx, &token, None, why).await)
}

fn back_to_client(ask: &Ask, answer: Outcome<Answer>) -> Response {
    match answer {
        Ok(Answer::Elsewhere { allowed }) => device::decided(ask, allowed),
        Ok(Answer::Back(reply)) => reply::send(ask, &reply, [ask.cookies.remove(Cookie::Party)]),
        Err(Failure::App(app::Error::SignIn)) => ask.redirect("/sign-in"),
        Err(Failure::App(app::Error::Stale | app::Error::NotFound)) => gone(ask),
        Err(failure) => failed(ask, failure),
    }
}

fn failed(ask: &Ask, failure: Failure) -> Response {
    error::page(&ask.view, &app::Error::from(failure))
}

/// The request was answered or took too long.
fn gone(ask: &Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "oidc-gone-title");
    let body = html! { (fields::heading(&title, Some(t!(lang, "oidc-gone-text")))) };
    let page = Page::new(&ask.view, Audience::Public, &title).narrow();
    let response = (axum::http::StatusCode::GONE, page.render(body));
    (
        axum::response::AppendHeaders([ask.cookies.remove(Cookie::Party)]),
        response,
    )
        .into_response()
}

/// Names the request in a form of its page.
fn marked(ask: &Ask) -> Markup {
    let token = ask.cookies.token(Cookie::Party);
    let mark = token.map(|token| mark(&ask.app, &token));
    html! { input type="hidden" name="request" value=[mark]; }
}

/// Forms of this page lead on to the origin that this request comes from.
fn led(visit: &Visit, response: Response) -> Response {
    match &visit.redirect_uri {
        Some(redirect_uri) => reply::leads_to(redirect_uri, response),
        None => response,
    }
}

/// Agreed before: on at once. A page between, since a form's answer may not lead to another site.
fn onward(ask: &Ask, visit: &Visit) -> Response {
    let lang = ask.view.lang;
    let name = visit.party.stored.name.as_str();
    let title = t!(lang, "oidc-onward-title", name = name);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "oidc-onward-text", name = name))))
        div data-module="submit-at-once" {
            (ask.view.form(super::CONTINUE, html! {
                (marked(ask))
                input type="hidden" name="decision" value="again";
                (Button::new(t!(lang, "continue")).prevent_double_click(true))
            }))
        }
    };
    let page = Page::new(&ask.view, Audience::Citizen, &title).narrow();
    led(visit, page.respond(body))
}

/// D59-24.3: this browser reads no chip. The phone does, and lets the browser in at the level that it was raised to.
fn raise(ask: &Ask, visit: &Visit) -> Response {
    let lang = ask.view.lang;
    let name = visit.party.stored.name.as_str();
    let app = ask.app.config.app_name.as_str();
    let title = t!(lang, "oidc-raise-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "oidc-raise-text", name = name))))
        ol.govuk-list.govuk-list--number {
            li { (t!(lang, "oidc-raise-prove", app = app)) }
            li { (t!(lang, "oidc-raise-let-in")) }
        }
        (ask.view.form("/sign-in/phone", Button::new(t!(lang, "oidc-raise-phone")).prevent_double_click(true)))
        (ask.view.form("/oidc/back", html! {
            (marked(ask))
            input type="hidden" name="why" value="not-enough";
            (Button::new(t!(lang, "oidc-go-back", name = name)).kind(ButtonKind::Secondary).prevent_double_click(true))
        }))
    };
    let page = Page::new(&ask.view, Audience::Citizen, &title).narrow();
    led(visit, page.respond(body))
}

fn not_enough(ask: &Ask, visit: &Visit, (key, why): (&str, &str)) -> Response {
    let lang = ask.view.lang;
    let name = visit.party.stored.name.as_str();
    let title = t!(lang, &format!("{key}-title"));
    let body = html! {
        (fields::heading(&title, Some(t!(lang, &format!("{key}-text"), name = name))))
        (ask.view.form("/oidc/back", html! {
            (marked(ask))
            input type="hidden" name="why" value=(why);
            (Button::new(t!(lang, "oidc-go-back", name = name)).prevent_double_click(true))
        }))
    };
    let page = Page::new(&ask.view, Audience::Citizen, &title).narrow();
    led(visit, page.respond(body))
}

/// The name of a claim as people read it.
pub fn claim_label(lang: Lang, claim: Claim) -> String {
    t!(lang, &format!("claim-{}", claim.as_str().replace('_', "-")))
}

fn question(ask: &Ask, asked: &Asked, chosen: &Form, errors: &Errors) -> Response {
    let view = &ask.view;
    let lang = view.lang;
    let party = &asked.visit.party.stored;
    let title = t!(lang, "oidc-ask-title", name = party.name.as_str());
    let body = html! {
        (fields::heading(&title, None))
        (from_elsewhere(lang, asked))
        @if party.phase != Phase::Production { (words::warning(lang, t!(lang, "oidc-sandbox"))) }
        p.govuk-body { strong { (t!(lang, "oidc-purpose")) } " " (party.purpose) }
        (basis(lang, asked))
        (needed(lang, asked))
        @if let Some(licence) = &asked.licence {
            (words::warning(lang, t!(lang, "oidc-package", name = party.name.as_str(), licence = licence.as_str())))
        }
        @if asked.subscriber {
            (words::warning(lang, t!(lang, "oidc-subscriber", name = party.name.as_str())))
        }
        @if asked.with_checks { p.govuk-body { (t!(lang, "oidc-with-checks")) } }
        (view.form(super::CONTINUE, html! {
            (marked(ask))
            (optional(lang, asked, chosen))
            (organisations(lang, asked, (chosen, errors)))
            @if asked.message.is_some() {
                (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            }
            @if asked.lasting { (InsetText::new(t!(lang, "oidc-lasting"))) }
            p.govuk-body { (t!(lang, "oidc-withdraw")) }
            div.govuk-button-group {
                (Button::new(t!(lang, "oidc-allow")).name("decision").value("allow").prevent_double_click(true))
                (Button::new(t!(lang, "oidc-deny")).kind(ButtonKind::Secondary).name("decision").value("deny"))
            }
        }))
    };
    let page = Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow();
    led(&asked.visit, page.respond(body))
}

/// RFC 8628 5.4, CIBA 7.1: whoever asks is not in this browser, and may be an impostor.
fn from_elsewhere(lang: Lang, asked: &Asked) -> Markup {
    html! {
        @match (&asked.message, &asked.visit.redirect_uri) {
            (Some(message), _) => {
                (words::warning(lang, t!(lang, "calling-warning")))
                @if !message.is_empty() {
                    p.govuk-body { strong { (t!(lang, "calling-message")) } ": " (message) }
                }
            }
            (None, None) => (device::warning(lang)),
            (None, Some(_)) => {}
        }
    }
}

/// On what it rests (D59-22.2), and where the answer goes: a name alone anybody can take.
fn basis(lang: Lang, asked: &Asked) -> Markup {
    let party = &asked.visit.party.stored;
    let to = asked.visit.redirect_uri.as_deref();
    let to = to.and_then(|to| to.split('/').nth(2));
    html! {
        @if party.phase == Phase::Production {
            p.govuk-body { strong { (t!(lang, "oidc-basis")) } " " (party.legal_basis) }
        }
        @if let Some(to) = to {
            p.govuk-body { strong { (t!(lang, "oidc-address")) } " " (to) }
        }
    }
}

fn needed(lang: Lang, asked: &Asked) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "oidc-needed")) }
        p.govuk-body { (t!(lang, "oidc-always")) }
        @if !asked.needed.is_empty() {
            (SummaryList::new(asked.needed.iter().map(|value| {
                ui::Row::new(claim_label(lang, value.claim), values::said(lang, asked, value))
            })))
        }
    }
}

fn optional(lang: Lang, asked: &Asked, chosen: &Form) -> Markup {
    let choices = asked.optional.iter().map(|value| {
        let name = value.claim.as_str();
        ui::Choice::new(name, claim_label(lang, value.claim))
            .hint(values::said(lang, asked, value))
            .checked(chosen.all("claim").any(|ticked| ticked == name))
    });
    html! {
        @if !asked.optional.is_empty() {
            (Checkboxes::new("claim", t!(lang, "oidc-optional")).items(choices))
        }
    }
}

/// D59-13.7: whom he acts for there, where he may act for several.
fn organisations(lang: Lang, asked: &Asked, (chosen, errors): (&Form, &Errors)) -> Markup {
    let choices = asked.organisations.iter().map(|one| {
        let power = t!(lang, &format!("power-{}", one.power.as_str()));
        ui::Choice::new(one.id.to_string(), one.name.as_str())
            .hint(format!("{} – {power}", one.code))
    });
    html! {
        @if asked.organisations.len() > 1 {
            (Radios::new("organisation", t!(lang, "oidc-organisation"))
                .items(choices)
                .value(chosen.get("organisation"))
                .error(errors.of("organisation")))
        }
    }
}
