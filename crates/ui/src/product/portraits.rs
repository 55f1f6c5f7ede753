use maud::{Markup, Render, html};

use crate::{content::Content, message::Tone};

#[derive(Clone, Debug)]
pub struct Portrait {
    src: Option<String>,
    alt: String,
    caption: String,
    note: Content,
}

impl Portrait {
    /// `caption` says where it comes from and when: "Chip · read 08:15".
    pub fn new(src: impl Into<String>, alt: impl Into<String>, caption: impl Into<String>) -> Self {
        Portrait {
            src: Some(src.into()),
            alt: alt.into(),
            caption: caption.into(),
            note: Content::default(),
        }
    }

    /// No picture from this source; `why` stands in its place.
    pub fn missing(caption: impl Into<String>, why: impl Into<String>) -> Self {
        Portrait {
            src: None,
            alt: why.into(),
            caption: caption.into(),
            note: Content::default(),
        }
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<Content>) -> Self {
        self.note = note.into();
        self
    }
}

/// Faces side by side, with what the comparison said.
#[derive(Clone, Debug, Default)]
pub struct Portraits {
    portraits: Vec<Portrait>,
    result: Option<(Tone, Content)>,
}

impl Portraits {
    pub fn new(portraits: impl IntoIterator<Item = Portrait>) -> Self {
        Portraits {
            portraits: portraits.into_iter().collect(),
            result: None,
        }
    }

    #[must_use]
    pub fn result(mut self, tone: Tone, words: impl Into<Content>) -> Self {
        self.result = Some((tone, words.into()));
        self
    }
}

impl Render for Portraits {
    fn render(&self) -> Markup {
        html! {
            div.dd-portraits {
                @for portrait in &self.portraits {
                    figure.dd-portrait {
                        @match &portrait.src {
                            Some(src) => img.dd-portrait__image src=(src) alt=(portrait.alt) width="240" height="320";,
                            None => div.dd-portrait__image.dd-portrait__image--missing { (portrait.alt) },
                        }
                        figcaption.dd-portrait__caption {
                            (portrait.caption)
                            @if !portrait.note.is_empty() { span.dd-portrait__note { (portrait.note) } }
                        }
                    }
                }
            }
            @if let Some((tone, words)) = &self.result {
                p class={ "dd-match dd-match--" (tone.name()) } { (words) }
            }
        }
    }
}
