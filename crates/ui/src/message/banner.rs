use maud::Render;

use super::{Tag, Tone};
use crate::{
    content::{Attrs, Content, common, flags, optional, setters},
    raw::el,
};

/// Something about the account or the service, not about this page's form.
#[derive(Clone, Debug, Default)]
pub struct NotificationBanner {
    title: Content,
    body: Content,
    success: bool,
    role: Option<String>,
    title_id: String,
    level: super::panel::Level,
    auto_focus: Option<bool>,
    classes: String,
    attrs: Attrs,
}

impl NotificationBanner {
    pub fn new(title: impl Into<Content>, body: impl Into<Content>) -> Self {
        NotificationBanner {
            title: title.into(),
            body: body.into(),
            title_id: "govuk-notification-banner-title".into(),
            level: super::panel::Level::Two,
            ..NotificationBanner::default()
        }
    }

    common!();
    flags!(success);
    setters!(
        /// Needed when a page has two.
        title_id: String,
        level: super::panel::Level,
    );
    optional!(role: String, auto_focus: bool);
}

impl Render for NotificationBanner {
    fn render_to(&self, out: &mut String) {
        let role = self
            .role
            .as_deref()
            .unwrap_or(if self.success { "alert" } else { "region" });
        let heading = el(self.level.element())
            .class("govuk-notification-banner__title")
            .attr("id", &self.title_id)
            .push(&self.title);
        let content = el("div").class("govuk-notification-banner__content");
        let content = match &self.body {
            Content::Text(text) if text.is_empty() => content,
            Content::Text(text) => content.push(
                el("p")
                    .class("govuk-notification-banner__heading")
                    .push(text.as_str()),
            ),
            Content::Html(html) => content.push(html),
        };
        el("div")
            .class("govuk-notification-banner")
            .class_if(self.success, "govuk-notification-banner--success")
            .class(&self.classes)
            .attr("role", role)
            .attr("aria-labelledby", &self.title_id)
            .attr("data-module", "govuk-notification-banner")
            .attr_opt(
                "data-disable-auto-focus",
                self.auto_focus.map(|on| if on { "false" } else { "true" }),
            )
            .attrs(&self.attrs)
            .push(
                el("div")
                    .class("govuk-notification-banner__header")
                    .push(heading),
            )
            .push(content)
            .render_to(out);
    }
}

/// Says that this is a demonstration, a sandbox, a pilot.
#[derive(Clone, Debug, Default)]
pub struct PhaseBanner {
    tag: Content,
    text: Content,
    tag_classes: String,
    classes: String,
    attrs: Attrs,
}

impl PhaseBanner {
    pub fn new(tag: impl Into<Content>, text: impl Into<Content>) -> Self {
        PhaseBanner {
            tag: tag.into(),
            text: text.into(),
            ..PhaseBanner::default()
        }
    }

    common!();
    setters!(tag_classes: String);
}

impl Render for PhaseBanner {
    fn render_to(&self, out: &mut String) {
        let mut tag =
            Tag::new(Tone::Info, self.tag.clone()).class("govuk-phase-banner__content__tag");
        if !self.tag_classes.is_empty() {
            tag = tag.class(&self.tag_classes);
        }
        let content = el("p")
            .class("govuk-phase-banner__content")
            .push(tag)
            .push(" ")
            .push(
                el("span")
                    .class("govuk-phase-banner__text")
                    .push(&self.text),
            );
        el("div")
            .class("govuk-phase-banner govuk-width-container")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push(content)
            .render_to(out);
    }
}
