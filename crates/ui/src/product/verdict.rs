use maud::{Markup, Render, html};

use super::Icon;
use crate::content::Content;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictKind {
    Valid,
    /// Genuine, yet not to be relied on: expired, held, stale.
    Caution,
    Invalid,
}

/// An inspector's answer: colour and word and sign.
#[derive(Clone, Debug)]
pub struct Verdict {
    kind: VerdictKind,
    word: String,
    text: Content,
}

impl Verdict {
    pub fn new(kind: VerdictKind, word: impl Into<String>, text: impl Into<Content>) -> Self {
        Verdict {
            kind,
            word: word.into(),
            text: text.into(),
        }
    }
}

impl Render for Verdict {
    fn render(&self) -> Markup {
        let (name, icon) = match self.kind {
            VerdictKind::Valid => ("valid", Icon::Check),
            VerdictKind::Caution => ("caution", Icon::Warning),
            VerdictKind::Invalid => ("invalid", Icon::Cross),
        };
        html! {
            div class={ "dd-verdict dd-verdict--" (name) } role="status" {
                span.dd-verdict__icon { (icon) }
                h1.dd-verdict__word { (self.word) }
                @if !self.text.is_empty() { div.dd-verdict__text { (self.text) } }
            }
        }
    }
}
