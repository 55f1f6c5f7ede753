//! Words of messages, from the same locales as the screens (UX-11: with no address but the official one).

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

#[cfg(test)]
mod told;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::registration::Refusal;

    use super::*;

    const SITE: &str = "https://dinhdanh.example";
    /// Every argument a message may take, each with its own mark.
    const VALUES: [(&str, &str); 23] = [
        ("app", "Định Danh"),
        ("site", SITE),
        ("callCentre", "1900 0368"),
        ("code", "123456"),
        ("until", "09:00"),
        ("device", "Chrome"),
        ("name", "An"),
        ("level", "2"),
        ("reference", "DK-22222-22222"),
        ("due", "06/03/2024"),
        ("missing", "-"),
        ("reason", "other"),
        ("time", "09:00"),
        ("ground", "own-request"),
        ("rest", "several"),
        ("kind", "passport"),
        ("next", "renew"),
        ("number", "900000000001"),
        ("organisation", "Công ty An Bình"),
        ("party", "Mạng di động"),
        ("phone", "•••••678"),
        ("names", "Máy Sen"),
        ("place", "Công an phường An Bình, 1 Trần Phú"),
    ];

    fn kinds() -> Vec<&'static str> {
        i18n::keys("message-")
            .filter_map(|key| key.strip_prefix("message-")?.strip_suffix("-subject"))
            .collect()
    }

    fn written(lang: Lang, kind: &str) -> (String, String) {
        let args = VALUES.map(|(name, value)| (name, value.to_owned()));
        Locales.message(lang, kind, &args)
    }

    // law: D59-3.12, APP-14, UX-11
    #[test]
    fn a_message_names_the_app_and_no_address_but_the_official_one() {
        let kinds = kinds();
        assert!(kinds.len() > 15, "{kinds:?}");
        for lang in Lang::ALL {
            for kind in &kinds {
                let (subject, text) = written(lang, kind);
                assert!(text.starts_with("Định Danh: "), "{kind}: {text}");
                assert!(
                    !text.contains("{$"),
                    "{kind} takes an unknown value: {text}"
                );
                let rest = format!("{subject} {text}").replace(SITE, "");
                for word in rest.split_whitespace() {
                    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                    let dotted = word
                        .split_once('.')
                        .is_some_and(|(_, end)| end.starts_with(char::is_alphabetic));
                    let address = dotted || word.contains("://") || word.contains('@');
                    assert!(!address, "{kind} ({}): {word}", lang.as_str());
                }
            }
        }
    }

    // law: D59-14.2.a3
    #[test]
    fn a_written_refusal_gives_each_reason_in_words_of_its_own() {
        for lang in Lang::ALL {
            let text = |reason: Refusal| {
                let args = [("reason", reason.as_str().to_owned())];
                Locales.message(lang, "registration-refused", &args).1
            };
            let texts: BTreeSet<String> = Refusal::ALL.into_iter().map(text).collect();
            assert_eq!(texts.len(), Refusal::ALL.len(), "{texts:#?}");
        }
    }

    // law: APP-5, APP-12, UX-1
    #[test]
    fn a_message_names_the_passkeys_that_ended() {
        let words = [
            (
                Lang::Vi,
                "Khóa truy cập đã bị xóa: Máy Sen, Máy Mai.",
                "Ứng dụng tạo mã",
            ),
            (
                Lang::En,
                "Passkeys that were removed: Máy Sen, Máy Mai.",
                "authenticator app",
            ),
        ];
        for (lang, passkeys, app) in words {
            for message in ["password-recovered", "phone-changed", "lost-phone-finished"] {
                for (kind, has_passkeys, has_app) in [
                    ("none", false, false),
                    ("passkeys", true, false),
                    ("app", false, true),
                    ("both", true, true),
                ] {
                    let names = "Máy Sen, Máy Mai".to_owned();
                    let args = [("kind", kind.to_owned()), ("names", names)];
                    let (_, text) = Locales.message(lang, message, &args);
                    assert_eq!(text.contains(passkeys), has_passkeys, "{text}");
                    assert_eq!(text.contains(app), has_app, "{text}");
                    assert!(!text.contains("  "), "{text}");
                }
            }
        }
    }

    // law: UX-11, D59-hold
    #[test]
    fn a_message_with_a_code_says_to_whom_it_may_be_told() {
        for (lang, nobody, spoken) in [
            (
                Lang::Vi,
                "Khong doc ma nay cho bat ky ai",
                "Khong doc cho nguoi goi den",
            ),
            (
                Lang::En,
                "Do not read it to anybody",
                "Never to somebody who calls you",
            ),
        ] {
            assert!(written(lang, "code").1.contains(nobody));
            assert!(written(lang, "code-spoken").1.contains(spoken));
            for kind in ["code", "code-spoken"] {
                let (_, text) = written(lang, kind);
                assert!(
                    !text.contains(SITE),
                    "{kind}: a code needs no address: {text}"
                );
            }
        }
    }

    // law: D59-31.1, D59-vol
    #[test]
    fn no_text_names_a_fee() {
        let fee = [
            "lệ phí",
            "thanh toán",
            "trả tiền",
            "đồng/lần",
            "vnd",
            "₫",
            "fee",
            "fees",
            "pay",
            "payment",
            "price",
        ];
        for lang in Lang::ALL {
            for key in i18n::keys("") {
                let text = i18n::t(lang, key).to_lowercase();
                // "Phí" stands only where it is denied.
                let text = text
                    .replace("miễn phí", "")
                    .replace("mất phí", "")
                    .replace("chi phí", "");
                let words = format!(
                    " {} ",
                    text.replace(|c: char| !c.is_alphanumeric() && c != '₫', " ")
                );
                assert!(!words.contains(" phí "), "{key}: {text}");
                for word in fee {
                    assert!(
                        !words.contains(&format!(" {word} ")),
                        "{key} ({word}): {text}"
                    );
                }
            }
        }
    }
}
