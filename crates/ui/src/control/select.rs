use maud::Render;

use super::field::{Field, Label, field_setters};
use crate::{
    content::{Attrs, common, flags, optional, setters},
    raw::el,
};

#[derive(Clone, Debug, Default)]
pub struct SelectOption {
    text: String,
    value: Option<String>,
    selected: Option<bool>,
    disabled: bool,
    attrs: Attrs,
    classes: String,
}

impl SelectOption {
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        SelectOption {
            value: Some(value.into()),
            text: text.into(),
            ..SelectOption::default()
        }
    }

    /// An option whose value is its text.
    pub fn text_only(text: impl Into<String>) -> Self {
        SelectOption {
            text: text.into(),
            ..SelectOption::default()
        }
    }

    common!();
    optional!(selected: bool);
    flags!(disabled);
}

#[derive(Clone, Debug, Default)]
pub struct Select {
    name: String,
    id: String,
    value: String,
    options: Vec<SelectOption>,
    disabled: bool,
    classes: String,
    attrs: Attrs,
    field: Field,
}

impl Select {
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        let name = name.into();
        let field = Field {
            label: label.into(),
            ..Field::default()
        };
        Select {
            id: name.clone(),
            name,
            field,
            ..Select::default()
        }
    }

    common!();
    field_setters!();
    setters!(
        id: String,
        /// The value chosen before.
        value: String,
    );
    flags!(disabled);

    #[must_use]
    pub fn options(mut self, options: impl IntoIterator<Item = SelectOption>) -> Self {
        self.options.extend(options);
        self
    }

    fn option(&self, option: &SelectOption) -> crate::raw::El {
        let effective = option.value.as_ref().unwrap_or(&option.text);
        let chosen = match option.selected {
            Some(true) => true,
            Some(false) => false,
            None => !self.value.is_empty() && *effective == self.value,
        };
        el("option")
            .class(&option.classes)
            .attr_opt("value", option.value.as_ref())
            .flag("selected", chosen)
            .flag("disabled", option.disabled)
            .attrs(&option.attrs)
            .push(option.text.as_str())
    }
}

impl Render for Select {
    fn render_to(&self, out: &mut String) {
        let select = el("select")
            .class("govuk-select")
            .class(&self.classes)
            .class_if(self.field.invalid(), "govuk-select--error")
            .attr("id", &self.id)
            .attr("name", &self.name)
            .flag("disabled", self.disabled)
            .attr_opt("aria-describedby", self.field.described(&self.id))
            .attrs(&self.attrs)
            .push_all(self.options.iter().map(|option| self.option(option)));
        self.field.wrap(&self.id, select).render_to(out);
    }
}
