//! Tabs as links: each tab is its own page, so the address, the back button and the missing script
//! are no trouble. (GOV.UK's scripted tabs are not used.)

use maud::{Markup, Render, html};

use crate::content::setters;

#[derive(Clone, Debug, Default)]
pub struct Tab {
    href: String,
    text: String,
    count: Option<usize>,
    current: bool,
}

impl Tab {
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Tab {
            href: href.into(),
            text: text.into(),
            ..Tab::default()
        }
    }

    #[must_use]
    pub fn current(mut self, on: bool) -> Self {
        self.current = on;
        self
    }

    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }
}

#[derive(Clone, Debug, Default)]
pub struct Tabs {
    label: String,
    tabs: Vec<Tab>,
}

impl Tabs {
    pub fn new(label: impl Into<String>, tabs: impl IntoIterator<Item = Tab>) -> Self {
        Tabs {
            label: label.into(),
            tabs: tabs.into_iter().collect(),
        }
    }

    setters!(label: String);
}

impl Render for Tabs {
    fn render(&self) -> Markup {
        html! {
            nav.dd-tabs aria-label=(self.label) {
                ul.dd-tabs__list {
                    @for tab in &self.tabs {
                        li.dd-tabs__item {
                            a.dd-tabs__link href=(tab.href)
                                aria-current=[tab.current.then_some("page")] {
                                (tab.text)
                                @if let Some(count) = tab.count {
                                    " " span.dd-tabs__count { (count) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
