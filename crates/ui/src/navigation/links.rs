use maud::Render;

use crate::{
    content::{Attrs, Content, common, flags, setters},
    raw::{El, el},
};

#[derive(Clone, Debug, Default)]
pub struct BackLink {
    href: String,
    text: Content,
    classes: String,
    attrs: Attrs,
}

impl BackLink {
    pub fn new(href: impl Into<String>, text: impl Into<Content>) -> Self {
        BackLink {
            href: href.into(),
            text: text.into(),
            ..BackLink::default()
        }
    }

    common!();
}

impl Render for BackLink {
    fn render_to(&self, out: &mut String) {
        el("a")
            .class("govuk-back-link")
            .class(&self.classes)
            .attr("href", &self.href)
            .attrs(&self.attrs)
            .push(&self.text)
            .render_to(out);
    }
}

#[derive(Clone, Debug, Default)]
pub struct SkipLink {
    href: String,
    text: Content,
    classes: String,
    attrs: Attrs,
}

impl SkipLink {
    pub fn new(href: impl Into<String>, text: impl Into<Content>) -> Self {
        SkipLink {
            href: href.into(),
            text: text.into(),
            ..SkipLink::default()
        }
    }

    common!();
}

impl Render for SkipLink {
    fn render_to(&self, out: &mut String) {
        el("a")
            .class("govuk-skip-link")
            .class(&self.classes)
            .attr("href", &self.href)
            .attrs(&self.attrs)
            .attr("data-module", "govuk-skip-link")
            .push(&self.text)
            .render_to(out);
    }
}

#[derive(Clone, Debug, Default)]
pub struct Breadcrumbs {
    label: String,
    items: Vec<(Option<String>, Content, Attrs)>,
    collapse_on_mobile: bool,
    classes: String,
    attrs: Attrs,
}

impl Breadcrumbs {
    pub fn new(label: impl Into<String>) -> Self {
        Breadcrumbs {
            label: label.into(),
            ..Breadcrumbs::default()
        }
    }

    common!();
    flags!(collapse_on_mobile);
    setters!(label: String);

    #[must_use]
    pub fn link(self, href: impl Into<String>, text: impl Into<Content>) -> Self {
        self.item(Some(href.into()), text, Attrs::default())
    }

    /// The page itself, last.
    #[must_use]
    pub fn here(self, text: impl Into<Content>) -> Self {
        self.item(None, text, Attrs::default())
    }

    #[must_use]
    pub fn item(mut self, href: Option<String>, text: impl Into<Content>, attrs: Attrs) -> Self {
        self.items.push((href, text.into(), attrs));
        self
    }
}

fn crumb((href, text, attrs): &(Option<String>, Content, Attrs)) -> El {
    let item = el("li").class("govuk-breadcrumbs__list-item");
    match href {
        Some(href) => item.push(
            el("a")
                .class("govuk-breadcrumbs__link")
                .attr("href", href)
                .attrs(attrs)
                .push(text),
        ),
        None => item.attr("aria-current", "page").push(text),
    }
}

impl Render for Breadcrumbs {
    fn render_to(&self, out: &mut String) {
        el("nav")
            .class("govuk-breadcrumbs")
            .class(&self.classes)
            .class_if(
                self.collapse_on_mobile,
                "govuk-breadcrumbs--collapse-on-mobile",
            )
            .attrs(&self.attrs)
            .attr("aria-label", &self.label)
            .push(
                el("ol")
                    .class("govuk-breadcrumbs__list")
                    .push_all(self.items.iter().map(crumb)),
            )
            .render_to(out);
    }
}
