//! Languages. Texts stand in `locales/{vi,en}/*.ftl`; a page says `t!(lang, "key", name = value)`.
//!
//! Keys are written as literals so that the test below can find missing and unused ones. A key put
//! together at run time begins with one of [`DYNAMIC`].

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use jiff::{Timestamp, civil::Date};

pub use app::Lang;

/// One line for each file of `locales`; the test compares with the folder.
macro_rules! locales {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../locales/vi/", $name, ".ftl")),
            include_str!(concat!("../locales/en/", $name, ".ftl")),
        )),*];
    };
}

locales!(
    "common",
    "account",
    "help",
    "foreigners",
    "dependants",
    "decrees",
    "forms",
    "genuine",
    "errors",
    "factors",
    "messages",
    "oidc",
    "parties",
    "approve",
    "holds",
    "terms",
    "visits",
    "holidays",
    "joint",
    "lock_now",
    "lost_phone",
    "assistance",
    "phone",
    "activity",
    "wallet",
    "pilots",
    "register",
    "counter",
    "second_looks",
    "drift",
    "experience",
    "alike",
    "self_proof",
    "fingers",
    "turns",
    "chip",
    "packets",
    "cases",
    "events",
    "cleaning",
    "subscriber",
    "breaches",
    "organisations",
    "training",
    "api"
);

/// Beginnings of keys that are put together at run time.
pub const DYNAMIC: &[&str] = &[
    "details-from-",
    "why-scan-",
    "claim-",
    "device-allowed-",
    "device-denied-",
    "approve-allow",
    "approve-deny",
    "approve-done-",
    "approve-number",
    "call-asks-allow",
    "call-asks-deny",
    "call-asks-done-",
    "call-asks-number",
    "developers-auth-",
    "developers-class-",
    "developers-kind-",
    "developers-least-",
    "developers-post-logout-",
    "developers-redirect-",
    "oidc-too-",
    "party-dossier-",
    "party-endpoint-",
    "party-help-",
    "party-item-",
    "party-kind-",
    "party-next-",
    "party-phase-",
    "stream-status-",
    "party-refusal-",
    "party-review-",
    "party-way-",
    "developers-backchannel-",
    "developers-name-",
    "developers-purpose-",
    "event-",
    "cleaning-batch-",
    "cleaning-failure-",
    "cleaning-label-",
    "cleaning-verdict-",
    "cleaning-why-",
    "exchange-",
    "pilot-",
    "pilots-age-",
    "pilots-move-",
    "pilots-people-",
    "pilots-phase-",
    "subscriber-ended-",
    "subscriber-lapsed-",
    "subscriber-passed-on-",
    "subscriber-state-",
    "import-",
    "register-change-",
    "error-",
    "packet-",
    "chip-",
    "reason-",
    "report-by-",
    "ground-",
    "status-",
    "kind-",
    "level-",
    "unit-",
    "role-",
    "fault-",
    "audience-",
    "notice-",
    "message-",
    "question-",
    "self-proof-advice-",
    "self-proof-remedy-",
    "register-name-",
    "unlock-next-",
    "unlock-refused-",
    "lost-phone-way-",
    "phone-change-refused-",
    "phone-refused-",
    "wish-",
    "way-out-",
    "lock-reason-",
    "channel-",
    "by-",
    "purpose-",
    "activity-",
    "refused-",
    "finger-",
    "machine-",
    "second-look-why-",
    "turns-exception-",
    "turns-result-",
    "turns-say-",
    "alike-reason-",
    "alike-state-",
    "verdict-",
    "visit-reason-",
    "visit-priority-",
    "visit-state-",
    "visit-act-",
    "weekday-",
    "hours-label-",
    "queue-reason-",
    "cases-tab-",
    "case-wish-",
    "case-requester-",
    "case-refused-",
    "case-approve-",
    "refusal-",
    "decrees-clock-",
    "decrees-feature-",
    "decrees-mean-",
    "decrees-filing-",
    "form-name-",
    "form-field-",
    "terms-2026-",
    "breach-",
    "holidays-",
    "power-",
    "organisation-refusal-",
    "organisation-next-",
    "consent-",
    "anchors-state-",
    "card-genuine-",
    "card-kind-",
    "chip-step-",
    "chip-flaw-",
    "chip-advice-",
    "journey-",
    "survey-answer-",
    "experience-define-",
];

type Bundle = FluentBundle<FluentResource>;

static VI: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Vi));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));

fn bundle(lang: Lang) -> Bundle {
    let id = lang.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks break copying and comparing; both languages run left to right.
    bundle.set_use_isolating(false);
    for (_, vi, en) in FILES {
        let text = match lang {
            Lang::Vi => vi,
            Lang::En => en,
        };
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A text without variables. A key that does not exist is its own text.
pub fn t(lang: Lang, key: &str) -> String {
    format(lang, key, None)
}

/// A text with variables; use [`t!`].
pub fn t_args(lang: Lang, key: &str, args: &FluentArgs) -> String {
    format(lang, key, Some(args))
}

fn format(lang: Lang, key: &str, args: Option<&FluentArgs>) -> String {
    let bundle: &Bundle = match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    match bundle.format_pattern(pattern, args, &mut Vec::new()) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
}

/// Whether a text exists, for keys put together at run time.
pub fn has(key: &str) -> bool {
    VI.has_message(key)
}

/// `t!(lang, "key")` or `t!(lang, "key", name = value, …)`: a `String`. Values are texts or numbers.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:expr $(,)?) => { $crate::i18n::t($lang, $key) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut args = fluent_bundle::FluentArgs::new();
        $(args.set(stringify!($name), $value);)+
        $crate::i18n::t_args($lang, $key, &args)
    }};
}

pub use crate::t;

/// dd/mm/yyyy, in both languages.
pub fn date(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// dd/mm/yyyy HH:MM in Viet Nam.
pub fn date_time(at: Timestamp) -> String {
    domain::time::viet_nam_date_time(at)
        .strftime("%d/%m/%Y %H:%M")
        .to_string()
}

/// For `<time datetime>`.
pub fn machine_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A number that names a person or paper, with its middle hidden: 074•••••1234.
pub fn masked(number: &str) -> String {
    let chars: Vec<char> = number.chars().filter(|c| !c.is_whitespace()).collect();
    let (front, back) = match chars.len() {
        10.. => (3, 4),
        7..10 => (2, 2),
        5..7 => (0, 2),
        _ => (0, 0),
    };
    let hidden = |at: usize| at >= front && at < chars.len() - back;
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| if hidden(at) { '•' } else { *c })
        .collect()
}

/// "5 hours left", "2 days over": whole units, rounded towards the alarming side.
pub fn time_left(lang: Lang, seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let span = seconds.saturating_abs();
    let over = seconds < 0;
    let (count, key) = match (span, over) {
        (DAY_3.., false) => (span / DAY, "clock-days"),
        (HOUR.., false) => (span / HOUR, "clock-hours"),
        (_, false) => (span / MINUTE, "clock-minutes"),
        (DAY_3.., true) => (span / DAY, "clock-over-days"),
        (HOUR.., true) => (span / HOUR, "clock-over-hours"),
        (_, true) => (span / MINUTE, "clock-over-minutes"),
    };
    t!(lang, key, count = count)
}

/// From three days on, days are counted.
const DAY_3: i64 = 3 * 24 * 60 * 60;

/// Keys that begin so, in the order of the files.
#[cfg(test)]
pub(crate) fn keys(start: &str) -> impl Iterator<Item = &'static str> {
    let lines = FILES.iter().flat_map(|(_, vi, _)| vi.lines());
    lines
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter(move |key| key.starts_with(start))
}

#[cfg(test)]
mod tests;
