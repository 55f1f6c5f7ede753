//! The engine that compares faces.

use super::Finding;
use crate::config::Settings;
use crate::wiring;

pub(super) fn examine(settings: &Settings) -> Finding {
    match wiring::faces(settings) {
        Err(failure) => Finding::failing("faces", failure.to_string()),
        Ok(None) => Finding::note(
            "faces",
            "no engine is configured, so officers compare alone; set biometrics.models",
        ),
        Ok(Some(faces)) => {
            let engine = faces.thresholds().engine();
            Finding::well("faces", format!("{} {}", engine.id(), engine.version()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn an_engine_that_is_not_there_is_told_with_its_cure() {
        let mut settings = Settings::default();
        let none = examine(&settings);
        assert_eq!(none.state, State::Note);
        assert!(none.sentence.contains("biometrics.models"));
        settings.biometrics.models = "/nowhere/models".into();
        let broken = examine(&settings);
        assert_eq!(broken.state, State::Failing);
        for words in ["biometrics.models", "/nowhere/models", "cargo xtask models"] {
            assert!(broken.sentence.contains(words), "{}", broken.sentence);
        }
    }
}
