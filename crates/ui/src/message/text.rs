use maud::Render;

use crate::{
    content::{Attrs, Content, common, optional},
    raw::el,
};

/// A paragraph set apart from the rest.
#[derive(Clone, Debug, Default)]
pub struct InsetText {
    text: Content,
    id: Option<String>,
    classes: String,
    attrs: Attrs,
}

impl InsetText {
    pub fn new(text: impl Into<Content>) -> Self {
        InsetText {
            text: text.into(),
            ..InsetText::default()
        }
    }

    common!();
    optional!(id: String);
}

impl Render for InsetText {
    fn render_to(&self, out: &mut String) {
        el("div")
            .class("govuk-inset-text")
            .class(&self.classes)
            .attr_opt("id", self.id.as_ref())
            .attrs(&self.attrs)
            .push(&self.text)
            .render_to(out);
    }
}

/// Something with consequences that must be read.
#[derive(Clone, Debug, Default)]
pub struct WarningText {
    text: Content,
    prefix: String,
    classes: String,
    attrs: Attrs,
}

impl WarningText {
    /// `prefix` ("Warning") is read out in place of the sign.
    pub fn new(prefix: impl Into<String>, text: impl Into<Content>) -> Self {
        WarningText {
            prefix: prefix.into(),
            text: text.into(),
            ..WarningText::default()
        }
    }

    common!();
}

impl Render for WarningText {
    fn render_to(&self, out: &mut String) {
        let icon = el("span")
            .class("govuk-warning-text__icon")
            .attr("aria-hidden", "true");
        let words = el("strong")
            .class("govuk-warning-text__text")
            .push(
                el("span")
                    .class("govuk-visually-hidden")
                    .push(self.prefix.as_str()),
            )
            .push(" ")
            .push(&self.text);
        el("div")
            .class("govuk-warning-text")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push(icon.push("!"))
            .push(" ")
            .push(words)
            .render_to(out);
    }
}
