use maud::{Markup, Render, html};

use crate::content::Content;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    Late,
    Refused,
    Ahead,
}

impl StepState {
    fn name(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Current => "current",
            StepState::Late => "late",
            StepState::Refused => "refused",
            StepState::Ahead => "ahead",
        }
    }
}

/// One station of a request.
#[derive(Clone, Debug)]
pub struct Step {
    state: StepState,
    title: String,
    text: Content,
}

impl Step {
    pub fn new(state: StepState, title: impl Into<String>, text: impl Into<Content>) -> Self {
        Step {
            state,
            title: title.into(),
            text: text.into(),
        }
    }
}

/// What happened to a request and what comes next.
#[derive(Clone, Debug, Default)]
pub struct Timeline(pub Vec<Step>);

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            ol.dd-timeline {
                @for step in &self.0 {
                    li class={ "dd-step dd-step--" (step.state.name()) }
                        aria-current=[matches!(step.state, StepState::Current | StepState::Late).then_some("step")] {
                        p.dd-step__title { (step.title) }
                        @if !step.text.is_empty() { div.dd-step__text { (step.text) } }
                    }
                }
            }
        }
    }
}
