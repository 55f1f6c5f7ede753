//! Check answers, then hand in.

use app::registration::{Step, submit as hand_in};
use axum::response::Response;
use maud::html;
use store::registration::Dossier;
use ui::{Action, Content, Row, SummaryList};

use super::details::issue_words;
use super::{at, failed, page, token};
use crate::citizen::fields;
use crate::extract::Ask;
use crate::i18n::{self, Lang};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Check).await {
        Ok((_, draft)) => draw(&ask, &draft.stored.dossier, &Errors::new(ask.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, _form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match hand_in(&ask.app, &ask.cx, &token).await {
        Ok(_) => ask.redirect("/register/status"),
        Err(error) => failed(&ask, &error, |_| crate::error::page(&ask.view, &error)),
    }
}

fn row(lang: Lang, key: String, value: impl Into<Content>, step: &str) -> Row {
    let change = Action::new(
        format!("/register/{step}"),
        t!(lang, "register-change"),
        key.to_lowercase(),
    );
    Row::new(key, value).action(change)
}

fn draw(ask: &Ask, dossier: &Dossier, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-check-title");
    let text = |value: Option<String>| value.unwrap_or_default();
    let phone = dossier.phone.as_ref().map(domain::contact::Phone::national);
    let contact = text(phone.or_else(|| dossier.email.as_ref().map(|e| e.as_str().to_owned())));
    let sex = dossier.sex.map(|sex| match sex {
        domain::person::Sex::Male => t!(lang, "register-sex-male"),
        domain::person::Sex::Female => t!(lang, "register-sex-female"),
    });
    let portrait = html! {
        img src="/register/portrait/image" alt=(t!(lang, "register-portrait-alt")) width="120" height="160";
    };
    let rows = [
        who(lang, dossier),
        row(lang, t!(lang, "register-contact-short"), contact, "contact"),
        row(
            lang,
            t!(lang, "field-name"),
            text(dossier.name.as_ref().map(|n| n.as_str().to_owned())),
            "details",
        ),
        row(
            lang,
            t!(lang, "field-birth"),
            text(dossier.birth.map(|b| b.to_card())),
            "details",
        ),
        row(lang, t!(lang, "register-sex"), text(sex), "details"),
        row(
            lang,
            issue_words(lang, dossier.kind).0,
            text(dossier.card_issued.map(i18n::date)),
            "details",
        ),
        row(
            lang,
            t!(lang, "register-portrait-short"),
            portrait,
            "portrait",
        ),
    ];
    let body = html! {
        (fields::heading(&title, None))
        (SummaryList::new(rows))
        p.govuk-body { (t!(lang, "register-check-true")) }
        (ask.view.form("/register/check", fields::submit(t!(lang, "register-check-send"))))
    };
    page(ask, &title, "/register/consent", errors, body)
}

/// The number, or a foreigner's passport.
fn who(lang: Lang, dossier: &Dossier) -> Row {
    match &dossier.paper {
        Some(paper) => {
            let value = format!("{} {}", paper.nationality.as_str(), paper.number.as_str());
            row(lang, t!(lang, "field-passport"), value, "passport")
        }
        None => {
            let number = dossier.number.as_ref().map(|n| grouped(n.as_str()));
            row(
                lang,
                t!(lang, "field-number"),
                number.unwrap_or_default(),
                "number",
            )
        }
    }
}

/// `074 190 001 234`, as people read it out.
fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits
        .chunks(3)
        .map(|three| three.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}
