//! Asking for production: a draft, what is missing, how far the request is (D59-22.1, D69-18).

use app::relying_parties::desk::{Asking, asking, keep_draft, submit as hand_in, withdraw_request};
use axum::response::Response;
use domain::ids::ClientId;
use domain::relying_party::{Dossier, PartyKind, Phase, Review, ReviewState};
use domain::time::viet_nam_date;
use maud::{Markup, html};
use ui::{Button, Input, Row, Select, SelectOption, SummaryList, Tag, Textarea, Tone};

use crate::error;
use crate::extract::{Place, Signed};
use crate::i18n::{date, date_time};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(signed: Signed, Place(id): Place<ClientId>) -> Response {
    draw(&signed, id, None, &Errors::new(signed.view.lang)).await
}

pub(super) async fn submit(signed: Signed, Place(id): Place<ClientId>, form: Form) -> Response {
    let dossier = Dossier::read(|name| form.get(name));
    let (done, told) = match form.get("act") {
        "draft" => {
            let kept = keep_draft(&signed.app, &signed.cx, id, &dossier).await;
            (kept, "done=1")
        }
        _ => {
            let handed = hand_in(&signed.app, &signed.cx, id, &dossier).await;
            (handed, "handed=1")
        }
    };
    match done {
        Ok(()) => signed.redirect(&format!("/developers/{id}/production?{told}")),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => {
                let form = draw(&signed, id, Some(dossier), &errors).await;
                error::with_status(form, &failure)
            }
            None => error::page(&signed.view, &failure),
        },
    }
}

pub(super) async fn withdraw(signed: Signed, Place(id): Place<ClientId>) -> Response {
    match withdraw_request(&signed.app, &signed.cx, id).await {
        Ok(()) => signed.redirect(&format!("/developers/{id}/production")),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

async fn draw(signed: &Signed, id: ClientId, typed: Option<Dossier>, errors: &Errors) -> Response {
    let asking = match asking(&signed.app, &signed.cx, id).await {
        Ok(asking) => asking,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "party-production");
    let home = format!("/developers/{id}");
    let kept = asking.open().map(|row| row.review.dossier.clone());
    let dossier = typed.or(kept).unwrap_or_default();
    let body = html! {
        @if signed.view.query.contains("done=1") { (words::success(lang, t!(lang, "party-kept"))) }
        @if let Some(due) = handed_in(signed, &asking) {
            (words::success(lang, t!(lang, "party-handed-in", due = due)))
        }
        h1.govuk-heading-l { (title) }
        @for row in asking.requests.iter().take(3) { (state(signed, &row.review)) }
        @if asking.client.phase == Phase::Sandbox { (form(signed, &home, &dossier, errors)) }
        @if asking.open().is_some() { (take_back(signed, &home, &asking)) }
    };
    super::page(signed, &title, &home)
        .errors(errors)
        .narrow()
        .respond(body)
}

/// Until when it is checked, right after it was handed in.
fn handed_in(signed: &Signed, asking: &Asking) -> Option<String> {
    let received = asking.open()?.review.received().ok()?;
    let just = signed.view.query.contains("handed=1");
    just.then(|| date(viet_nam_date(received.due)))
}

fn take_back(signed: &Signed, home: &str, asking: &Asking) -> Markup {
    let lang = signed.view.lang;
    let words = if asking.client.phase == Phase::Sandbox {
        t!(lang, "party-draft-drop")
    } else {
        t!(lang, "party-withdraw")
    };
    signed.view.form(
        &format!("{home}/production/withdraw"),
        Button::secondary(words).prevent_double_click(true),
    )
}

/// I7: where a request stands; of a refusal the reason, the words, the law, what to do next and how to object.
fn state(signed: &Signed, review: &Review) -> Markup {
    let lang = signed.view.lang;
    let word = review.state.as_str();
    let tone = match &review.state {
        ReviewState::Draft | ReviewState::Withdrawn { .. } => Tone::Quiet,
        ReviewState::Received(_) => Tone::Waiting,
        ReviewState::Approved { .. } => Tone::Good,
        ReviewState::Refused { .. } => Tone::Bad,
    };
    let tag = Tag::new(tone, t!(lang, &format!("party-review-state-{word}")));
    let what = t!(lang, &format!("party-review-{}", review.kind.as_str()));
    let mut rows = vec![Row::new(what, html! { (tag) })];
    match &review.state {
        ReviewState::Received(received) => {
            rows.push(Row::new(t!(lang, "party-received"), date_time(received.at)));
            rows.push(Row::new(t!(lang, "party-due"), date_time(received.due)));
        }
        ReviewState::Refused {
            received,
            reason,
            words,
            ..
        } => {
            let basis = reason.basis(received.regime);
            let basis = t!(
                lang,
                "party-basis-of",
                article = i64::from(basis.article),
                decree = basis.regime.label()
            );
            let key = |of: &str| t!(lang, &format!("party-{of}-{}", reason.as_str()));
            rows.push(Row::new(t!(lang, "party-reason"), key("refusal")));
            rows.push(Row::new(t!(lang, "party-words"), words.as_str()));
            rows.push(Row::new(t!(lang, "party-basis"), basis));
            rows.push(Row::new(t!(lang, "party-next"), key("next")));
            let phone = signed.app.config.call_centre.as_str();
            let objection = t!(lang, "party-object-text", phone = phone);
            rows.push(Row::new(t!(lang, "party-object"), objection));
        }
        ReviewState::Draft | ReviewState::Approved { .. } | ReviewState::Withdrawn { .. } => {}
    }
    html! { (SummaryList::new(rows)) }
}

fn form(signed: &Signed, home: &str, dossier: &Dossier, errors: &Errors) -> Markup {
    let lang = signed.view.lang;
    let label = |name: &str| t!(lang, &format!("party-dossier-{name}"));
    let kinds = PartyKind::ALL.map(|kind| {
        SelectOption::new(
            kind.as_str(),
            t!(lang, &format!("party-kind-{}", kind.as_str())),
        )
    });
    html! {
        p.govuk-body { (t!(lang, "party-production-text")) }
        (signed.view.form(&format!("{home}/production"), html! {
            (Select::new("kind", t!(lang, "party-kind"))
                .options([SelectOption::new("", t!(lang, "counter-choose"))])
                .options(kinds).value(dossier.kind.as_str()).error(errors.of("kind")))
            @for (name, value) in dossier.fields().into_iter().skip(1) {
                @if matches!(name, "legal_basis" | "scope" | "personal_data") {
                    (Textarea::new(name, label(name)).value(value).error(errors.of(name)).rows(3))
                } @else {
                    (input(name, label(name)).value(value).error(errors.of(name)))
                }
            }
            div.govuk-button-group {
                (Button::new(t!(lang, "party-submit")).name("act").value("submit"))
                (Button::secondary(t!(lang, "party-draft")).name("act").value("draft"))
            }
        }))
    }
}

/// A line of the dossier, with the keyboard that fits.
fn input(name: &'static str, label: String) -> Input {
    let input = Input::new(name, label);
    match name {
        "email" => input.input_type("email").autocomplete("email"),
        "tax_code" => input.digits().width(20),
        "security_level" => input.digits().width(2),
        "agreement_date" | "security_date" => input.width(10),
        _ => input,
    }
}
