//! The engine of `biometrics` where nobody looks on (D59-24.3): a head that turns as asked, and higher thresholds.

use biometrics::face::{
    Challenge, ChallengeError, Faces, Frame, Gate, Met, Picture, Remedy, TakeError, Unattended,
};
use domain::evidence::{MachineEngine, MatchOutcome, Whose};

use crate::faces::{compared, not_compared, note, stated, wrong};
use crate::ports::{Compared, Living, Shot, Wrong};

impl Living for Faces {
    fn engine(&self) -> MachineEngine {
        let own = self.unattended();
        stated(
            own.as_ref()
                .map_or(self.thresholds(), Unattended::thresholds),
        )
    }

    fn judge(
        &self,
        challenge: Challenge,
        shots: &[Shot],
        references: &[Vec<u8>],
    ) -> Result<Compared, Wrong> {
        let failed = || wrong("face-engine-failed", Remedy::CallSupport);
        let unattended = self.unattended().ok_or_else(failed)?;
        // A second of processor goes into each picture: none is decoded for an answer that cannot be one.
        let times: Vec<u32> = shots.iter().map(|shot| shot.at).collect();
        self.in_time(&times).map_err(|error| told(&error))?;
        let frame = |shot: &Shot| frame(self, shot);
        let frames = shots.iter().map(frame).collect::<Result<_, _>>()?;
        let met = Self::judge(self, challenge, &Gate::VERIFICATION, frames);
        let met = met.map_err(|error| told(&error))?;
        let one = |reference: &Vec<u8>| beside(self, unattended, &met, reference);
        Ok(Compared {
            outcomes: references.iter().map(one).collect(),
            flagged: shots.first().is_some_and(|shot| odd(self, &met, shot)),
        })
    }
}

fn told(error: &ChallengeError) -> Wrong {
    if let ChallengeError::Engine(cause) = error {
        note(&TakeError::Engine(cause.clone()));
    }
    wrong(error.code(), error.remedy())
}

fn frame(faces: &Faces, shot: &Shot) -> Result<Frame, Wrong> {
    let face = faces.look_at_frame(&shot.picture).map_err(|error| {
        note(&error);
        wrong(error.code(), error.remedy())
    })?;
    Ok(Frame { at: shot.at, face })
}

/// A portrait on record is as good as it is; it passes no gate.
fn beside(faces: &Faces, unattended: Unattended<'_>, met: &Met, reference: &[u8]) -> MatchOutcome {
    let judged = faces
        .look(reference)
        .and_then(|found| Ok(unattended.compare(met, &found.template)?));
    match judged {
        Ok(judged) => compared(&judged),
        Err(error) => {
            note(&error);
            not_compared(Whose::Reference, error.code())
        }
    }
}

/// No answer is no flag.
fn odd(faces: &Faces, met: &Met, shot: &Shot) -> bool {
    let flag = Picture::read(&shot.picture)
        .map_err(TakeError::from)
        .and_then(|picture| {
            Ok(faces
                .engine()
                .suspicion(&picture, met.face().extraction())?)
        });
    match flag {
        Ok(flag) => flag.is_some(),
        Err(error) => {
            note(&error);
            false
        }
    }
}
