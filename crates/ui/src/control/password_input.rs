use maud::Render;

use super::{Button, Input, Label};
use crate::content::{flags, optional, setters};

/// A secret, with a show/hide button that appears only where the script runs.
#[derive(Clone, Debug, Default)]
pub struct PasswordInput {
    input: Input,
    name: String,
    id: Option<String>,
    autocomplete: Option<String>,
    show: String,
    show_label: String,
    hide: Option<String>,
    hide_label: Option<String>,
    /// Also write the words of the first state as data (they differ from the button's own).
    words_as_data: bool,
    shown: Option<String>,
    hidden: Option<String>,
}

impl PasswordInput {
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        let name = name.into();
        PasswordInput {
            input: Input::new(name.clone(), label),
            name,
            words_as_data: true,
            ..PasswordInput::default()
        }
    }

    setters!(
        /// The word on the button: "Show".
        show: String,
        /// The button's full name: "Show password".
        show_label: String,
    );
    optional!(
        id: String,
        hide: String,
        hide_label: String,
        shown: String,
        hidden: String,
        /// `current-password` unless told: `new-password` where one is chosen.
        autocomplete: String,
    );
    flags!(words_as_data);

    /// The inner input, for hint, error, value and the rest.
    #[must_use]
    pub fn input(mut self, change: impl FnOnce(Input) -> Input) -> Self {
        self.input = change(self.input);
        self
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<super::Hint>) -> Self {
        self.input(|input| input.hint(hint))
    }

    #[must_use]
    pub fn error(self, error: Option<crate::ErrorMessage>) -> Self {
        self.input(|input| input.error(error))
    }
}

impl Render for PasswordInput {
    fn render_to(&self, out: &mut String) {
        let id = self.id.clone().unwrap_or_else(|| self.name.clone());
        let toggle = Button::secondary(self.show.as_str())
            .class("govuk-password-input__toggle govuk-js-password-input-toggle")
            .input_type("button")
            .attr("aria-controls", id.clone())
            .attr("aria-label", self.show_label.clone())
            .attr("hidden", "");
        let mut input = self
            .input
            .clone()
            .id(id)
            .group_class("govuk-password-input")
            .group_attr("data-module", "govuk-password-input")
            .wrapper_class("govuk-password-input__wrapper")
            .input_type("password")
            .spellcheck(false)
            .autocapitalize("none")
            .autocomplete(self.autocomplete.as_deref().unwrap_or("current-password"))
            .after(toggle.render());
        let own = |text: &String| Some(text.clone()).filter(|_| self.words_as_data);
        for (name, text) in [
            ("data-i18n.show-password", own(&self.show)),
            ("data-i18n.hide-password", self.hide.clone()),
            ("data-i18n.show-password-aria-label", own(&self.show_label)),
            (
                "data-i18n.hide-password-aria-label",
                self.hide_label.clone(),
            ),
            ("data-i18n.password-shown-announcement", self.shown.clone()),
            (
                "data-i18n.password-hidden-announcement",
                self.hidden.clone(),
            ),
        ] {
            if let Some(text) = text {
                input = input.group_attr(name, text);
            }
        }
        input
            .first_class("govuk-password-input__input govuk-js-password-input-input")
            .render_to(out);
    }
}
