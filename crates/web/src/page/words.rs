//! Components with the words they always carry.

use ui::{DateInput, Label, Legend, NotificationBanner, PasswordInput, TakePhoto, WarningText};

use crate::{i18n::Lang, t};

pub fn password(lang: Lang, name: &str, label: impl Into<Label>) -> PasswordInput {
    PasswordInput::new(name, label)
        .show(t!(lang, "password-show"))
        .show_label(t!(lang, "password-show-label"))
        .hide(t!(lang, "password-hide"))
        .hide_label(t!(lang, "password-hide-label"))
}

/// Fields `{name}-day`, `{name}-month`, `{name}-year`.
pub fn date_input(lang: Lang, name: &str, legend: impl Into<Legend>) -> DateInput {
    let words = [
        t!(lang, "date-day"),
        t!(lang, "date-month"),
        t!(lang, "date-year"),
    ];
    DateInput::new(name, legend, words)
}

/// The page must also answer with [`crate::middleware::Camera`].
pub fn take_photo(lang: Lang, name: &str, label: impl Into<Label>) -> TakePhoto {
    TakePhoto::new(name, label)
        .open(t!(lang, "photo-open"))
        .shoot(t!(lang, "photo-shoot"))
        .again(t!(lang, "photo-again"))
        .taken(t!(lang, "photo-taken"))
        .refused(t!(lang, "photo-refused"))
}

pub fn warning(lang: Lang, text: impl Into<ui::Content>) -> WarningText {
    WarningText::new(t!(lang, "warning-word"), text)
}

pub fn notice(lang: Lang, text: impl Into<ui::Content>) -> NotificationBanner {
    NotificationBanner::new(t!(lang, "notice-word"), text)
}

pub fn success(lang: Lang, text: impl Into<ui::Content>) -> NotificationBanner {
    NotificationBanner::new(t!(lang, "success-word"), text).success(true)
}
