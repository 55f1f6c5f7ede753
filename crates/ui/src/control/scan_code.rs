use maud::Render;

use super::{Hint, Label, Textarea};
use crate::{
    assets,
    content::{common, setters},
    raw::el,
};

/// A box for the text of a code that, where script and camera are there, is filled by looking at the code; then the
/// form is sent. What the camera sees does not leave the page.
#[derive(Clone, Debug, Default)]
pub struct ScanCode {
    text: Textarea,
    open: String,
    hold: String,
    found: String,
    nothing: String,
    refused: String,
    classes: String,
    attrs: crate::Attrs,
}

impl ScanCode {
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        ScanCode {
            text: Textarea::new(name, label).rows(3),
            ..ScanCode::default()
        }
    }

    common!();
    setters!(
        /// "Use the camera"
        open: String,
        /// "Hold the code before the camera"
        hold: String,
        /// "Code read", read out
        found: String,
        /// "No code was found"
        nothing: String,
        /// "The camera cannot be used"
        refused: String,
    );

    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.text = self.text.value(value);
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.text = self.text.hint(hint);
        self
    }

    #[must_use]
    pub fn error(mut self, error: Option<crate::ErrorMessage>) -> Self {
        self.text = self.text.error(error);
        self
    }
}

impl Render for ScanCode {
    fn render_to(&self, out: &mut String) {
        el("scan-code")
            .class("dd-photo")
            .class(&self.classes)
            .attr("data-facing", "environment")
            .attr("data-reader", assets::url("read-code.js"))
            .attr("data-open", &self.open)
            .attr("data-hold", &self.hold)
            .attr("data-found", &self.found)
            .attr("data-nothing", &self.nothing)
            .attr("data-refused", &self.refused)
            .attrs(&self.attrs)
            .push(&self.text)
            .render_to(out);
    }
}
