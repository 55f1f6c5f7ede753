use maud::Render;

use crate::{
    content::{Attrs, Content, common, flags, optional},
    raw::{El, el, trusted_static},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Primary,
    Secondary,
    /// An act that takes something away: lock, remove.
    Warning,
    /// On a dark ground.
    Inverse,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "",
            ButtonKind::Secondary => "govuk-button--secondary",
            ButtonKind::Warning => "govuk-button--warning",
            ButtonKind::Inverse => "govuk-button--inverse",
        }
    }
}

/// A button that submits its form unless told otherwise.
#[derive(Clone, Debug, Default)]
pub struct Button {
    text: Content,
    kind: ButtonKind,
    kind_of_input: Option<&'static str>,
    name: Option<String>,
    value: Option<String>,
    id: Option<String>,
    disabled: bool,
    start: bool,
    prevent_double_click: Option<bool>,
    classes: String,
    attrs: Attrs,
}

impl Button {
    pub fn new(text: impl Into<Content>) -> Self {
        Button {
            text: text.into(),
            ..Button::default()
        }
    }

    pub fn secondary(text: impl Into<Content>) -> Self {
        Button::new(text).kind(ButtonKind::Secondary)
    }

    pub fn warning(text: impl Into<Content>) -> Self {
        Button::new(text).kind(ButtonKind::Warning)
    }

    common!();
    optional!(name: String, value: String, id: String, prevent_double_click: bool);
    flags!(disabled, start);

    #[must_use]
    pub fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }

    /// `button` or `reset`; `submit` is the default.
    #[must_use]
    pub fn input_type(mut self, kind: &'static str) -> Self {
        self.kind_of_input = Some(kind);
        self
    }
}

impl Render for Button {
    fn render_to(&self, out: &mut String) {
        let button = el("button")
            .class("govuk-button")
            .class(self.kind.class())
            .class(&self.classes)
            .class_if(self.start, "govuk-button--start")
            .attr("type", self.kind_of_input.unwrap_or("submit"))
            .attr_opt("value", self.value.as_ref())
            .attr_opt("name", self.name.as_ref())
            .flag("disabled", self.disabled)
            .attr_opt("aria-disabled", self.disabled.then_some("true"))
            .attr_opt(
                "data-prevent-double-click",
                self.prevent_double_click
                    .map(|on| if on { "true" } else { "false" }),
            )
            .attr("data-module", "govuk-button")
            .attrs(&self.attrs)
            .attr_opt("id", self.id.as_ref());
        face(button, &self.text, self.start).render_to(out);
    }
}

/// A link that looks like a button, for a step that changes nothing by itself.
#[derive(Clone, Debug, Default)]
pub struct ButtonLink {
    text: Content,
    href: String,
    kind: ButtonKind,
    id: Option<String>,
    start: bool,
    classes: String,
    attrs: Attrs,
}

impl ButtonLink {
    pub fn new(href: impl Into<String>, text: impl Into<Content>) -> Self {
        ButtonLink {
            href: href.into(),
            text: text.into(),
            ..ButtonLink::default()
        }
    }

    common!();
    optional!(id: String);
    flags!(start);

    #[must_use]
    pub fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }
}

impl Render for ButtonLink {
    fn render_to(&self, out: &mut String) {
        let link = el("a")
            .class("govuk-button")
            .class(self.kind.class())
            .class(&self.classes)
            .class_if(self.start, "govuk-button--start")
            .attr("href", &self.href)
            .attr("role", "button")
            .attr("draggable", "false")
            .attr("data-module", "govuk-button")
            .attrs(&self.attrs)
            .attr_opt("id", self.id.as_ref());
        face(link, &self.text, self.start).render_to(out);
    }
}

fn face(button: El, text: &Content, start: bool) -> El {
    match (start, text) {
        (true, Content::Html(_)) => button.push(el("span").push(text)).push(arrow()),
        (true, Content::Text(_)) => button.push(text).push(arrow()),
        (false, _) => button.push(text),
    }
}

fn arrow() -> maud::Markup {
    trusted_static(
        r#"<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false"><path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>"#,
    )
}
