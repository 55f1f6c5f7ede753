//! The fields of each kind. A new kind is an arm in [`draw`] and its texts.

use domain::document::DocumentKind;
use domain::document::licence_class::{NewClass, OldClass};
use maud::{Markup, html};
use ui::{Input, Select, SelectOption};

use crate::citizen::fields::{date, iso_date};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

const DATES: [&str; 1] = ["passport-expiry"];

/// Field and value, dates put together from their three boxes.
pub(super) fn entered(kind: DocumentKind, form: &Form) -> Vec<(String, String)> {
    let value = |name: &str| {
        if DATES.contains(&name) {
            iso_date(form, name)
        } else {
            form.get(name).to_owned()
        }
    };
    kind.fields()
        .iter()
        .map(|name| ((*name).to_owned(), value(name)))
        .collect()
}

/// What was entered, to be sent once more from the page of answers.
pub(super) fn hidden(kind: DocumentKind, form: &Form) -> Markup {
    let ours = |name: &str| {
        name == "confirmed"
            || kind.fields().iter().any(|f| {
                name == *f
                    || name
                        .strip_prefix(f)
                        .is_some_and(|rest| rest.starts_with('-'))
            })
    };
    html! {
        @for (name, value) in form.pairs().iter().filter(|(name, _)| ours(name)) {
            input type="hidden" name=(name) value=(value);
        }
    }
}

/// The fields of a kind with what was typed.
pub(super) fn draw(lang: Lang, kind: DocumentKind, form: &Form, errors: &Errors) -> Markup {
    match kind {
        DocumentKind::DrivingLicence => html! {
            (number(lang, "licence-number", form, errors).hint(t!(lang, "field-licence-number-hint")).width(20))
            (classes(lang, form, errors))
        },
        DocumentKind::HealthCard => html! {
            (number(lang, "health-code", form, errors).hint(t!(lang, "field-health-code-hint")).width(20))
        },
        DocumentKind::Passport => html! {
            (number(lang, "passport-number", form, errors).hint(t!(lang, "field-passport-number-hint")).width(10))
            (date(lang, "passport-expiry", label(lang, "passport-expiry"), form, errors).hint(t!(lang, "field-passport-expiry-hint")))
        },
    }
}

/// Name of a field.
pub(super) fn label(lang: Lang, field: &str) -> String {
    match field {
        "licence-number" => t!(lang, "field-licence-number"),
        "licence-class" => t!(lang, "field-licence-class"),
        "health-code" => t!(lang, "field-health-code"),
        "passport-number" => t!(lang, "field-passport-number"),
        _ => t!(lang, "field-passport-expiry"),
    }
}

fn number(lang: Lang, field: &str, form: &Form, errors: &Errors) -> Input {
    Input::new(field, label(lang, field))
        .value(form.get(field))
        .error(errors.of(field))
        .autocomplete("off")
        .autocapitalize("characters")
        .spellcheck(false)
}

/// FMT-GP-3, FMT-GP-4: the letters of both lists; those of one list only say which.
fn classes(lang: Lang, form: &Form, errors: &Errors) -> Select {
    let old: Vec<&str> = OldClass::ALL.iter().map(|class| class.as_str()).collect();
    let new: Vec<&str> = NewClass::ALL.iter().map(|class| class.as_str()).collect();
    let only_old = old.iter().filter(|class| !new.contains(class));
    let option = |class: &&str| {
        let text = match (old.contains(class), new.contains(class)) {
            (true, false) => t!(lang, "class-before-2025", class = *class),
            (false, true) => t!(lang, "class-from-2025", class = *class),
            _ => (*class).to_owned(),
        };
        SelectOption::new(*class, text)
    };
    let typed = form.get("licence-class").trim().to_uppercase();
    Select::new("licence-class", label(lang, "licence-class"))
        .hint(t!(lang, "field-licence-class-hint"))
        .options([SelectOption::new("", t!(lang, "class-choose"))])
        .options(new.iter().chain(only_old).map(option))
        .value(typed)
        .error(errors.of("licence-class"))
}
