//! The web app manifest, which a browser reads to install the app.

use crate::assets;

/// The words of a manifest; colours and icons are ours.
#[derive(Clone, Copy, Debug)]
pub struct Manifest<'a> {
    pub name: &'a str,
    pub short_name: &'a str,
    pub description: &'a str,
    pub lang: &'a str,
    pub start_url: &'a str,
}

impl Manifest<'_> {
    pub fn to_json(self) -> String {
        let [name, short, text, lang, start] = [
            self.name,
            self.short_name,
            self.description,
            self.lang,
            self.start_url,
        ]
        .map(quote);
        let svg = assets::url("icon.svg");
        let small = assets::url("icon-192.png");
        let large = assets::url("icon-512.png");
        format!(
            r##"{{"name":{name},"short_name":{short},"description":{text},"lang":{lang},"dir":"ltr","id":"/","start_url":{start},"scope":"/","display":"standalone","background_color":"#f5f7fa","theme_color":"#10305c","icons":[{{"src":"{svg}","sizes":"any","type":"image/svg+xml"}},{{"src":"{small}","sizes":"192x192","type":"image/png"}},{{"src":"{large}","sizes":"512x512","type":"image/png","purpose":"maskable"}},{{"src":"{large}","sizes":"512x512","type":"image/png"}}]}}"##
        )
    }
}

fn quote(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if (c as u32) < 0x20 => {
                let _infallible = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_is_json_whatever_the_words() {
        let json = Manifest {
            name: "Định \"Danh\"\n",
            short_name: "Định Danh",
            description: "a\\b",
            lang: "vi",
            start_url: "/",
        }
        .to_json();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["name"], "Định \"Danh\"\n");
        assert_eq!(value["icons"].as_array().unwrap().len(), 4);
    }
}
