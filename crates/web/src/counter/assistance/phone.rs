//! APP-12: another telephone number, asked for in a call or visit: the number, the code sent there, the
//! due date.

use app::assistance::{AccountView, CallRef, CaseView, PhoneView, Proof, view};
use app::phone_change::{receive, send_code};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, Input, InsetText};

use crate::citizen::fields;
use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// The way here from a call whose proof is strong.
pub(super) fn offered(desk: &Desk, seen: &CaseView) -> Markup {
    let lang = desk.view.lang;
    let place = format!("/counter/assistance/{}/phone", seen.case);
    html! { p.govuk-body { a.govuk-link href=(place) { (t!(lang, "call-phone")) } } }
}

pub(super) async fn show(desk: Desk, Path(case): Path<String>) -> Response {
    match case.parse() {
        Ok(case) => draw(&desk, case, &Form::default(), &Errors::new(desk.view.lang)).await,
        Err(_) => error::page(&desk.view, &app::Error::NotFound),
    }
}

pub(super) async fn send(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let done = send_code(&desk.app, &desk.cx, case, form.get("phone")).await;
    after(&desk, case, &form, done).await
}

pub(super) async fn confirm(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let done = receive(&desk.app, &desk.cx, case, form.get("code")).await;
    after(&desk, case, &form, done.map(|_| ())).await
}

async fn after(desk: &Desk, case: CallRef, form: &Form, done: app::Result<()>) -> Response {
    match done {
        Ok(()) => desk.redirect(&format!("/counter/assistance/{case}/phone")),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(desk, case, form, &errors).await,
            None => error::page(&desk.view, &error),
        },
    }
}

async fn draw(desk: &Desk, case: CallRef, form: &Form, errors: &Errors) -> Response {
    let seen = match view(&desk.app, &desk.cx, case).await {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "call-phone");
    let body = html! {
        (counter::heading(&title))
        @match seen.account.as_ref().filter(|_| seen.proof == Proof::Strong && seen.over.is_none()) {
            Some(account) => (steps(desk, case, account, form, errors)),
            None => (InsetText::new(t!(lang, "call-needs-strong"))),
        }
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back(format!("/counter/assistance/{case}"))
        .respond(body)
}

fn steps(
    desk: &Desk,
    case: CallRef,
    account: &AccountView,
    form: &Form,
    errors: &Errors,
) -> Markup {
    let lang = desk.view.lang;
    let at = |what: &str| format!("/counter/assistance/{case}/phone{what}");
    let number = |value: &str| {
        Input::new("phone", t!(lang, "call-phone-new"))
            .hint(t!(lang, "call-phone-hint"))
            .value(value)
            .error(errors.of("phone"))
            .autocomplete("off")
            .digits()
            .width(20)
    };
    if account.own_lock || !account.others.is_empty() {
        return html! { (InsetText::new(t!(lang, "refused-phone-change-locked"))) };
    }
    match &account.phone {
        PhoneView::Waits { phone, due } => {
            let due = date_time(*due);
            html! { (InsetText::new(t!(lang, "call-phone-waits", phone = phone.as_str(), due = due))) }
        }
        PhoneView::Free => desk.view.form(
            &at(""),
            html! {
                p.govuk-body { (t!(lang, "call-phone-text")) }
                (number(form.get("phone")))
                (Button::new(t!(lang, "call-phone-send")).prevent_double_click(true))
            },
        ),
        PhoneView::CodeSent(phone) => html! {
            p.govuk-body { (t!(lang, "call-phone-script", phone = phone.as_str())) }
            (desk.view.form(&at("/code"), html! {
                (fields::code(lang, errors).autocomplete("off"))
                (Button::new(t!(lang, "call-phone-receive")).prevent_double_click(true))
            }))
            details.govuk-details open[errors.has("phone")] {
                summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "call-phone-other")) } }
                div.govuk-details__text {
                    (desk.view.form(&at(""), html! {
                        (number(form.get("phone")))
                        (Button::secondary(t!(lang, "call-phone-send")).prevent_double_click(true))
                    }))
                }
            }
        },
    }
}
