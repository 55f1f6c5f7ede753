//! Fields that several journeys share, each with its label, hint, keyboard and autofill.

use maud::{Markup, html};
use ui::{Button, DateInput, Input, Label, Legend, PasswordInput};

use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Errors, View};
use crate::t;

/// Personal identification number.
pub fn number(lang: Lang, form: &Form, errors: &Errors) -> Input {
    Input::new("number", t!(lang, "field-number"))
        .hint(t!(lang, "field-number-hint"))
        .value(form.get("number"))
        .error(errors.of("number"))
        .autocomplete("username")
        .digits()
        .width(20)
}

/// Phone or e-mail address given at registration.
pub fn contact(lang: Lang, form: &Form, errors: &Errors) -> Input {
    Input::new("contact", t!(lang, "field-contact"))
        .hint(t!(lang, "field-contact-hint"))
        .value(form.get("contact"))
        .error(errors.of("contact"))
        .autocomplete("tel")
        .spellcheck(false)
}

/// Full name as on the card.
pub fn name(lang: Lang, form: &Form, errors: &Errors) -> Input {
    Input::new("name", t!(lang, "field-name"))
        .hint(t!(lang, "field-name-hint"))
        .value(form.get("name"))
        .error(errors.of("name"))
        .autocomplete("name")
        .spellcheck(false)
}

/// A one-time code.
pub fn code(lang: Lang, errors: &Errors) -> Input {
    Input::new(
        "code",
        Label::new(t!(lang, "field-code")).class("govuk-label--s"),
    )
    .hint(t!(lang, "field-code-hint"))
    .error(errors.of("code"))
    .autocomplete("one-time-code")
    .digits()
    .width(10)
}

/// A password: the present one or a new one.
pub fn password(
    lang: Lang,
    field: &str,
    label: String,
    errors: &Errors,
    new: bool,
) -> PasswordInput {
    PasswordInput::new(field, label)
        .error(errors.of(field))
        .autocomplete(if new {
            "new-password"
        } else {
            "current-password"
        })
        .show(t!(lang, "password-show"))
        .show_label(t!(lang, "password-show-label"))
        .hide(t!(lang, "password-hide"))
        .hide_label(t!(lang, "password-hide-label"))
}

/// The passcode for acts inside the app (APP-2).
pub fn passcode(lang: Lang, label: String, errors: &Errors) -> Input {
    Input::new("passcode", label)
        .input_type("password")
        .error(errors.of("passcode"))
        .autocomplete("off")
        .digits()
        .width(10)
        .hint(t!(lang, "field-passcode-hint"))
}

/// A date in three boxes.
pub fn date(lang: Lang, field: &str, legend: String, form: &Form, errors: &Errors) -> DateInput {
    let words = [
        t!(lang, "date-day"),
        t!(lang, "date-month"),
        t!(lang, "date-year"),
    ];
    DateInput::new(
        field,
        Legend::new(legend).classes("govuk-fieldset__legend--s"),
        words,
    )
    .values(form.date(field))
    .error(errors.of(field))
}

/// What the three boxes hold, as ISO 8601 text; day, or day and month, may be left out.
pub fn iso_date(form: &Form, field: &str) -> String {
    let [day, month, year] = form.date(field);
    let two = |text: &str| format!("{text:0>2}");
    match (day.is_empty(), month.is_empty(), year.is_empty()) {
        (true, true, _) => year.to_owned(),
        (true, false, _) => format!("{year:0>4}-{}", two(month)),
        (false, _, _) => format!("{year:0>4}-{}-{}", two(month), two(day)),
    }
}

/// The page's question as heading, with words under it.
pub fn heading(title: &str, text: Option<String>) -> Markup {
    html! {
        h1.govuk-heading-l { (title) }
        @if let Some(text) = text { p.govuk-body-l { (text) } }
    }
}

/// The button that moves on.
pub fn submit(words: String) -> Button {
    Button::new(words).prevent_double_click(true)
}

/// A small form with one button, for "send the code again".
pub fn again(view: &View, action: &str, words: String) -> Markup {
    view.form(action, Button::secondary(words).prevent_double_click(true))
}

/// The page that asks for a code: where it went, the field, "send again", and what to do without it.
pub fn code_form(view: &View, action: &str, errors: &Errors, resend: Option<&str>) -> Markup {
    let lang = view.lang;
    html! {
        (view.form(action, html! { (code(lang, errors)) (submit(t!(lang, "continue"))) }))
        @if let Some(resend) = resend { (again(view, resend, t!(lang, "code-resend"))) }
        (ui::InsetText::new(t!(lang, "code-never-tell")))
    }
}
