use maud::Render;

use crate::{
    content::{Attrs, Content, common, optional, setters},
    raw::{El, el},
};

/// What is wrong with one field, beside it.
#[derive(Clone, Debug, Default)]
pub struct ErrorMessage {
    text: Content,
    prefix: String,
    id: Option<String>,
    classes: String,
    attrs: Attrs,
}

impl ErrorMessage {
    /// `prefix` ("Error") is read out, not shown.
    pub fn new(prefix: impl Into<String>, text: impl Into<Content>) -> Self {
        ErrorMessage {
            prefix: prefix.into(),
            text: text.into(),
            ..ErrorMessage::default()
        }
    }

    common!();
    optional!(id: String);
}

impl Render for ErrorMessage {
    fn render_to(&self, out: &mut String) {
        let message = el("p")
            .class("govuk-error-message")
            .class(&self.classes)
            .attr_opt("id", self.id.as_ref())
            .attrs(&self.attrs);
        let message = if self.prefix.is_empty() {
            message.push(&self.text)
        } else {
            let prefix = format!("{}:", self.prefix);
            message
                .push(el("span").class("govuk-visually-hidden").push(prefix))
                .push(" ")
                .push(&self.text)
        };
        message.render_to(out);
    }
}

#[derive(Clone, Debug, Default)]
struct Item {
    href: Option<String>,
    text: Content,
    attrs: Attrs,
}

/// All that is wrong, at the top of the page, each with a link to its field.
#[derive(Clone, Debug, Default)]
pub struct ErrorSummary {
    title: Content,
    description: Content,
    items: Vec<Item>,
    auto_focus: Option<bool>,
    classes: String,
    attrs: Attrs,
}

impl ErrorSummary {
    pub fn new(title: impl Into<Content>) -> Self {
        ErrorSummary {
            title: title.into(),
            ..ErrorSummary::default()
        }
    }

    common!();
    setters!(description: Content);
    optional!(auto_focus: bool);

    /// An error whose field has this id.
    #[must_use]
    pub fn item(self, field: &str, text: impl Into<Content>) -> Self {
        self.link(format!("#{field}"), text, Attrs::default())
    }

    #[must_use]
    pub fn link(mut self, href: impl Into<String>, text: impl Into<Content>, attrs: Attrs) -> Self {
        self.items.push(Item {
            href: Some(href.into()),
            text: text.into(),
            attrs,
        });
        self
    }

    /// An error that belongs to no field.
    #[must_use]
    pub fn plain(mut self, text: impl Into<Content>) -> Self {
        self.items.push(Item {
            text: text.into(),
            ..Item::default()
        });
        self
    }
}

impl Item {
    fn draw(&self) -> El {
        match &self.href {
            Some(href) => el("li").push(
                el("a")
                    .attr("href", href)
                    .attrs(&self.attrs)
                    .push(&self.text),
            ),
            None => el("li").push(&self.text),
        }
    }
}

impl Render for ErrorSummary {
    fn render_to(&self, out: &mut String) {
        let description = (!self.description.is_empty()).then(|| el("p").push(&self.description));
        let list = (!self.items.is_empty()).then(|| {
            el("ul")
                .class("govuk-list govuk-error-summary__list")
                .push_all(self.items.iter().map(Item::draw))
        });
        let alert = el("div")
            .attr("role", "alert")
            .push(
                el("h2")
                    .class("govuk-error-summary__title")
                    .push(&self.title),
            )
            .push(
                el("div")
                    .class("govuk-error-summary__body")
                    .push_opt(description)
                    .push_opt(list),
            );
        el("div")
            .class("govuk-error-summary")
            .class(&self.classes)
            .attr_opt(
                "data-disable-auto-focus",
                self.auto_focus.map(|on| if on { "false" } else { "true" }),
            )
            .attrs(&self.attrs)
            .attr("data-module", "govuk-error-summary")
            .push(alert)
            .render_to(out);
    }
}
