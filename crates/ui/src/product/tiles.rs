use maud::{Markup, Render, html};

use super::Icon;
use crate::message::Tone;

/// A big link: icon, name, one line. Drawings stand in the page itself, so that a page of many goes without.
#[derive(Clone, Debug)]
pub struct Tile {
    href: String,
    icon: Option<Icon>,
    title: String,
    text: String,
    danger: bool,
}

impl Tile {
    pub fn new(href: impl Into<String>, icon: Icon, title: impl Into<String>) -> Self {
        Tile {
            icon: Some(icon),
            ..Tile::plain(href, title)
        }
    }

    /// Without a drawing.
    pub fn plain(href: impl Into<String>, title: impl Into<String>) -> Self {
        Tile {
            href: href.into(),
            icon: None,
            title: title.into(),
            text: String::new(),
            danger: false,
        }
    }

    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

#[derive(Clone, Debug, Default)]
pub struct Tiles(pub Vec<Tile>);

impl Render for Tiles {
    fn render(&self) -> Markup {
        html! {
            ul.dd-tiles {
                @for tile in &self.0 {
                    li.dd-tile.dd-tile--danger[tile.danger] {
                        @if let Some(icon) = tile.icon { span.dd-tile__icon { (icon) } }
                        span.dd-tile__words {
                            a.dd-tile__link href=(tile.href) { (tile.title) }
                            @if !tile.text.is_empty() { span.dd-tile__text { (tile.text) } }
                        }
                    }
                }
            }
        }
    }
}

/// One figure of a dashboard.
#[derive(Clone, Debug)]
pub struct Stat {
    name: String,
    value: String,
    note: String,
    tone: Option<Tone>,
}

impl Stat {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers and texts alike, without `&`"
    )]
    pub fn new(name: impl Into<String>, value: impl ToString) -> Self {
        Stat {
            name: name.into(),
            value: value.to_string(),
            note: String::new(),
            tone: None,
        }
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }
}

#[derive(Clone, Debug, Default)]
pub struct Stats(pub Vec<Stat>);

impl Render for Stats {
    fn render(&self) -> Markup {
        html! {
            dl.dd-stats {
                @for stat in &self.0 {
                    div class={ "dd-stat" @if let Some(tone) = stat.tone { " dd-stat--" (tone.name()) } } {
                        dt { (stat.name) }
                        dd.dd-stat__value { (stat.value) }
                        @if !stat.note.is_empty() { dd.dd-stat__note { (stat.note) } }
                    }
                }
            }
        }
    }
}
