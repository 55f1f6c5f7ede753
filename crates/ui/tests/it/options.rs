//! Options of a fixture, which remember what was read of them.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use serde_json::Value;
use ui::{Content, raw::trusted_static};

#[derive(Clone)]
pub struct Options<'a> {
    value: &'a Value,
    path: String,
    read: Rc<RefCell<BTreeSet<String>>>,
}

impl<'a> Options<'a> {
    pub fn new(value: &'a Value) -> Self {
        Options {
            value,
            path: String::new(),
            read: Rc::default(),
        }
    }

    pub fn sub(&self, key: &str) -> Options<'a> {
        let path = format!("{}.{key}", self.path);
        Options {
            value: self.value.get(key).unwrap_or(&Value::Null),
            path,
            read: self.read.clone(),
        }
    }

    /// What nunjucks takes for true.
    pub fn truthy(&self) -> bool {
        match self.value {
            Value::Null => false,
            Value::Bool(on) => *on,
            Value::String(text) => !text.is_empty(),
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::Array(_) | Value::Object(_) => true,
        }
    }

    pub fn list(&self, key: &str) -> Vec<Options<'a>> {
        let sub = self.sub(key);
        let items = sub.value.as_array().map(Vec::as_slice).unwrap_or_default();
        items
            .iter()
            .enumerate()
            .map(|(at, value)| Options {
                value,
                path: format!("{}[{at}]", sub.path),
                read: sub.read.clone(),
            })
            .collect()
    }

    pub fn elements(&self) -> Vec<Options<'a>> {
        let items = self.value.as_array().map(Vec::as_slice).unwrap_or_default();
        items
            .iter()
            .enumerate()
            .map(|(at, value)| Options {
                value,
                path: format!("{}[{at}]", self.path),
                read: self.read.clone(),
            })
            .collect()
    }

    fn mark(&self) {
        self.read.borrow_mut().insert(self.path.clone());
    }

    pub fn own_text(&self) -> Option<String> {
        self.mark();
        match self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(on) => Some(on.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// An object or list without content.
    pub fn is_blank(&self) -> bool {
        match self.value {
            Value::Object(map) => map.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => false,
        }
    }

    /// A look that does not count as reading.
    pub fn own_text_unmarked(&self) -> &'a str {
        self.value.as_str().unwrap_or_default()
    }

    /// Any scalar as text, if the key is there.
    pub fn text(&self, key: &str) -> Option<String> {
        self.sub(key).own_text()
    }

    /// A text that is not empty.
    pub fn some(&self, key: &str) -> Option<String> {
        self.text(key)
            .filter(|text| !text.is_empty() && text != "false")
    }

    pub fn or(&self, key: &str, default: &str) -> String {
        self.some(key).unwrap_or_else(|| default.to_owned())
    }

    pub fn on(&self, key: &str) -> bool {
        let sub = self.sub(key);
        sub.mark();
        sub.truthy()
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        let sub = self.sub(key);
        sub.mark();
        sub.value.as_bool()
    }

    pub fn number(&self, key: &str) -> Option<u32> {
        self.some(key).and_then(|text| text.parse().ok())
    }

    /// `html` if there, else `text`.
    pub fn content(&self, html: &str, text: &str) -> Content {
        let (html, text) = (self.some(html), self.text(text));
        match html {
            Some(html) => Content::Html(trusted_static(Box::leak(html.into_boxed_str()))),
            None => Content::Text(text.unwrap_or_default()),
        }
    }

    pub fn attributes(&self, key: &str) -> Vec<(&'static str, String)> {
        let sub = self.sub(key);
        let Some(map) = sub.value.as_object() else {
            return Vec::new();
        };
        map.keys()
            .map(|name| {
                let name: &'static str = Box::leak(name.clone().into_boxed_str());
                (name, sub.text(name).unwrap_or_default())
            })
            .collect()
    }

    /// Top-level options with content that nobody read.
    pub fn unread(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.walk(self.value, "", &mut found);
        found
    }

    fn walk(&self, value: &Value, path: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                map.iter()
                    .for_each(|(key, value)| self.walk(value, &format!("{path}.{key}"), found));
            }
            Value::Array(items) => {
                let walk = |(at, value)| self.walk(value, &format!("{path}[{at}]"), found);
                items.iter().enumerate().for_each(walk);
            }
            Value::Null | Value::Bool(false) => {}
            Value::String(text) if text.is_empty() => {}
            Value::Bool(_) | Value::String(_) | Value::Number(_) => {
                if !self.read.borrow().contains(path) {
                    let name = path.trim_start_matches('.').split(['.', '[']).next();
                    found.insert(name.unwrap_or_default().to_owned());
                }
            }
        }
    }
}
