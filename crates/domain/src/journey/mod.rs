//! The ways people walk through the service, step by step, and how far they get (R50-6). A journey is data: its steps
//! in their order, by the words that pages and rows use. What is counted of it is a number; nobody is in it.

pub mod disclosure;
pub mod funnel;
pub mod survey;
pub mod took;

use crate::words::words;

words! {
    /// A journey that is counted (`journey-<word>`). A new one is a row here and in [`Journey::steps`].
    Journey {
        /// Level 1 in the app, by a citizen.
        Registration = "registration",
        /// Level 1 in the app, by a foreigner.
        RegistrationForeigner = "registration-foreigner",
        /// Taking possession.
        Activation = "activation",
        /// Number, password, code.
        SignIn = "sign-in",
        /// A forgotten password.
        Recovery = "recovery",
        /// Another phone without the old one.
        LostPhone = "lost-phone",
        /// A document for the wallet.
        Document = "document",
        /// A visit to a counter.
        Visit = "visit",
        /// A change of the telephone number.
        PhoneChange = "phone-change",
        /// The account of an organisation.
        Organisation = "organisation",
        /// The holder locks his account: one page, so only the question after it.
        Lock = "lock",
        /// Asking for the lock to end, on one page too.
        Unlock = "unlock",
    }
}

words! {
    /// By which door a journey was begun (`journey-door-<word>`).
    Door {
        /// A page.
        Page = "page",
        /// The API, behind which a native app stands.
        Api = "api",
        /// A member of staff, for a visitor or caller.
        Desk = "desk",
    }
}

words! {
    /// How a journey ended (`journey-outcome-<word>`).
    Outcome {
        /// The person has what he came for, or has done all that he can.
        Done = "done",
        /// We said no, or stopped it.
        Refused = "refused",
        /// Nobody went on: time ran out, it was taken back, or overtaken by another.
        GivenUp = "given-up",
    }
}

/// A step of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Word in rows (`journey-step-<journey>-<word>`).
    pub word: &'static str,
    /// Only some have to take it, and whoever ends without it did not reach it. Only a last step may be so.
    pub optional: bool,
}

const fn step(word: &'static str) -> Step {
    Step {
        word,
        optional: false,
    }
}

const fn some(word: &'static str) -> Step {
    Step {
        word,
        optional: true,
    }
}

const REGISTRATION: &[Step] = &[
    step("number"),
    step("contact"),
    step("code"),
    step("details"),
    step("portrait"),
    step("consent"),
    step("check"),
];

impl Journey {
    /// The steps in their order. The first is reached by beginning; after the last comes the end. None where the
    /// journey is a single page.
    pub const fn steps(self) -> &'static [Step] {
        match self {
            Self::Registration | Self::RegistrationForeigner => REGISTRATION,
            Self::Activation => {
                const {
                    &[
                        step("code"),
                        step("password"),
                        step("passcode"),
                        step("questions"),
                    ]
                }
            }
            Self::SignIn => const { &[step("code"), some("device")] },
            Self::Recovery => const { &[step("code"), step("password")] },
            Self::LostPhone => const { &[step("asked"), step("ready")] },
            Self::Document | Self::PhoneChange => const { &[step("asked")] },
            Self::Visit => const { &[step("booked"), step("arrived"), step("called")] },
            Self::Organisation => const { &[step("organisation"), step("received")] },
            Self::Lock | Self::Unlock => &[],
        }
    }

    /// Where a step stands in the order.
    pub fn place(self, word: &str) -> Option<usize> {
        self.steps().iter().position(|step| step.word == word)
    }

    /// Whether people are asked at its end how easy it was.
    pub const fn asks(self) -> bool {
        match self {
            Self::Registration
            | Self::RegistrationForeigner
            | Self::Activation
            | Self::Document
            | Self::Visit
            | Self::Lock
            | Self::Unlock => true,
            Self::SignIn
            | Self::Recovery
            | Self::LostPhone
            | Self::PhoneChange
            | Self::Organisation => false,
        }
    }

    /// The journey of an attempt that was kept under this kind.
    pub fn of_attempt(kind: &str) -> Option<Self> {
        [Self::Activation, Self::SignIn, Self::Recovery]
            .into_iter()
            .find(|journey| journey.as_str() == kind)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    // law: R50-6
    #[test]
    fn every_journey_has_steps_of_its_own_names_or_a_question() {
        for journey in Journey::ALL {
            let words: BTreeSet<_> = journey.steps().iter().map(|step| step.word).collect();
            assert_eq!(words.len(), journey.steps().len(), "{journey:?}");
            assert!(!words.is_empty() || journey.asks(), "{journey:?}");
            let before_last = journey
                .steps()
                .split_last()
                .map_or(&[][..], |(_, rest)| rest);
            assert!(before_last.iter().all(|step| !step.optional), "{journey:?}");
            for (place, step) in journey.steps().iter().enumerate() {
                assert_eq!(journey.place(step.word), Some(place));
            }
            assert_eq!(journey.place("elsewhere"), None);
        }
    }

    #[test]
    fn attempts_are_journeys_by_their_kind() {
        for (kind, journey) in [
            ("activation", Some(Journey::Activation)),
            ("sign-in", Some(Journey::SignIn)),
            ("recovery", Some(Journey::Recovery)),
            ("registration", None),
            ("staff", None),
        ] {
            assert_eq!(Journey::of_attempt(kind), journey, "{kind}");
        }
    }
}
