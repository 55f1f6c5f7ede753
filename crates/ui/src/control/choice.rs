//! Radios (one of many) and checkboxes (any of many).

use maud::Render;

use super::field::{Field, Fieldset, Hint, Label, Legend, field_setters};
use crate::{
    content::{Attrs, Content, common, flags, optional, setters},
    raw::{El, el, join},
};

/// One radio or checkbox, or a divider ("or") between them.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    value: String,
    text: Content,
    id: Option<String>,
    name: Option<String>,
    hint: Option<Hint>,
    checked: Option<bool>,
    disabled: bool,
    reveals: Option<Content>,
    behaviour: Option<String>,
    divider: Option<String>,
    label_classes: String,
    label_attrs: Vec<(&'static str, String)>,
    classes: String,
    attrs: Attrs,
}

impl Choice {
    pub fn new(value: impl Into<String>, text: impl Into<Content>) -> Self {
        Choice {
            value: value.into(),
            text: text.into(),
            ..Choice::default()
        }
    }

    pub fn divider(text: impl Into<String>) -> Self {
        Choice {
            divider: Some(text.into()),
            ..Choice::default()
        }
    }

    common!();
    setters!(label_classes: String);
    optional!(
        id: String,
        name: String,
        hint: Hint,
        checked: bool,
        /// Shown below when chosen; always shown without script.
        reveals: Content,
        /// `exclusive`: "none of these".
        behaviour: String,
    );
    flags!(disabled);

    #[must_use]
    pub fn label_attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.label_attrs.push((name, value.into()));
        self
    }
}

#[derive(Clone, Copy)]
struct Kind {
    block: &'static str,
    module: &'static str,
    input: &'static str,
    named_items: bool,
}

const RADIO: Kind = Kind {
    block: "govuk-radios",
    module: "govuk-radios",
    input: "radio",
    named_items: false,
};
const CHECKBOX: Kind = Kind {
    block: "govuk-checkboxes",
    module: "govuk-checkboxes",
    input: "checkbox",
    named_items: true,
};

#[derive(Clone, Debug, Default)]
struct Group {
    name: String,
    id_prefix: Option<String>,
    fieldset: Option<Fieldset>,
    items: Vec<Choice>,
    chosen: Vec<String>,
    classes: String,
    attrs: Attrs,
    field: Field,
}

impl Group {
    fn prefix(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or(&self.name)
    }

    fn draw(&self, kind: Kind) -> El {
        let prefix = self.prefix();
        let mut field = self.field.clone();
        if let Some(ids) = self.fieldset.as_ref().and_then(Fieldset::described) {
            field.described_by = Some(ids.to_owned());
        }
        let described = field.described(prefix);
        let alone = if self.fieldset.is_none() && kind.named_items {
            described.as_deref()
        } else {
            None
        };
        let items = self
            .items
            .iter()
            .enumerate()
            .map(|(at, item)| self.item(kind, item, at, alone));
        let list = el("div")
            .class(kind.block)
            .class(&self.classes)
            .attrs(&self.attrs)
            .attr("data-module", kind.module)
            .push_all(items);
        let inner = join([field.hint_and_error(prefix), list.render()]);
        match &self.fieldset {
            Some(fieldset) => field
                .group()
                .push(fieldset.clone().set_described(described).body(inner)),
            None => field.group().push(inner),
        }
    }

    fn item(&self, kind: Kind, item: &Choice, at: usize, described: Option<&str>) -> maud::Markup {
        let block = kind.block;
        if let Some(words) = &item.divider {
            return el("div")
                .class(&format!("{block}__divider"))
                .push(words.as_str())
                .render();
        }
        let id = item.id.clone().unwrap_or_else(|| match at {
            0 => self.prefix().to_owned(),
            _ => format!("{}-{}", self.prefix(), at + 1),
        });
        let checked = item
            .checked
            .unwrap_or_else(|| self.chosen.contains(&item.value));
        let hint_id = item.hint.as_ref().map(|_| format!("{id}-item-hint"));
        let ids: Vec<&str> = described.into_iter().chain(hint_id.as_deref()).collect();
        let name = item
            .name
            .as_ref()
            .filter(|_| kind.named_items)
            .unwrap_or(&self.name);
        let reveals = item.reveals.as_ref().map(|_| format!("conditional-{id}"));
        let input = el("input")
            .class(&format!("{block}__input"))
            .attr("id", &id)
            .attr("name", name)
            .attr("type", kind.input)
            .attr("value", &item.value)
            .flag("checked", checked)
            .flag("disabled", item.disabled)
            .attr_opt("data-aria-controls", reveals.as_ref())
            .attr_opt("data-behaviour", item.behaviour.as_ref())
            .attr_opt("aria-describedby", (!ids.is_empty()).then(|| ids.join(" ")))
            .attrs(&item.attrs);
        let row = el("div")
            .class(&format!("{block}__item"))
            .class(&item.classes)
            .push(input)
            .push(label(block, item, &id))
            .push_opt(
                item.hint
                    .clone()
                    .zip(hint_id)
                    .map(|(hint, hint_id)| hint.id(hint_id).class(format!("{block}__hint"))),
            );
        let below = item.reveals.as_ref().zip(reveals).map(|(content, id)| {
            el("div")
                .class(&format!("{block}__conditional"))
                .class_if(!checked, &format!("{block}__conditional--hidden"))
                .attr("id", id)
                .push(content)
                .render()
        });
        join([row.render()].into_iter().chain(below))
    }
}

fn label(block: &str, item: &Choice, id: &str) -> Label {
    let mut label = Label::new(item.text.clone()).class(format!("{block}__label"));
    if !item.label_classes.is_empty() {
        label = label.class(&item.label_classes);
    }
    for (name, value) in &item.label_attrs {
        label = label.attr(name, value);
    }
    label.target(id)
}

macro_rules! group {
    ($(#[$doc:meta])* $name:ident, $kind:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            group: Group,
            classes: String,
            attrs: Attrs,
            field: Field,
        }

        impl $name {
            /// A group with its question as legend.
            pub fn new(name: impl Into<String>, legend: impl Into<Legend>) -> Self {
                Self::bare(name).fieldset(Fieldset::new(legend))
            }

            /// No fieldset: for a single box, whose own label says all.
            pub fn bare(name: impl Into<String>) -> Self {
                let group = Group { name: name.into(), ..Group::default() };
                $name { group, ..$name::default() }
            }

            common!();
            field_setters!();

            #[must_use]
            pub fn fieldset(mut self, fieldset: Fieldset) -> Self {
                self.group.fieldset = Some(fieldset);
                self
            }

            #[must_use]
            pub fn id_prefix(mut self, prefix: impl Into<String>) -> Self {
                self.group.id_prefix = Some(prefix.into());
                self
            }

            #[must_use]
            pub fn items(mut self, items: impl IntoIterator<Item = Choice>) -> Self {
                self.group.items.extend(items);
                self
            }

            /// The value chosen before; call again for each box that was ticked.
            #[must_use]
            pub fn value(mut self, value: impl Into<String>) -> Self {
                let value = value.into();
                if !value.is_empty() {
                    self.group.chosen.push(value);
                }
                self
            }
        }

        impl Render for $name {
            fn render_to(&self, out: &mut String) {
                let group = Group {
                    classes: self.classes.clone(),
                    attrs: self.attrs.clone(),
                    field: self.field.clone(),
                    ..self.group.clone()
                };
                group.draw($kind).render_to(out);
            }
        }
    };
}

group!(
    /// One of many.
    Radios,
    RADIO
);
group!(
    /// Any of many.
    Checkboxes,
    CHECKBOX
);

impl Radios {
    /// Two or three short answers side by side.
    #[must_use]
    pub fn inline(self) -> Self {
        self.class("govuk-radios--inline")
    }
}
