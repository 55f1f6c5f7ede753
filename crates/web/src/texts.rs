//! Words of messages, from the same locales as the screens.

use app::ports::Texts;

use crate::i18n::{self, Lang};

/// The locales as a port.
pub struct Locales;

impl Texts for Locales {
    fn message(&self, lang: Lang, kind: &str, args: &[(&str, String)]) -> (String, String) {
        let mut values = fluent_bundle::FluentArgs::new();
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        let subject = i18n::t_args(lang, &format!("message-{kind}-subject"), &values);
        (
            subject,
            i18n::t_args(lang, &format!("message-{kind}"), &values),
        )
    }
}
