//! What a programme manager does about courses.

use app::training::{self, Offer, SetNeed};
use axum::response::Response;
use maud::html;
use ui::InsetText;

use super::{HERE, draw};
use crate::citizen::fields;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::t;

pub(super) async fn offer(desk: Desk, form: Form) -> Response {
    let command = Offer {
        code: form.get("code"),
        title: form.get("title"),
        address: form.get("address"),
        months: form.get("months"),
    };
    match training::offer(&desk.app, &desk.cx, &command).await {
        Ok(secret) => told(&desk, form.get("code").trim(), &secret),
        Err(wrong) => again(&desk, &form, &wrong).await,
    }
}

pub(super) async fn secret(desk: Desk, form: Form) -> Response {
    let code = form.get("course");
    match training::renew_secret(&desk.app, &desk.cx, code).await {
        Ok(secret) => told(&desk, code, &secret),
        Err(wrong) => error::page(&desk.view, &wrong),
    }
}

pub(super) async fn withdraw(desk: Desk, form: Form) -> Response {
    let done = training::withdraw(&desk.app, &desk.cx, form.get("course")).await;
    after(&desk, done)
}

pub(super) async fn need(desk: Desk, form: Form) -> Response {
    let from = fields::iso_date(&form, "from");
    let command = SetNeed {
        course: form.get("course"),
        role: form.get("role"),
        from: &from,
    };
    match training::set_need(&desk.app, &desk.cx, &command).await {
        Ok(()) => desk.redirect(HERE),
        Err(wrong) => again(&desk, &form, &wrong).await,
    }
}

pub(super) async fn end_need(desk: Desk, form: Form) -> Response {
    let which = (form.get("role"), form.get("course"));
    let done = training::end_need(&desk.app, &desk.cx, which).await;
    after(&desk, done)
}

fn after(desk: &Desk, done: app::Result<()>) -> Response {
    match done {
        Ok(()) => desk.redirect(HERE),
        Err(wrong) => error::page(&desk.view, &wrong),
    }
}

async fn again(desk: &Desk, form: &Form, wrong: &app::Error) -> Response {
    match error::on_form(&desk.view, desk.cx.now, wrong) {
        Some(errors) => error::with_status(draw(desk, form, &errors).await, wrong),
        None => error::page(&desk.view, wrong),
    }
}

/// The secret, this once, with where its provider sends messages.
fn told(desk: &Desk, code: &str, secret: &str) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "training-secret-title");
    let place = format!("{}/api/v1/training/{code}", desk.app.config.public_url);
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "training-secret-text")) }
        (InsetText::new(html! { code.dd-code { (secret) } }))
        p.govuk-body { (t!(lang, "training-secret-place")) " " code { (place) } }
        p.govuk-body { a.govuk-link href=(HERE) { (t!(lang, "training-back")) } }
    };
    page(desk, &title).respond(body)
}
