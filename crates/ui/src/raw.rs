//! The one place that writes markup past maud's escaping. Everything dynamic is escaped here by
//! maud's own escaper; names of elements and attributes are literals of the program.

use std::fmt::Write as _;

use maud::{Escaper, Markup, PreEscaped, Render};

use crate::content::Attrs;

/// Markup that is part of the program text, such as an SVG path. Never for data.
pub fn trusted_static(html: &'static str) -> Markup {
    PreEscaped(html.to_owned())
}

/// Joins pieces of markup.
pub fn join(parts: impl IntoIterator<Item = Markup>) -> Markup {
    PreEscaped(parts.into_iter().map(|part| part.0).collect())
}

/// An element under construction. maud has no way to spread a list of attributes; this has.
#[must_use]
pub struct El {
    name: &'static str,
    open: String,
    classes: String,
    body: String,
    void: bool,
}

/// Begins an element.
pub fn el(name: &'static str) -> El {
    El {
        name,
        open: String::new(),
        classes: String::new(),
        body: String::new(),
        void: matches!(name, "input" | "hr" | "img" | "br" | "path"),
    }
}

impl El {
    /// Adds class names; an empty text adds none.
    pub fn class(mut self, names: &str) -> Self {
        if !names.is_empty() {
            if !self.classes.is_empty() {
                self.classes.push(' ');
            }
            self.classes.push_str(names);
        }
        self
    }

    pub fn class_if(self, condition: bool, names: &str) -> Self {
        if condition { self.class(names) } else { self }
    }

    pub fn attr(mut self, name: &str, value: impl AsRef<str>) -> Self {
        write_attr(&mut self.open, name, value.as_ref());
        self
    }

    pub fn attr_opt(self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// A boolean attribute.
    pub fn flag(mut self, name: &str, on: bool) -> Self {
        if on {
            self.open.push(' ');
            self.open.push_str(name);
        }
        self
    }

    pub fn attrs(mut self, attrs: &Attrs) -> Self {
        for (name, value) in attrs.iter() {
            write_attr(&mut self.open, name, value);
        }
        self
    }

    pub fn push(mut self, child: impl Render) -> Self {
        child.render_to(&mut self.body);
        self
    }

    pub fn push_opt(self, child: Option<impl Render>) -> Self {
        match child {
            Some(child) => self.push(child),
            None => self,
        }
    }

    pub fn push_all<R: Render>(self, children: impl IntoIterator<Item = R>) -> Self {
        children.into_iter().fold(self, El::push)
    }
}

impl Render for El {
    fn render_to(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        if !self.classes.is_empty() {
            write_attr(out, "class", &self.classes);
        }
        out.push_str(&self.open);
        out.push('>');
        if !self.void {
            out.push_str(&self.body);
            out.push_str("</");
            out.push_str(self.name);
            out.push('>');
        }
    }
}

impl From<El> for Markup {
    fn from(el: El) -> Markup {
        el.render()
    }
}

fn write_attr(out: &mut String, name: &str, value: &str) {
    debug_assert!(!name.is_empty() && !name.contains([' ', '"', '>', '=', '<', '/']));
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let _infallible = Escaper::new(out).write_str(value);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_escaped_in_attributes_and_text() {
        let html = el("p")
            .class("a")
            .attr("title", "\"><script>")
            .push("<b>&")
            .render()
            .0;
        assert_eq!(
            html,
            "<p class=\"a\" title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;</p>"
        );
    }
}
