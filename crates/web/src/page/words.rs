//! Components with the words they always carry.

use ui::{
    DateInput, Label, Legend, NotificationBanner, PasswordInput, ScanCode, TakePhoto, WarningText,
};

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

/// The page must also answer with [`crate::middleware::Camera`].
pub fn scan_code(lang: Lang, name: &str, label: impl Into<Label>) -> ScanCode {
    ScanCode::new(name, label)
        .open(t!(lang, "photo-open"))
        .hold(t!(lang, "scan-code-hold"))
        .found(t!(lang, "scan-code-found"))
        .nothing(t!(lang, "scan-code-nothing"))
        .refused(t!(lang, "scan-code-refused"))
}

pub fn warning(lang: Lang, text: impl Into<ui::Content>) -> WarningText {
    WarningText::new(t!(lang, "warning-word"), text)
}

/// FINE: what Decree 282/2025 fines, said where people register, in the terms and in help.
pub fn fines(lang: Lang) -> maud::Markup {
    maud::html! { p.govuk-body { (t!(lang, "fines")) } }
}

pub fn notice(lang: Lang, text: impl Into<ui::Content>) -> NotificationBanner {
    NotificationBanner::new(t!(lang, "notice-word"), text)
}

pub fn success(lang: Lang, text: impl Into<ui::Content>) -> NotificationBanner {
    NotificationBanner::new(t!(lang, "success-word"), text).success(true)
}

/// A rule's id such as `D59-14.2.a2` as people cite it; one that stands in no decree in its own words;
/// another id stays as it is.
pub fn rule(lang: Lang, id: &str) -> String {
    if id == "QR-8" {
        return t!(lang, "basis-source-decided");
    }
    let Some(place) = id.strip_prefix("D59-") else {
        return id.to_owned();
    };
    let decree = "59/2022/NĐ-CP";
    let mut parts = place.split('.');
    let (article, clause) = (parts.next().unwrap_or_default(), parts.next());
    let point = parts.next().and_then(|point| point.get(..1));
    match (clause, point) {
        (Some(clause), Some(point)) => {
            t!(
                lang,
                "basis-point",
                decree = decree,
                article = article,
                clause = clause,
                point = point
            )
        }
        (Some(clause), None) => t!(
            lang,
            "basis-clause",
            decree = decree,
            article = article,
            clause = clause
        ),
        (None, _) => t!(lang, "basis-article", decree = decree, article = article),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_cited_as_people_cite_them() {
        for (id, want) in [
            (
                "D59-14.2.a2",
                "Điểm a khoản 2 Điều 14 Nghị định 59/2022/NĐ-CP",
            ),
            ("D59-3.7", "Khoản 7 Điều 3 Nghị định 59/2022/NĐ-CP"),
            ("D59-20", "Điều 20 Nghị định 59/2022/NĐ-CP"),
            ("DOC-r2", "DOC-r2"),
            (
                "QR-8",
                "Quyết định tạm giữ hoặc thu hồi giấy tờ của cơ quan có thẩm quyền",
            ),
        ] {
            assert_eq!(rule(Lang::Vi, id), want);
        }
        assert_eq!(
            rule(Lang::En, "QR-8"),
            "The authority's decision to hold or withdraw the document"
        );
    }
}
