//! The checks. Staff see right or wrong, never an answer, and the number and contact mostly hidden.

use app::assistance::{
    CallRef, CaseView, Over, Proof, Question, answer, check_code, document_seen, make_spoken,
    pressured, send_code, view,
};
use axum::extract::Path;
use axum::response::Response;
use domain::hold::Channel;
use maud::{Markup, html};
use ui::{Button, Input, InsetText, Row, SummaryList, Tag, Tone};

use super::{act, on_phone, organisation};
use crate::citizen::fields;
use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(desk: Desk, Path(case): Path<String>) -> Response {
    match case.parse() {
        Ok(case) => draw(&desk, case, &Form::default(), &Errors::new(desk.view.lang)).await,
        Err(_) => error::page(&desk.view, &app::Error::NotFound),
    }
}

/// Back to the case after an act, or the case with what was wrong.
pub(super) async fn after(
    desk: &Desk,
    case: CallRef,
    form: &Form,
    done: app::Result<()>,
) -> Response {
    match done {
        Ok(()) => desk.redirect(&format!("/counter/assistance/{case}")),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(desk, case, form, &errors).await,
            None => error::page(&desk.view, &error),
        },
    }
}

fn unknown(desk: &Desk) -> Response {
    error::page(&desk.view, &app::Error::NotFound)
}

pub(super) async fn answers(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let said: Vec<(Question, &str)> = Question::ALL
        .into_iter()
        .filter(|q| form.has(q.as_str()))
        .map(|q| (q, form.get(q.as_str())))
        .collect();
    let done = answer(&desk.app, &desk.cx, case, &said).await;
    after(&desk, case, &form, done).await
}

pub(super) async fn send(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = send_code(&desk.app, &desk.cx, case).await;
    after(&desk, case, &form, done).await
}

pub(super) async fn code(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = check_code(&desk.app, &desk.cx, case, form.get("code")).await;
    after(&desk, case, &form, done).await
}

pub(super) async fn document(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = document_seen(&desk.app, &desk.cx, case).await;
    after(&desk, case, &form, done).await
}

pub(super) async fn pressure(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = pressured(&desk.app, &desk.cx, case).await;
    after(&desk, case, &form, done).await
}

async fn draw(desk: &Desk, case: CallRef, form: &Form, errors: &Errors) -> Response {
    let seen = match view(&desk.app, &desk.cx, case).await {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "call-title", reference = seen.reference.as_str());
    let body = html! {
        (counter::heading(&title))
        (summary(lang, &seen))
        @if let Some(over) = seen.over {
            (InsetText::new(t!(lang, match over {
                Over::Closed => "call-over-closed",
                Over::TooLong => "call-over-long",
                Over::Failed => "call-over-failed",
            })))
        } @else {
            (spoken(desk, &seen))
            (checks(desk, &seen, form, errors))
            (act::offered(desk, &seen, form, errors))
            (organisation::offered(desk, &seen, form, errors))
            (pressure_form(desk, &seen))
        }
        (desk.view.form(&format!("/counter/assistance/{case}/end"), Button::secondary(t!(lang, "call-end"))))
    };
    counter::page(desk, &title)
        .errors(errors)
        .back("/counter/assistance")
        .respond(body)
}

fn summary(lang: Lang, seen: &CaseView) -> Markup {
    let proof = match seen.proof {
        Proof::None => Tag::new(Tone::Quiet, t!(lang, "proof-none")),
        Proof::Weak => Tag::new(Tone::Waiting, t!(lang, "proof-weak")),
        Proof::Strong => Tag::new(Tone::Good, t!(lang, "proof-strong")),
    };
    let wish = t!(lang, &format!("wish-{}", seen.wish));
    html! {
        (SummaryList::new([
            Row::new(t!(lang, "call-number"), seen.number.as_str()),
            Row::new(t!(lang, "call-contact"), seen.contact.as_str()),
            Row::new(t!(lang, "call-wish"), wish),
            Row::new(t!(lang, "call-proof"), html! { (proof) }),
        ]))
        @if seen.pressured { (words::warning(lang, t!(lang, "call-pressured"))) }
    }
}

pub(super) async fn make_code(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = make_spoken(&desk.app, &desk.cx, case).await;
    after(&desk, case, &form, done).await
}

/// UX-11: the code by which the citizen can ask whether this call is genuine.
fn spoken(desk: &Desk, seen: &CaseView) -> Markup {
    let lang = desk.view.lang;
    let site = desk.view.site.origin.as_str();
    html! {
        h2.govuk-heading-m { (t!(lang, "call-spoken")) }
        @if let Some((code, until)) = &seen.spoken {
            @let time = date_time(*until);
            @let (first, last) = code.split_at(code.len().min(4));
            p.govuk-body { (t!(lang, "call-spoken-script", site = site)) }
            p.dd-code { (first) " " (last) }
            p.govuk-hint { (t!(lang, "call-spoken-until", time = time)) }
        } @else {
            (desk.view.form(&format!("/counter/assistance/{}/spoken", seen.case), Button::secondary(t!(lang, "call-spoken-make")).prevent_double_click(true)))
        }
    }
}

fn checks(desk: &Desk, seen: &CaseView, form: &Form, errors: &Errors) -> Markup {
    html! {
        (questions(desk, seen, form, errors))
        @match seen.channel {
            Channel::Counter => (document_form(desk, seen)),
            Channel::CallCentre | Channel::App | Channel::Register | Channel::Case | Channel::Breach | Channel::Date => {
                (on_phone::offered(desk, seen))
                (code_forms(desk, seen, errors))
            }
        }
    }
}

fn questions(desk: &Desk, seen: &CaseView, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let open = seen.asked.iter().any(|a| !a.right);
    let field = |question: Question| {
        let word = question.as_str();
        let input = Input::new(word, t!(lang, &format!("question-{word}")))
            .value(form.get(word))
            .error(errors.of(word))
            .autocomplete("off")
            .spellcheck(false);
        if question.is_day() {
            input.hint(t!(lang, "call-day-hint")).width(10)
        } else {
            input
        }
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "call-questions")) }
        p.govuk-body { (t!(lang, "call-questions-script")) }
        @for asked in seen.asked.iter().filter(|a| a.right) {
            p.govuk-body {
                (t!(lang, &format!("question-{}", asked.question.as_str()))) " "
                (Tag::new(Tone::Good, t!(lang, "call-right")))
            }
        }
        @if seen.wrong > 0 { p.govuk-body { (Tag::new(Tone::Bad, t!(lang, "call-wrong"))) } }
        @if open {
            (desk.view.form(&format!("/counter/assistance/{}/answers", seen.case), html! {
                @for asked in seen.asked.iter().filter(|a| !a.right) { (field(asked.question)) }
                (Button::new(t!(lang, "call-compare")).prevent_double_click(true))
            }))
        }
    }
}

fn code_forms(desk: &Desk, seen: &CaseView, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "call-code")) }
        @if seen.code_confirmed {
            p.govuk-body { (Tag::new(Tone::Good, t!(lang, "call-code-right"))) }
        } @else {
            p.govuk-body { (t!(lang, "call-code-script", contact = seen.contact.as_str())) }
            (desk.view.form(&format!("/counter/assistance/{}/send-code", seen.case), Button::secondary(t!(lang, "call-code-send")).prevent_double_click(true)))
            (desk.view.form(&format!("/counter/assistance/{}/code", seen.case), html! {
                (fields::code(lang, errors).autocomplete("off"))
                (Button::new(t!(lang, "call-code-check")))
            }))
        }
    }
}

fn document_form(desk: &Desk, seen: &CaseView) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "call-document")) }
        @if seen.document_seen {
            p.govuk-body { (Tag::new(Tone::Good, t!(lang, "call-document-done"))) }
        } @else {
            p.govuk-body { (t!(lang, "call-document-script")) }
            (desk.view.form(&format!("/counter/assistance/{}/document", seen.case), Button::secondary(t!(lang, "call-document-seen"))))
        }
    }
}

fn pressure_form(desk: &Desk, seen: &CaseView) -> Markup {
    let lang = desk.view.lang;
    html! {
        @if !seen.pressured {
            h2.govuk-heading-m { (t!(lang, "call-pressure")) }
            p.govuk-body { (t!(lang, "call-pressure-text")) }
            (desk.view.form(&format!("/counter/assistance/{}/pressured", seen.case), Button::secondary(t!(lang, "call-pressure-mark"))))
        }
    }
}
