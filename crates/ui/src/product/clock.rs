use maud::{Markup, Render, html};

use super::Icon;
use crate::content::optional;

/// How near a legal deadline is. The words say it; the colour helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    Running,
    /// Few working hours left.
    Near,
    Over,
    /// Stopped for a stated reason.
    Paused,
    Met,
}

impl ClockState {
    fn name(self) -> &'static str {
        match self {
            ClockState::Running => "running",
            ClockState::Near => "near",
            ClockState::Over => "over",
            ClockState::Paused => "paused",
            ClockState::Met => "met",
        }
    }

    fn icon(self) -> Icon {
        match self {
            ClockState::Running | ClockState::Near => Icon::Clock,
            ClockState::Over => Icon::Warning,
            ClockState::Paused => Icon::Pause,
            ClockState::Met => Icon::Check,
        }
    }
}

/// A badge with the time left.
#[derive(Clone, Debug)]
pub struct Clock {
    state: ClockState,
    words: String,
    due: Option<(String, String)>,
    title: Option<String>,
}

impl Clock {
    /// `words`: "5 hours left", "1 day over".
    pub fn new(state: ClockState, words: impl Into<String>) -> Self {
        Clock {
            state,
            words: words.into(),
            due: None,
            title: None,
        }
    }

    /// The deadline: as a machine reads it, and as shown beside the badge.
    #[must_use]
    pub fn due(mut self, machine: impl Into<String>, shown: impl Into<String>) -> Self {
        self.due = Some((machine.into(), shown.into()));
        self
    }

    optional!(title: String);
}

impl Render for Clock {
    fn render(&self) -> Markup {
        html! {
            span class={ "dd-clock dd-clock--" (self.state.name()) } title=[self.title.as_ref()] {
                (self.state.icon()) span { (self.words) }
            }
            @if let Some((machine, shown)) = &self.due {
                " " time.dd-clock__due datetime=(machine) { (shown) }
            }
        }
    }
}
