use maud::Render;

use crate::{
    content::{Attrs, Content, common, setters},
    raw::el,
};

/// The end of a journey: done, with the reference number.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    title: Content,
    text: Content,
    level: Level,
    classes: String,
    attrs: Attrs,
}

/// Which heading a title is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    #[default]
    One,
    Two,
    Three,
}

impl Level {
    pub fn element(self) -> &'static str {
        match self {
            Level::One => "h1",
            Level::Two => "h2",
            Level::Three => "h3",
        }
    }
}

impl Panel {
    pub fn new(title: impl Into<Content>) -> Self {
        Panel {
            title: title.into(),
            ..Panel::default()
        }
    }

    common!();
    setters!(text: Content, level: Level);
}

impl Render for Panel {
    fn render_to(&self, out: &mut String) {
        let body =
            (!self.text.is_empty()).then(|| el("div").class("govuk-panel__body").push(&self.text));
        el("div")
            .class("govuk-panel govuk-panel--confirmation")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push(
                el(self.level.element())
                    .class("govuk-panel__title")
                    .push(&self.title),
            )
            .push_opt(body)
            .render_to(out);
    }
}
