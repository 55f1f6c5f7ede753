//! Details as on the card.

use app::registration::{Details, Step, set_details};
use axum::response::Response;
use domain::account::SubjectKind;
use maud::{Markup, html};
use store::registration::Dossier;
use ui::{Choice, Legend, Radios};

use super::{address, at, failed, page, token};
use crate::citizen::fields;
use crate::extract::Ask;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// What stands in the boxes.
#[derive(Default)]
pub(crate) struct Filled {
    name: String,
    birth: [String; 3],
    sex: String,
    issued: [String; 3],
}

impl Filled {
    /// As typed.
    pub(crate) fn of_form(form: &Form) -> Self {
        Self {
            name: form.get("name").chars().take(200).collect(),
            birth: form.date("birth").map(str::to_owned),
            sex: form.get("sex").to_owned(),
            issued: form.date("card-issued").map(str::to_owned),
        }
    }

    /// As stored.
    pub(crate) fn of_dossier(dossier: &Dossier) -> Self {
        let parts = |iso: String| {
            let mut parts = iso.split('-').map(|p| p.trim_start_matches('0').to_owned());
            let year = parts.next().unwrap_or_default();
            let month = parts.next().unwrap_or_default();
            [parts.next().unwrap_or_default(), month, year]
        };
        Self {
            name: dossier
                .name
                .as_ref()
                .map(|n| n.as_str().to_owned())
                .unwrap_or_default(),
            birth: dossier.birth.map(|b| parts(b.to_iso())).unwrap_or_default(),
            sex: dossier
                .sex
                .map(|s| s.as_str().to_owned())
                .unwrap_or_default(),
            issued: dossier
                .card_issued
                .map(|d| parts(d.to_string()))
                .unwrap_or_default(),
        }
    }
}

/// The boxes themselves; the counter asks the same.
pub(crate) fn boxes(lang: Lang, kind: SubjectKind, filled: &Filled, errors: &Errors) -> Markup {
    let blank = Form::default();
    let (issued, hint) = issue_words(lang, kind);
    html! {
        (fields::name(lang, &blank, errors).value(filled.name.as_str()))
        (fields::date(lang, "birth", t!(lang, "field-birth"), &blank, errors)
            .values(filled.birth.clone())
            .hint(t!(lang, "field-birth-hint")))
        (Radios::new("sex", Legend::new(t!(lang, "register-sex")).classes("govuk-fieldset__legend--s"))
            .items([
                Choice::new("female", t!(lang, "register-sex-female")),
                Choice::new("male", t!(lang, "register-sex-male")),
            ])
            .value(filled.sex.as_str())
            .error(errors.of("sex"))
            .inline())
        (fields::date(lang, "card-issued", issued, &blank, errors)
            .values(filled.issued.clone())
            .hint(hint))
    }
}

/// What the date of issue is called: of the card, or of a foreigner's passport.
pub(crate) fn issue_words(lang: Lang, kind: SubjectKind) -> (String, String) {
    match kind {
        SubjectKind::Foreigner => (
            t!(lang, "field-passport-issued"),
            t!(lang, "field-passport-issued-hint"),
        ),
        SubjectKind::Citizen | SubjectKind::Organisation => (
            t!(lang, "field-card-issued"),
            t!(lang, "field-card-issued-hint"),
        ),
    }
}

/// The form's fields as the use case reads them: name, birth, sex, date of issue.
pub(crate) fn read(form: &Form) -> (String, String) {
    (
        fields::iso_date(form, "birth"),
        fields::iso_date(form, "card-issued"),
    )
}

pub(super) async fn show(ask: Ask) -> Response {
    match at(&ask, Step::Details).await {
        Ok((_, draft)) => draw(
            &ask,
            draft.stored.dossier.kind,
            &Filled::of_dossier(&draft.stored.dossier),
            &Errors::new(ask.view.lang),
        ),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match token(&ask) {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let (birth, issued) = read(&form);
    let details = Details {
        name: form.get("name"),
        birth: &birth,
        sex: form.get("sex"),
        card_issued: &issued,
    };
    match set_details(&ask.app, &ask.cx, &token, &details).await {
        Ok(next) => ask.redirect(&address(next)),
        Err(error) => {
            let kind = match at(&ask, Step::Details).await {
                Ok((_, draft)) => draft.stored.dossier.kind,
                Err(_) => SubjectKind::Citizen,
            };
            failed(&ask, &error, |errors| {
                draw(&ask, kind, &Filled::of_form(&form), errors)
            })
        }
    }
}

fn draw(ask: &Ask, kind: SubjectKind, filled: &Filled, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "register-details-title");
    let text = match kind {
        SubjectKind::Foreigner => t!(lang, "register-details-text-passport"),
        SubjectKind::Citizen | SubjectKind::Organisation => t!(lang, "register-details-text"),
    };
    let body = html! {
        (fields::heading(&title, Some(text)))
        (ask.view.form("/register/details", html! {
            (boxes(lang, kind, filled, errors))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    page(ask, &title, "/register/contact", errors, body)
}
