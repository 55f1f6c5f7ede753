use maud::Render;

use super::field::{Field, Fieldset, Legend, field_setters};
use super::{Input, Label};
use crate::{
    content::{Attrs, common, optional, setters},
    raw::{El, el, join},
};

const ERROR: &str = "govuk-input--error";

/// One box of a date.
#[derive(Clone, Debug, Default)]
pub struct DateItem {
    name: String,
    label: String,
    width: u8,
    id: Option<String>,
    value: Option<String>,
    error: Option<bool>,
    inputmode: Option<String>,
    autocomplete: Option<String>,
    pattern: Option<String>,
    classes: String,
    attrs: Attrs,
}

impl DateItem {
    pub fn new(name: impl Into<String>, label: impl Into<String>, width: u8) -> Self {
        DateItem {
            name: name.into(),
            label: label.into(),
            width,
            ..DateItem::default()
        }
    }

    common!();
    optional!(
        id: String,
        value: String,
        /// Whether this box is the wrong one; if none is named, all are marked.
        error: bool,
        inputmode: String,
        autocomplete: String,
        pattern: String,
    );

    fn wrong(&self) -> bool {
        self.error == Some(true) || self.classes.contains(ERROR)
    }
}

/// A date as day, month, year: names `{prefix}-day`, `{prefix}-month`, `{prefix}-year`.
#[derive(Clone, Debug, Default)]
pub struct DateInput {
    id: String,
    name_prefix: String,
    fieldset: Option<Fieldset>,
    items: Vec<DateItem>,
    classes: String,
    attrs: Attrs,
    field: Field,
}

impl DateInput {
    /// `words` are the labels of day, month and year.
    pub fn new<S: Into<String>>(
        name: impl Into<String>,
        legend: impl Into<Legend>,
        words: [S; 3],
    ) -> Self {
        let [day, month, year] = words;
        DateInput::bare(name)
            .fieldset(Fieldset::new(legend).role("group"))
            .item(DateItem::new("day", day, 2))
            .item(DateItem::new("month", month, 2))
            .item(DateItem::new("year", year, 4))
    }

    pub fn bare(name: impl Into<String>) -> Self {
        let name = name.into();
        DateInput {
            id: name.clone(),
            name_prefix: name,
            ..DateInput::default()
        }
    }

    common!();
    field_setters!();
    setters!(id: String, name_prefix: String);

    #[must_use]
    pub fn fieldset(mut self, fieldset: Fieldset) -> Self {
        self.fieldset = Some(fieldset);
        self
    }

    #[must_use]
    pub fn item(mut self, item: DateItem) -> Self {
        self.items.push(item);
        self
    }

    /// What was typed before, in the order of the boxes.
    #[must_use]
    pub fn values<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        for (item, value) in self.items.iter_mut().zip(values) {
            item.value = Some(value.into()).filter(|text| !text.is_empty());
        }
        self
    }

    /// A birth date: the browser may fill it in.
    #[must_use]
    pub fn birthday(mut self) -> Self {
        for item in &mut self.items {
            item.autocomplete = Some(format!("bday-{}", item.name));
        }
        self
    }

    fn draw_item(&self, item: &DateItem, any_wrong: bool) -> El {
        let mut classes = vec!["govuk-date-input__input".to_owned()];
        let all_wrong = item.error != Some(false) && self.field.invalid() && !any_wrong;
        if !item.classes.contains(ERROR) && (item.wrong() || all_wrong) {
            classes.push(ERROR.into());
        }
        if !item.classes.contains("govuk-input--width-") {
            classes.push(format!("govuk-input--width-{}", item.width));
        }
        if !item.classes.is_empty() {
            classes.push(item.classes.clone());
        }
        let name = match self.name_prefix.as_str() {
            "" => item.name.clone(),
            prefix => format!("{prefix}-{}", item.name),
        };
        let id = item
            .id
            .clone()
            .unwrap_or_else(|| format!("{}-{}", self.id, item.name));
        let mut input = Input::new(
            name,
            Label::new(item.label.as_str()).class("govuk-date-input__label"),
        )
        .id(id)
        .class(classes.join(" "))
        .inputmode(item.inputmode.as_deref().unwrap_or("numeric"));
        if let Some(value) = &item.value {
            input = input.value(value);
        }
        if let Some(kind) = &item.autocomplete {
            input = input.autocomplete(kind);
        }
        if let Some(pattern) = &item.pattern {
            input = input.pattern(pattern);
        }
        for (name, value) in item.attrs.iter() {
            input = input.attr(name, value);
        }
        el("div").class("govuk-date-input__item").push(input)
    }
}

impl Render for DateInput {
    fn render_to(&self, out: &mut String) {
        let any_wrong = self.items.iter().any(DateItem::wrong);
        let mut field = self.field.clone();
        if let Some(ids) = self.fieldset.as_ref().and_then(Fieldset::described) {
            field.described_by = Some(ids.to_owned());
        }
        let described = field.described(&self.id);
        let boxes = el("div")
            .class("govuk-date-input")
            .class(&self.classes)
            .attrs(&self.attrs)
            .attr("id", &self.id)
            .push_all(
                self.items
                    .iter()
                    .map(|item| self.draw_item(item, any_wrong)),
            );
        let inner = join([field.hint_and_error(&self.id), boxes.render()]);
        match &self.fieldset {
            Some(fieldset) => field
                .group()
                .push(fieldset.clone().set_described(described).body(inner))
                .render_to(out),
            None => field.group().push(inner).render_to(out),
        }
    }
}
