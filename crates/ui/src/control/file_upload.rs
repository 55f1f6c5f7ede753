use maud::Render;

use super::field::{Field, Label, field_setters};
use crate::{
    content::{Attrs, common, flags, setters},
    raw::{El, el},
};

#[derive(Clone, Debug, Default)]
pub struct FileUpload {
    name: String,
    id: String,
    multiple: bool,
    disabled: bool,
    classes: String,
    attrs: Attrs,
    pub(super) field: Field,
}

impl FileUpload {
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        let name = name.into();
        let field = Field {
            label: label.into(),
            ..Field::default()
        };
        FileUpload {
            id: name.clone(),
            name,
            field,
            ..FileUpload::default()
        }
    }

    common!();
    field_setters!();
    setters!(id: String);
    flags!(multiple, disabled);

    /// The kinds offered by the chooser: `image/jpeg,image/png`. A help, not a check.
    #[must_use]
    pub fn accept(self, kinds: &str) -> Self {
        self.attr("accept", kinds)
    }

    /// The phone opens its camera: `user` (portrait) or `environment`.
    #[must_use]
    pub fn capture(self, side: &str) -> Self {
        self.attr("capture", side)
    }

    pub(super) fn bare(&self) -> El {
        el("input")
            .class("govuk-file-upload")
            .class(&self.classes)
            .class_if(self.field.invalid(), "govuk-file-upload--error")
            .attr("id", &self.id)
            .attr("name", &self.name)
            .attr("type", "file")
            .flag("disabled", self.disabled)
            .flag("multiple", self.multiple)
            .attr_opt("aria-describedby", self.field.described(&self.id))
            .attrs(&self.attrs)
    }
}

impl Render for FileUpload {
    fn render_to(&self, out: &mut String) {
        self.field.wrap(&self.id, self.bare()).render_to(out);
    }
}
