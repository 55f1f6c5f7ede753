//! A face engine that says what the test wants.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use app::ports::{Compared, FaceIndex, Faces, Living, Look, NoTemplate, Shot, Template, Wrong};
use biometrics::face::{Challenge, Side, TURNS};
use domain::evidence::{Band, MachineEngine, MatchOutcome, Whose};

/// Says of every portrait on record the same, until the test changes its mind. Whom it searches it knows by the width of
/// the picture ([`crate::widths`]).
pub struct ScriptedFaces {
    look: Mutex<Look>,
    says: Mutex<Vec<MatchOutcome>>,
    searched: biometrics::face::Faces,
    wrong: Mutex<Option<Wrong>>,
    asked: Mutex<Vec<Challenge>>,
    broken: AtomicBool,
    meanwhile: Mutex<Option<Meanwhile>>,
}

/// What others do while the engine is at work.
type Meanwhile = Box<dyn FnOnce() + Send>;

impl Default for ScriptedFaces {
    fn default() -> Self {
        Self {
            look: Mutex::new(Look::One(Vec::new())),
            says: Mutex::new(vec![compared(Band::Match)]),
            searched: crate::widths::widths("1"),
            wrong: Mutex::default(),
            asked: Mutex::default(),
            broken: AtomicBool::new(false),
            meanwhile: Mutex::default(),
        }
    }
}

/// A score that lies in a band.
fn compared(band: Band) -> MatchOutcome {
    let score = match band {
        Band::Match => 612,
        Band::Unclear => 395,
        Band::NoMatch => 104,
    };
    MatchOutcome::Compared { score, band }
}

impl ScriptedFaces {
    /// The engine in another version.
    pub fn of_version(version: &str) -> Self {
        Self {
            searched: crate::widths::widths(version),
            ..Self::default()
        }
    }

    /// Finds this about portraits taken from now on.
    pub fn finds(&self, look: Look) {
        *self.look.lock().expect("lock") = look;
    }

    /// Says these of the portraits on record, in turn; `None`: it cannot use the live one. The last goes on.
    pub fn says(&self, bands: &[Option<Band>]) {
        let outcome = |band: &Option<Band>| match band {
            Some(band) => compared(*band),
            None => MatchOutcome::NotCompared {
                whose: Whose::Live,
                why: "face-dark".to_owned(),
            },
        };
        *self.says.lock().expect("lock") = bands.iter().map(outcome).collect();
    }

    /// Finds this wrong with the pictures of a living face from now on.
    pub fn refuses(&self, wrong: Option<Wrong>) {
        *self.wrong.lock().expect("lock") = wrong;
    }

    /// Breaks down on what it is to search for, until it is mended.
    pub fn breaks(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// Lets others do something while the next portrait is looked at or its template made.
    pub fn meanwhile(&self, what: impl FnOnce() + Send + 'static) {
        *self.meanwhile.lock().expect("lock") = Some(Box::new(what));
    }

    /// The turns of each challenge that was judged: `left` or `right`.
    pub fn asked(&self) -> Vec<[&'static str; TURNS]> {
        let asked = self.asked.lock().expect("lock").clone();
        let words = |challenge: Challenge| challenge.turns().map(Side::as_str);
        asked.into_iter().map(words).collect()
    }

    fn let_others(&self) {
        let meanwhile = self.meanwhile.lock().expect("lock").take();
        if let Some(meanwhile) = meanwhile {
            meanwhile();
        }
    }

    fn said(&self, of: usize) -> Vec<MatchOutcome> {
        let says = self.says.lock().expect("lock").clone();
        let last = says.last().cloned();
        let goes_on = says.into_iter().chain(std::iter::repeat_with(|| {
            last.clone().expect("something to say")
        }));
        goes_on.take(of).collect()
    }
}

impl Living for ScriptedFaces {
    fn engine(&self) -> MachineEngine {
        MachineEngine {
            thresholds: "test-unattended-1".to_owned(),
            match_from: 500,
            false_matches: 10,
            ..Faces::engine(self)
        }
    }

    fn judge(
        &self,
        challenge: Challenge,
        shots: &[Shot],
        references: &[Vec<u8>],
    ) -> Result<Compared, Wrong> {
        self.asked.lock().expect("lock").push(challenge);
        if let Some(wrong) = *self.wrong.lock().expect("lock") {
            return Err(wrong);
        }
        assert!(!shots.is_empty(), "somebody was shown");
        Ok(Compared {
            outcomes: self.said(references.len()),
            flagged: false,
        })
    }
}

impl Faces for ScriptedFaces {
    fn engine(&self) -> MachineEngine {
        MachineEngine {
            name: "scripted".to_owned(),
            version: Faces::engine(&self.searched).version,
            digest: "00".to_owned(),
            thresholds: "test-1".to_owned(),
            match_from: 430,
            false_matches: 100,
            measured: false,
        }
    }

    fn look(&self, _: &[u8]) -> Look {
        self.let_others();
        self.look.lock().expect("lock").clone()
    }

    fn compare(&self, live: &[u8], references: &[Vec<u8>]) -> Vec<MatchOutcome> {
        assert!(live.starts_with(b"\xff\xd8"), "the live portrait is a JPEG");
        self.said(references.len())
    }

    fn living(&self) -> Option<&dyn Living> {
        Some(self)
    }

    fn template(&self, portrait: &[u8]) -> Result<Template, NoTemplate> {
        self.let_others();
        if self.broken.load(Ordering::SeqCst) {
            return Err(NoTemplate {
                code: "face-engine-failed",
                lasting: false,
            });
        }
        Faces::template(&self.searched, portrait)
    }

    fn index(&self) -> Box<dyn FaceIndex> {
        Faces::index(&self.searched)
    }
}
