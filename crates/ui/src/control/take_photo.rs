use maud::Render;

use super::{FileUpload, Hint, Label};
use crate::{
    content::{common, setters},
    raw::el,
};

/// A file input that, where script and camera are there, becomes a camera with an oval guide.
/// The picture lands in the same input, so the form and the server see no difference.
#[derive(Clone, Debug, Default)]
pub struct TakePhoto {
    upload: FileUpload,
    name: String,
    facing: String,
    open: String,
    shoot: String,
    again: String,
    taken: String,
    refused: String,
    classes: String,
    attrs: crate::Attrs,
}

impl TakePhoto {
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        let name = name.into();
        TakePhoto {
            upload: FileUpload::new(name.clone(), label).accept("image/jpeg,image/png"),
            name,
            facing: "user".into(),
            ..TakePhoto::default()
        }
    }

    common!();
    setters!(
        /// `user` (portrait) or `environment` (a document).
        facing: String,
        /// "Use the camera"
        open: String,
        /// "Take the photo"
        shoot: String,
        /// "Take it again"
        again: String,
        /// "Photo taken", read out
        taken: String,
        /// "The camera cannot be used; choose a file"
        refused: String,
    );

    #[must_use]
    pub fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.upload = self.upload.hint(hint);
        self
    }

    #[must_use]
    pub fn error(mut self, error: Option<crate::ErrorMessage>) -> Self {
        self.upload = self.upload.error(error);
        self
    }
}

impl Render for TakePhoto {
    fn render_to(&self, out: &mut String) {
        let upload = self.upload.clone().capture(&self.facing);
        let camera = el("take-photo")
            .class("dd-photo")
            .class(&self.classes)
            .attr("data-facing", &self.facing)
            .attr("data-open", &self.open)
            .attr("data-shoot", &self.shoot)
            .attr("data-again", &self.again)
            .attr("data-taken", &self.taken)
            .attr("data-refused", &self.refused)
            .attrs(&self.attrs)
            .push(upload.bare());
        upload.field.wrap(&self.name, camera).render_to(out);
    }
}
