use maud::{Markup, Render, html};

use super::Icon;
use crate::content::{Content, optional, setters};

/// Two panes for a counter: the citizen on the left, the evidence on the right.
#[derive(Clone, Debug, Default)]
pub struct Split {
    left_label: String,
    left: Content,
    right_label: String,
    right: Content,
}

impl Split {
    pub fn new(left: impl Into<Content>, right: impl Into<Content>) -> Self {
        Split {
            left: left.into(),
            right: right.into(),
            ..Split::default()
        }
    }

    setters!(left_label: String, right_label: String);
}

impl Render for Split {
    fn render(&self) -> Markup {
        let name = |label: &String| Some(label.clone()).filter(|label| !label.is_empty());
        html! {
            div.dd-split {
                section.dd-split__pane aria-label=[name(&self.left_label)] { (self.left) }
                section.dd-split__pane aria-label=[name(&self.right_label)] { (self.right) }
            }
        }
    }
}

/// Nothing here yet, and what to do about it.
#[derive(Clone, Debug)]
pub struct EmptyState {
    icon: Icon,
    title: String,
    text: Content,
    action: Option<Content>,
}

impl EmptyState {
    pub fn new(icon: Icon, title: impl Into<String>, text: impl Into<Content>) -> Self {
        EmptyState {
            icon,
            title: title.into(),
            text: text.into(),
            action: None,
        }
    }

    optional!(action: Content);
}

impl Render for EmptyState {
    fn render(&self) -> Markup {
        html! {
            div.dd-empty {
                span.dd-empty__icon { (self.icon) }
                h2.dd-empty__title { (self.title) }
                @if !self.text.is_empty() { div.dd-empty__text { (self.text) } }
                @if let Some(action) = &self.action { div.dd-empty__action { (action) } }
            }
        }
    }
}

/// A part of the page that renews itself every `seconds` from `src` (an answer with this part only,
/// same origin). An answer with an element `data-over` ends that: the page is loaded anew. Without script
/// it stays as first drawn.
pub fn live_fragment(id: &str, src: &str, seconds: u32, content: impl Render) -> Markup {
    html! {
        live-fragment id=(id) data-src=(src) data-seconds=(seconds) { (content) }
    }
}
