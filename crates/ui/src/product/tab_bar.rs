use maud::{Markup, Render, html};

use super::Icon;

#[derive(Clone, Debug)]
struct Entry {
    href: String,
    icon: Icon,
    text: String,
    current: bool,
}

/// The main places of the app (Home / Wallet / Personal). Static, never sticky; leave it out inside a
/// form journey.
#[derive(Clone, Debug, Default)]
pub struct TabBar {
    label: String,
    entries: Vec<Entry>,
}

impl TabBar {
    pub fn new(label: impl Into<String>) -> Self {
        TabBar {
            label: label.into(),
            ..TabBar::default()
        }
    }

    #[must_use]
    pub fn tab(
        mut self,
        href: impl Into<String>,
        icon: Icon,
        text: impl Into<String>,
        current: bool,
    ) -> Self {
        self.entries.push(Entry {
            href: href.into(),
            icon,
            text: text.into(),
            current,
        });
        self
    }
}

impl Render for TabBar {
    fn render(&self) -> Markup {
        html! {
            nav.dd-tabbar aria-label=(self.label) {
                ul.dd-tabbar__list.govuk-width-container {
                    @for entry in &self.entries {
                        li {
                            a.dd-tabbar__link href=(entry.href)
                                aria-current=[entry.current.then_some("page")] {
                                (entry.icon) span { (entry.text) }
                            }
                        }
                    }
                }
            }
        }
    }
}
