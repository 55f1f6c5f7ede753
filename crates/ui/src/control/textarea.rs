use maud::Render;

use super::field::{Field, Label, field_setters};
use crate::{
    content::{Attrs, common, flags, optional, setters},
    raw::el,
};

/// Several lines of text.
#[derive(Clone, Debug, Default)]
pub struct Textarea {
    name: String,
    id: String,
    value: String,
    rows: Option<u8>,
    spellcheck: Option<bool>,
    autocomplete: Option<String>,
    disabled: bool,
    limit: Option<(usize, String)>,
    classes: String,
    attrs: Attrs,
    field: Field,
}

impl Textarea {
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        let name = name.into();
        let field = Field {
            label: label.into(),
            ..Field::default()
        };
        Textarea {
            id: name.clone(),
            name,
            field,
            ..Textarea::default()
        }
    }

    common!();
    field_setters!();
    setters!(id: String, value: String);
    optional!(rows: u8, spellcheck: bool, autocomplete: String);
    flags!(disabled);

    /// A limit told below the box. `words` reads well without script ("At most 500 characters");
    /// with script the count of what is left stands after it.
    #[must_use]
    pub fn limit(mut self, characters: usize, words: impl Into<String>) -> Self {
        self.limit = Some((characters, words.into()));
        self
    }
}

impl Render for Textarea {
    fn render_to(&self, out: &mut String) {
        let info = self.limit.as_ref().map(|_| format!("{}-info", self.id));
        let ids: Vec<String> = self
            .field
            .described(&self.id)
            .into_iter()
            .chain(info.clone())
            .collect();
        let area = el("textarea")
            .class("govuk-textarea")
            .class_if(self.field.invalid(), "govuk-textarea--error")
            .class(&self.classes)
            .attr("id", &self.id)
            .attr("name", &self.name)
            .attr("rows", self.rows.unwrap_or(5).to_string())
            .attr_opt(
                "spellcheck",
                self.spellcheck.map(|on| if on { "true" } else { "false" }),
            )
            .flag("disabled", self.disabled)
            .attr_opt("aria-describedby", (!ids.is_empty()).then(|| ids.join(" ")))
            .attr_opt("autocomplete", self.autocomplete.as_ref())
            .attr_opt(
                "data-limit",
                self.limit.as_ref().map(|(limit, _)| limit.to_string()),
            )
            .attrs(&self.attrs)
            .push(self.value.as_str());
        let info = self.limit.as_ref().zip(info).map(|((_, words), id)| {
            el("div")
                .class("govuk-hint dd-limit")
                .attr("id", id)
                .push(words.as_str())
        });
        self.field
            .wrap(&self.id, area)
            .push_opt(info)
            .render_to(out);
    }
}
