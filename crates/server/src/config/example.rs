//! The example file and `config print`, written from the structs.

use std::fmt::Write as _;

use serde_json::Value;

use super::sections::{SECTIONS, Settings};

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
                put(&mut text, format_args!("#{} = {value}", key.name));
            } else {
                put(&mut text, format_args!("{} = {value}", key.name));
            }
        }
    }
    text
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
