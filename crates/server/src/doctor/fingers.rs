//! The engine that compares fingerprints.

use super::Finding;
use crate::config::Settings;
use crate::wiring;

pub(super) fn examine(settings: &Settings) -> Finding {
    match wiring::fingers(settings) {
        None => Finding::note(
            "fingers",
            "prints are kept and not compared; set biometrics.fingerprints",
        ),
        Some(fingers) => {
            let thresholds = fingers.thresholds();
            let engine = thresholds.engine();
            let (id, version) = (engine.id(), engine.version());
            let sentence = format!("{id} {version}, thresholds {}", thresholds.version());
            Finding::well("fingers", sentence)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn an_engine_is_off_until_it_is_switched_on() {
        let mut settings = Settings::default();
        let off = examine(&settings);
        assert_eq!(off.state, State::Note);
        assert!(off.sentence.contains("biometrics.fingerprints"));
        settings.biometrics.fingerprints = true;
        let on = examine(&settings);
        assert_eq!(on.state, State::Well);
        assert!(on.sentence.contains("nbis-rs"), "{}", on.sentence);
    }
}
