use maud::{Markup, Render, html};

use super::Icon;
use crate::{
    content::{Content, optional, setters},
    message::Tag,
};

/// A document as it lies in the wallet: a card one would trust.
#[derive(Clone, Debug)]
pub struct DocumentCard {
    kind: String,
    title: String,
    issuer: String,
    icon: Icon,
    level: &'static str,
    holder: Option<String>,
    photo: Option<(String, String)>,
    status: Option<Tag>,
    fields: Vec<(String, Content)>,
    href: Option<String>,
    note: Option<Content>,
    dimmed: bool,
}

impl DocumentCard {
    /// `kind` picks the colour: `identity`, `licence`, `passport`, `health`, `other`.
    pub fn new(kind: impl Into<String>, icon: Icon, title: impl Into<String>) -> Self {
        DocumentCard {
            kind: kind.into(),
            title: title.into(),
            issuer: String::new(),
            icon,
            level: "h2",
            holder: None,
            photo: None,
            status: None,
            fields: Vec::new(),
            href: None,
            note: None,
            dimmed: false,
        }
    }

    setters!(
        /// Who issued it.
        issuer: String,
    );
    optional!(
        holder: String,
        status: Tag,
        /// The card's page: its title becomes the link.
        href: String,
        /// A line below: what happens next, until when.
        note: Content,
    );

    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<Content>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Portrait address and its description.
    #[must_use]
    pub fn photo(mut self, src: impl Into<String>, alt: impl Into<String>) -> Self {
        self.photo = Some((src.into(), alt.into()));
        self
    }

    /// Not usable now: held, expired, revoked.
    #[must_use]
    pub fn dimmed(mut self, on: bool) -> Self {
        self.dimmed = on;
        self
    }

    /// The title is the page's `h1`.
    #[must_use]
    pub fn page_heading(mut self) -> Self {
        self.level = "h1";
        self
    }

    fn heading(&self) -> Markup {
        let title = html! {
            @match &self.href {
                Some(href) => a.dd-doc__link href=(href) { (self.title) },
                None => (self.title),
            }
        };
        html! {
            @if self.level == "h1" { h1.dd-doc__title { (title) } } @else { h2.dd-doc__title { (title) } }
        }
    }

    fn body(&self) -> Markup {
        html! {
            div.dd-doc__body {
                @if let Some((src, alt)) = &self.photo {
                    img.dd-doc__photo src=(src) alt=(alt) width="96" height="128";
                }
                div.dd-doc__facts {
                    @if let Some(holder) = &self.holder { p.dd-doc__holder { (holder) } }
                    @if !self.fields.is_empty() {
                        dl.dd-doc__fields {
                            @for (name, value) in &self.fields {
                                div { dt { (name) } dd { (value) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Render for DocumentCard {
    fn render(&self) -> Markup {
        let dimmed = if self.dimmed { " dd-doc--dimmed" } else { "" };
        html! {
            article class={ "dd-doc dd-doc--" (self.kind) (dimmed) } {
                div.dd-doc__head {
                    span.dd-doc__icon { (self.icon) }
                    div.dd-doc__names {
                        (self.heading())
                        @if !self.issuer.is_empty() { p.dd-doc__issuer { (self.issuer) } }
                    }
                    @if let Some(status) = &self.status { span.dd-doc__status { (status) } }
                }
                @if self.photo.is_some() || self.holder.is_some() || !self.fields.is_empty() {
                    (self.body())
                }
                @if let Some(note) = &self.note { p.dd-doc__note { (note) } }
            }
        }
    }
}
