use ui::{ErrorMessage, ErrorSummary};

use crate::{i18n::Lang, t};

/// What is wrong with a form: field and words, in the order of the fields.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    lang: Lang,
    list: Vec<(String, String)>,
}

impl Errors {
    pub fn new(lang: Lang) -> Self {
        Errors {
            lang,
            list: Vec::new(),
        }
    }

    /// `field` is the name of the input; empty for the form as a whole.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.list.push((field.into(), message.into()));
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn has(&self, field: &str) -> bool {
        self.list.iter().any(|(name, _)| name == field)
    }

    /// The message beside a field: `Input::new(…).error(errors.of("phone"))`.
    pub fn of(&self, field: &str) -> Option<ErrorMessage> {
        let (_, message) = self.list.iter().find(|(name, _)| name == field)?;
        Some(ErrorMessage::new(
            t!(self.lang, "error-word"),
            message.as_str(),
        ))
    }

    /// The messages alone, in the order of the fields.
    pub fn texts(&self) -> Vec<&str> {
        self.list.iter().map(|(_, words)| words.as_str()).collect()
    }

    pub(super) fn summary(&self) -> ErrorSummary {
        let start = ErrorSummary::new(t!(self.lang, "errors-heading"));
        self.list
            .iter()
            .fold(start, |summary, (field, message)| match field.as_str() {
                "" => summary.plain(message.as_str()),
                field => summary.item(field, message.as_str()),
            })
    }
}
