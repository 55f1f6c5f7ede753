//! What stands around every control: label, hint, error, and the wiring of `aria-describedby`.

use maud::{Markup, Render};

use crate::{
    content::{Attrs, Content, common, flags, optional, setters},
    message::ErrorMessage,
    raw::{El, el},
};

#[derive(Clone, Debug, Default)]
pub struct Label {
    text: Content,
    target: String,
    classes: String,
    attrs: Attrs,
    page_heading: bool,
}

impl Label {
    pub fn new(text: impl Into<Content>) -> Self {
        Label {
            text: text.into(),
            ..Label::default()
        }
    }

    common!();
    flags!(page_heading);
    setters!(
        /// The id of the control it names.
        target: String,
    );
}

impl Render for Label {
    fn render_to(&self, out: &mut String) {
        if self.text.is_empty() {
            return;
        }
        let target = Some(&self.target).filter(|id| !id.is_empty());
        let label = el("label")
            .class("govuk-label")
            .class(&self.classes)
            .attrs(&self.attrs)
            .attr_opt("for", target)
            .push(&self.text);
        if self.page_heading {
            el("h1")
                .class("govuk-label-wrapper")
                .push(label)
                .render_to(out);
        } else {
            label.render_to(out);
        }
    }
}

impl<T: Into<Content>> From<T> for Label {
    fn from(text: T) -> Self {
        Label::new(text)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Hint {
    text: Content,
    id: Option<String>,
    classes: String,
    attrs: Attrs,
}

impl Hint {
    pub fn new(text: impl Into<Content>) -> Self {
        Hint {
            text: text.into(),
            ..Hint::default()
        }
    }

    common!();
    optional!(id: String);
}

impl Render for Hint {
    fn render_to(&self, out: &mut String) {
        el("div")
            .class("govuk-hint")
            .class(&self.classes)
            .attr_opt("id", self.id.as_ref())
            .attrs(&self.attrs)
            .push(&self.text)
            .render_to(out);
    }
}

impl<T: Into<Content>> From<T> for Hint {
    fn from(text: T) -> Self {
        Hint::new(text)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Legend {
    text: Content,
    classes: String,
    page_heading: bool,
}

impl Legend {
    pub fn new(text: impl Into<Content>) -> Self {
        Legend {
            text: text.into(),
            ..Legend::default()
        }
    }

    /// The question is the page's heading: legend and `h1` in one.
    pub fn heading(text: impl Into<Content>) -> Self {
        Legend::new(text)
            .classes("govuk-fieldset__legend--l")
            .page_heading(true)
    }

    setters!(classes: String);
    flags!(page_heading);
}

impl Render for Legend {
    fn render_to(&self, out: &mut String) {
        if self.text.is_empty() {
            return;
        }
        let legend = el("legend")
            .class("govuk-fieldset__legend")
            .class(&self.classes);
        let legend = if self.page_heading {
            legend.push(el("h1").class("govuk-fieldset__heading").push(&self.text))
        } else {
            legend.push(&self.text)
        };
        legend.render_to(out);
    }
}

impl<T: Into<Content>> From<T> for Legend {
    fn from(text: T) -> Self {
        Legend::new(text).classes("govuk-fieldset__legend--s")
    }
}

#[derive(Clone, Debug, Default)]
pub struct Fieldset {
    legend: Legend,
    described_by: Option<String>,
    role: Option<String>,
    classes: String,
    attrs: Attrs,
    body: Content,
}

impl Fieldset {
    pub fn new(legend: impl Into<Legend>) -> Self {
        Fieldset {
            legend: legend.into(),
            ..Fieldset::default()
        }
    }

    common!();
    optional!(described_by: String, role: String);
    setters!(body: Content);

    pub(crate) fn described(&self) -> Option<&str> {
        self.described_by.as_deref()
    }

    pub(crate) fn set_described(mut self, ids: Option<String>) -> Self {
        self.described_by = ids;
        self
    }
}

impl Render for Fieldset {
    fn render_to(&self, out: &mut String) {
        el("fieldset")
            .class("govuk-fieldset")
            .class(&self.classes)
            .attr_opt("role", self.role.as_ref())
            .attr_opt("aria-describedby", self.described_by.as_ref())
            .attrs(&self.attrs)
            .push(&self.legend)
            .push(&self.body)
            .render_to(out);
    }
}

/// The shared part of every control.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub(crate) label: Label,
    pub(crate) hint: Option<Hint>,
    pub(crate) error: Option<ErrorMessage>,
    pub(crate) described_by: Option<String>,
    pub(crate) group_classes: String,
    pub(crate) group_attrs: Attrs,
}

impl Field {
    pub(crate) fn invalid(&self) -> bool {
        self.error.is_some()
    }

    /// Ids for `aria-describedby`: what the caller gave, then hint, then error.
    pub(crate) fn described(&self, id: &str) -> Option<String> {
        let mut ids: Vec<String> = self.described_by.iter().cloned().collect();
        if self.hint.is_some() {
            ids.push(format!("{id}-hint"));
        }
        if self.error.is_some() {
            ids.push(format!("{id}-error"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    pub(crate) fn group(&self) -> El {
        el("div")
            .class("govuk-form-group")
            .class_if(self.invalid(), "govuk-form-group--error")
            .class(&self.group_classes)
            .attrs(&self.group_attrs)
    }

    pub(crate) fn hint_and_error(&self, id: &str) -> Markup {
        let hint = self.hint.clone().map(|hint| hint.id(format!("{id}-hint")));
        let error = self
            .error
            .clone()
            .map(|error| error.id(format!("{id}-error")));
        crate::raw::join(
            hint.iter()
                .map(Render::render)
                .chain(error.iter().map(Render::render)),
        )
    }

    /// Label, hint, error, control.
    pub(crate) fn wrap(&self, id: &str, control: impl Render) -> El {
        self.group()
            .push(self.label.clone().target(id))
            .push(self.hint_and_error(id))
            .push(control)
    }
}

/// `hint`, `error`, … for a control that embeds a [`Field`] named `field`.
macro_rules! field_setters {
    () => {
        #[must_use]
        pub fn hint(mut self, hint: impl Into<crate::control::Hint>) -> Self {
            self.field.hint = Some(hint.into());
            self
        }

        #[must_use]
        pub fn error(mut self, error: Option<crate::message::ErrorMessage>) -> Self {
            self.field.error = error;
            self
        }

        #[must_use]
        pub fn described_by(mut self, ids: impl Into<String>) -> Self {
            self.field.described_by = Some(ids.into());
            self
        }

        #[must_use]
        pub fn group_class(mut self, names: impl Into<String>) -> Self {
            self.field.group_classes = names.into();
            self
        }

        #[must_use]
        pub fn label(mut self, label: impl Into<crate::control::Label>) -> Self {
            self.field.label = label.into();
            self
        }
    };
}

pub(crate) use field_setters;
