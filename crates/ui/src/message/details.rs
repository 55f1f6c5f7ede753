use maud::Render;

use crate::{
    content::{Attrs, Content, common, flags, optional},
    raw::el,
};

/// Help that opens on demand.
#[derive(Clone, Debug, Default)]
pub struct Details {
    summary: Content,
    text: Content,
    id: Option<String>,
    open: bool,
    classes: String,
    attrs: Attrs,
}

impl Details {
    pub fn new(summary: impl Into<Content>, text: impl Into<Content>) -> Self {
        Details {
            summary: summary.into(),
            text: text.into(),
            ..Details::default()
        }
    }

    common!();
    optional!(id: String);
    flags!(open);
}

impl Render for Details {
    fn render_to(&self, out: &mut String) {
        let summary = el("summary").class("govuk-details__summary").push(
            el("span")
                .class("govuk-details__summary-text")
                .push(&self.summary),
        );
        el("details")
            .class("govuk-details")
            .class(&self.classes)
            .attr_opt("id", self.id.as_ref())
            .attrs(&self.attrs)
            .flag("open", self.open)
            .push(summary)
            .push(el("div").class("govuk-details__text").push(&self.text))
            .render_to(out);
    }
}
