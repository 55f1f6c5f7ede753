use maud::{Markup, Render, html};

use crate::{
    content::{Attrs, Content, common, setters},
    raw::el,
};

/// The band on top, with a name that leads home.
#[derive(Clone, Debug, Default)]
pub struct GenericHeader {
    home: String,
    logo: Content,
    container_classes: String,
    classes: String,
    attrs: Attrs,
}

impl GenericHeader {
    pub fn new(home: impl Into<String>, logo: impl Into<Content>) -> Self {
        GenericHeader {
            home: home.into(),
            logo: logo.into(),
            container_classes: "govuk-width-container".into(),
            ..GenericHeader::default()
        }
    }

    common!();
    setters!(container_classes: String);
}

impl Render for GenericHeader {
    fn render_to(&self, out: &mut String) {
        let link = el("a")
            .class("govuk-generic-header__homepage-link")
            .attr("href", &self.home)
            .push(&self.logo);
        let container = el("div")
            .class("govuk-generic-header__container")
            .class(&self.container_classes)
            .push(el("div").class("govuk-generic-header__logo").push(link));
        el("div")
            .class("govuk-generic-header")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push(container)
            .render_to(out);
    }
}

/// Our footer: links and a line of facts. (GOV.UK's own carries crown and licence marks; not used.)
#[derive(Clone, Debug, Default)]
pub struct Footer {
    heading: String,
    links: Vec<(String, String)>,
    note: Content,
}

impl Footer {
    /// `heading` is for screen readers.
    pub fn new(heading: impl Into<String>) -> Self {
        Footer {
            heading: heading.into(),
            ..Footer::default()
        }
    }

    setters!(note: Content);

    #[must_use]
    pub fn link(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.links.push((href.into(), text.into()));
        self
    }
}

impl Render for Footer {
    fn render(&self) -> Markup {
        html! {
            footer.dd-footer {
                div.govuk-width-container {
                    h2.govuk-visually-hidden { (self.heading) }
                    ul.dd-footer__links {
                        @for (href, text) in &self.links {
                            li { a.govuk-footer__link href=(href) { (text) } }
                        }
                    }
                    @if !self.note.is_empty() { p.dd-footer__note { (self.note) } }
                }
            }
        }
    }
}
