//! The example file and `config print`, written from the structs.

use std::fmt::Write as _;

use serde_json::Value;

use super::section::Key;
use super::sections::{AskingBody, RemoteRegister, SECTIONS, Settings};

const HEAD: &str = "\
# Every key with its default. A key is set by this file, over it by the environment
# (DINHDANH_SECTION__KEY, such as DINHDANH_SERVER__LISTEN), over both by a flag (--set section.key=value).
# Written by `dinhdanh config example`.
";

/// The commented example file.
pub(crate) fn example() -> String {
    write(&Settings::default(), true)
}

/// The settings in force, secrets hidden.
pub(crate) fn print(settings: &Settings) -> String {
    write(settings, false)
}

fn write(settings: &Settings, commented: bool) -> String {
    let values = shown(settings);
    let mut text = if commented {
        HEAD.to_owned()
    } else {
        String::new()
    };
    for section in SECTIONS {
        if !text.is_empty() {
            text.push('\n');
        }
        if commented {
            section
                .about
                .iter()
                .for_each(|line| put(&mut text, format_args!("#{line}")));
        }
        put(&mut text, format_args!("[{}]", section.name));
        let mut tables = Vec::new();
        for key in section.keys {
            let value = values
                .get(section.name)
                .and_then(|s| s.get(key.name))
                .cloned()
                .unwrap_or(Value::Null);
            if commented {
                key.about
                    .iter()
                    .for_each(|line| put(&mut text, format_args!("#{line}")));
            }
            if let Value::Object(parts) = value {
                tables.push((key.name, parts));
            } else {
                let mark = if commented { "#" } else { "" };
                put(&mut text, format_args!("{mark}{} = {value}", key.name));
            }
            if let Some(part) = PARTS
                .iter()
                .find(|part| part.place == (section.name, key.name))
                && commented
            {
                part.write(&mut text);
            }
        }
        for (key, parts) in tables {
            sub_tables(&mut text, &format!("{}.{key}", section.name), &parts);
        }
    }
    text
}

/// A kind of named parts of a section.
struct Part {
    place: (&'static str, &'static str),
    about: &'static [&'static str],
    keys: &'static [Key],
    values: fn() -> Value,
}

const PARTS: [Part; 2] = [
    Part {
        place: ("registers", "remote"),
        about: RemoteRegister::ABOUT,
        keys: RemoteRegister::KEYS,
        values: || serde_json::to_value(RemoteRegister::default()).unwrap_or_default(),
    },
    Part {
        place: ("registers", "askers"),
        about: AskingBody::ABOUT,
        keys: AskingBody::KEYS,
        values: || serde_json::to_value(AskingBody::default()).unwrap_or_default(),
    },
];

impl Part {
    /// What one such part may say, as comments: there is none by default.
    fn write(&self, text: &mut String) {
        let values = (self.values)();
        let (section, key) = self.place;
        let about = self.about.iter();
        about.for_each(|line| put(text, format_args!("# [{section}.{key}.NAME]{line}")));
        for key in self.keys {
            let value = values.get(key.name).unwrap_or(&Value::Null);
            let about = key.about.iter();
            about.for_each(|line| put(text, format_args!("#  {line}")));
            put(text, format_args!("#   {} = {value}", key.name));
        }
    }
}

/// Named parts of a section, each under a heading of its own.
fn sub_tables(text: &mut String, place: &str, parts: &serde_json::Map<String, Value>) {
    for (name, values) in parts {
        put(text, format_args!("\n[{place}.{name}]"));
        let values = values.as_object().into_iter().flatten();
        values.for_each(|(key, value)| put(text, format_args!("{key} = {value}")));
    }
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").ok();
}

/// JSON's texts, numbers, booleans and lists of them are TOML's too. The default database URL holds no
/// secret and may be shown.
fn shown(settings: &Settings) -> Value {
    let mut values = serde_json::to_value(settings).unwrap_or_default();
    let url = settings.database.url.expose();
    if let Some(shown) = values.pointer_mut("/database/url")
        && url.starts_with("sqlite:")
    {
        *shown = Value::String(url.to_owned());
    }
    values
}
