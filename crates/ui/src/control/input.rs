use maud::Render;

use super::field::{Field, Label, field_setters};
use crate::{
    content::{Attrs, Content, common, flags, optional, setters},
    raw::{El, el},
};

/// What stands before or after the box: a unit, a country code.
#[derive(Clone, Debug, Default)]
pub struct Affix {
    text: Content,
    classes: String,
    attrs: Attrs,
}

impl Affix {
    common!();

    fn draw(&self, side: &str) -> El {
        el("div")
            .class(&format!("govuk-input__{side}"))
            .class(&self.classes)
            .attr("aria-hidden", "true")
            .attrs(&self.attrs)
            .push(&self.text)
    }
}

impl<T: Into<Content>> From<T> for Affix {
    fn from(text: T) -> Self {
        Affix {
            text: text.into(),
            ..Affix::default()
        }
    }
}

/// One line of text.
#[derive(Clone, Debug, Default)]
pub struct Input {
    name: String,
    id: String,
    value: Option<String>,
    kind: Option<&'static str>,
    autocomplete: Option<String>,
    inputmode: Option<String>,
    pattern: Option<String>,
    autocapitalize: Option<String>,
    spellcheck: Option<bool>,
    disabled: bool,
    prefix: Option<Affix>,
    suffix: Option<Affix>,
    wrapper_classes: String,
    wrapper_attrs: Attrs,
    after: Option<Content>,
    classes: String,
    attrs: Attrs,
    pub(super) field: Field,
}

impl Input {
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        let name = name.into();
        let field = Field {
            label: label.into(),
            ..Field::default()
        };
        Input {
            id: name.clone(),
            name,
            field,
            ..Input::default()
        }
    }

    common!();
    field_setters!();
    setters!(id: String);
    optional!(
        /// What was typed before, shown again.
        value: String,
        autocomplete: String,
        inputmode: String,
        pattern: String,
        autocapitalize: String,
        spellcheck: bool,
        prefix: Affix,
        suffix: Affix,
        /// Stands beside the box, inside its wrapper.
        after: Content,
    );
    flags!(disabled);

    #[must_use]
    pub fn input_type(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind);
        self
    }

    /// For numbers that are names (identity, licence, code): digit keyboard, wide spacing, no
    /// spelling help.
    #[must_use]
    pub fn digits(self) -> Self {
        self.inputmode("numeric")
            .spellcheck(false)
            .class("govuk-input--extra-letter-spacing")
    }

    /// 2, 3, 4, 5, 10, 20 or 30 characters wide.
    #[must_use]
    pub fn width(self, characters: u8) -> Self {
        self.class(format!("govuk-input--width-{characters}"))
    }

    #[must_use]
    pub fn wrapper_class(mut self, names: &str) -> Self {
        names.clone_into(&mut self.wrapper_classes);
        self
    }

    #[must_use]
    pub fn wrapper_attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.wrapper_attrs.push(name, value);
        self
    }

    #[must_use]
    pub fn group_attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.field.group_attrs.push(name, value);
        self
    }

    pub(super) fn first_class(mut self, names: &str) -> Self {
        self.classes = if self.classes.is_empty() {
            names.to_owned()
        } else {
            format!("{names} {}", self.classes)
        };
        self
    }

    fn bare(&self) -> El {
        el("input")
            .class("govuk-input")
            .class(&self.classes)
            .class_if(self.field.invalid(), "govuk-input--error")
            .attr("id", &self.id)
            .attr("name", &self.name)
            .attr("type", self.kind.unwrap_or("text"))
            .attr_opt(
                "spellcheck",
                self.spellcheck.map(|on| if on { "true" } else { "false" }),
            )
            .attr_opt("value", self.value.as_ref())
            .flag("disabled", self.disabled)
            .attr_opt("aria-describedby", self.field.described(&self.id))
            .attr_opt("autocomplete", self.autocomplete.as_ref())
            .attr_opt("autocapitalize", self.autocapitalize.as_ref())
            .attr_opt("pattern", self.pattern.as_ref())
            .attr_opt("inputmode", self.inputmode.as_ref())
            .attrs(&self.attrs)
    }
}

impl Render for Input {
    fn render_to(&self, out: &mut String) {
        let bare = self.bare();
        let plain = self.prefix.is_none() && self.suffix.is_none() && self.after.is_none();
        let control = if plain {
            bare
        } else {
            el("div")
                .class("govuk-input__wrapper")
                .class(&self.wrapper_classes)
                .attrs(&self.wrapper_attrs)
                .push_opt(self.prefix.as_ref().map(|affix| affix.draw("prefix")))
                .push(bare)
                .push_opt(self.suffix.as_ref().map(|affix| affix.draw("suffix")))
                .push_opt(self.after.as_ref())
        };
        self.field.wrap(&self.id, control).render_to(out);
    }
}
