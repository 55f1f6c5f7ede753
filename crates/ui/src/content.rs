//! What a component takes as its words.

use maud::{Markup, Render};

/// Text (escaped) or ready markup.
#[derive(Clone, Debug)]
pub enum Content {
    Text(String),
    Html(Markup),
}

impl Default for Content {
    fn default() -> Self {
        Content::Text(String::new())
    }
}

impl Content {
    pub fn is_empty(&self) -> bool {
        match self {
            Content::Text(text) => text.is_empty(),
            Content::Html(html) => html.0.is_empty(),
        }
    }
}

impl Render for Content {
    fn render_to(&self, out: &mut String) {
        match self {
            Content::Text(text) => text.render_to(out),
            Content::Html(html) => html.render_to(out),
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Content::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Content::Text(text)
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Content::Text(text.clone())
    }
}

impl From<Markup> for Content {
    fn from(html: Markup) -> Self {
        Content::Html(html)
    }
}

/// Further attributes: the name is a literal, the value is escaped.
#[derive(Clone, Debug, Default)]
pub struct Attrs(Vec<(&'static str, String)>);

impl Attrs {
    pub fn push(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push((name, value.into()));
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// `class` and `attr`, which every builder has.
macro_rules! common {
    () => {
        #[must_use]
        pub fn class(mut self, names: impl AsRef<str>) -> Self {
            if !self.classes.is_empty() {
                self.classes.push(' ');
            }
            self.classes.push_str(names.as_ref());
            self
        }

        #[must_use]
        pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
            self.attrs.push(name, value);
            self
        }
    };
}

/// Plain setters: `setters!(field: Type, …)` gives `fn field(self, impl Into<Type>) -> Self`.
macro_rules! setters {
    ($($(#[$doc:meta])* $field:ident : $type:ty),* $(,)?) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $field(mut self, value: impl Into<$type>) -> Self {
                self.$field = value.into();
                self
            }
        )*
    };
}

/// Setters of optional fields: the builder takes the value itself or an `Option` of it.
macro_rules! optional {
    ($($(#[$doc:meta])* $field:ident : $type:ty),* $(,)?) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $field(mut self, value: impl Into<$type>) -> Self {
                self.$field = Some(value.into());
                self
            }
        )*
    };
}

/// Switches: `flags!(disabled)` gives `fn disabled(self, bool) -> Self`.
macro_rules! flags {
    ($($field:ident),* $(,)?) => {
        $(
            #[must_use]
            pub fn $field(mut self, on: bool) -> Self {
                self.$field = on;
                self
            }
        )*
    };
}

pub(crate) use {common, flags, optional, setters};
