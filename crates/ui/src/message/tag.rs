use maud::Render;

use crate::{
    content::{Attrs, Content, common},
    raw::el,
};

/// The meaning behind a colour; the word always says it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// In progress, neutral information.
    #[default]
    Info,
    /// In order, valid, approved.
    Good,
    /// Waits, soon late.
    Waiting,
    /// Refused, revoked, overdue.
    Bad,
    /// Over, no longer in use.
    Quiet,
}

impl Tone {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Tone::Info => "info",
            Tone::Good => "good",
            Tone::Waiting => "waiting",
            Tone::Bad => "bad",
            Tone::Quiet => "quiet",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Tone::Info => "",
            Tone::Good => "govuk-tag--green",
            Tone::Waiting => "govuk-tag--yellow",
            Tone::Bad => "govuk-tag--red",
            Tone::Quiet => "govuk-tag--grey",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Tag {
    text: Content,
    classes: String,
    attrs: Attrs,
}

impl Tag {
    pub fn new(tone: Tone, text: impl Into<Content>) -> Self {
        Tag {
            text: text.into(),
            classes: tone.class().to_owned(),
            attrs: Attrs::default(),
        }
    }

    common!();
}

impl Render for Tag {
    fn render_to(&self, out: &mut String) {
        el("strong")
            .class("govuk-tag")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push(&self.text)
            .render_to(out);
    }
}
