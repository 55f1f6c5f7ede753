//! Words and signs of kinds, states and refusals.

use domain::document::{DocumentKind, Shown, matching::Reason};
use ui::{Icon, Tag, Tone};

use crate::i18n::Lang;
use crate::t;

/// Name of a kind.
pub(super) fn kind(lang: Lang, kind: DocumentKind) -> String {
    t!(lang, &format!("kind-{}", kind.slug()))
}

/// Who keeps the register that verifies a kind.
pub(super) fn source(lang: Lang, kind: DocumentKind) -> String {
    t!(lang, &format!("kind-{}-source", kind.slug()))
}

/// Colour and drawing of a kind's card.
pub(super) const fn look(kind: DocumentKind) -> (&'static str, Icon) {
    match kind {
        DocumentKind::DrivingLicence => ("licence", Icon::Car),
        DocumentKind::HealthCard => ("health", Icon::Health),
        DocumentKind::Passport => ("passport", Icon::Passport),
    }
}

/// QR-8: where a document stands.
pub(super) fn shown(lang: Lang, shown: Shown) -> Tag {
    let tone = match shown {
        Shown::Current => Tone::Good,
        Shown::Held => Tone::Waiting,
        Shown::Revoked => Tone::Bad,
        Shown::Expired | Shown::Removed => Tone::Quiet,
    };
    Tag::new(
        tone,
        t!(lang, &format!("status-document-{}", shown.as_str())),
    )
}

/// I7: why, in plain words.
pub(super) fn reason(lang: Lang, reason: Reason, kind: DocumentKind) -> String {
    t!(
        lang,
        &format!("reason-{}", reason.code()),
        source = source(lang, kind)
    )
}

/// I7: what helps.
pub(super) fn next_step(lang: Lang, reason: Reason, kind: DocumentKind) -> String {
    t!(
        lang,
        &format!("reason-next-{}", reason.next_step().code()),
        source = source(lang, kind)
    )
}

/// Short heading of a refusal.
pub(super) fn reason_title(lang: Lang, reason: Reason) -> String {
    t!(lang, &format!("reason-{}-title", reason.code()))
}
