//! Days and times to choose from, the same for a citizen and for an officer who books for him.

use app::visits::{Free, Times, nearest};
use domain::time::viet_nam_date_time;
use domain::visit::{Reason, Slot};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use ui::{Button, Choice, Legend, Radios, Select, SelectOption};

use super::Errors;
use crate::i18n::{Lang, date};
use crate::middleware::Form;
use crate::t;

/// Monday to Sunday, in the order of the week.
pub const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// "Tuesday 05/03/2024".
pub fn day(lang: Lang, of: Date) -> String {
    let index = usize::try_from(of.weekday().to_monday_zero_offset()).unwrap_or(0);
    let word = WEEK.get(index).copied().unwrap_or("mon");
    let weekday = t!(lang, &format!("weekday-{word}"));
    format!("{weekday} {}", date(of))
}

/// "09:00 – 09:20".
fn clock(slot: &Slot) -> String {
    let time = |at: Timestamp| viet_nam_date_time(at).strftime("%H:%M").to_string();
    format!("{} – {}", time(slot.from), time(slot.end()))
}

/// The day that an address asks for, else the first with a free time.
fn chosen(times: &Times, asked: &str) -> Option<Date> {
    let asked = asked.parse::<Date>().ok();
    let known = |day: &Date| times.days.iter().any(|free| free.day == *day);
    let first = times.days.first().map(|free| free.day);
    asked.filter(known).or(first)
}

/// The address of a form on such a page: what is posted to it comes back on the same day.
pub fn action(base: &str, asked: &str) -> String {
    match asked.parse::<Date>() {
        Ok(day) => format!("{base}?day={day}"),
        Err(_) => base.to_owned(),
    }
}

/// Links to the days with a free time; `base` is the page.
pub fn days(lang: Lang, times: &Times, (base, asked): (&str, &str)) -> Markup {
    let here = chosen(times, asked);
    html! {
        h2.govuk-heading-m { (t!(lang, "visit-day")) }
        ul.govuk-list {
            @for free in &times.days {
                li {
                    a.govuk-link href={ (base) "?day=" (free.day) } aria-current=[(here == Some(free.day)).then_some("true")] {
                        (day(lang, free.day))
                    }
                    " " (t!(lang, "visit-free", count = free.slots.len()))
                }
            }
        }
    }
}

/// The days as a choice inside the form, with a button that shows the times of another one: what was typed goes along
/// and comes back, and nothing of it stands in an address.
pub fn choose_day(lang: Lang, times: &Times, asked: &str) -> Markup {
    let option = |free: &Free| {
        let free_times = t!(lang, "visit-free", count = free.slots.len());
        let words = format!("{} {free_times}", day(lang, free.day));
        SelectOption::new(free.day.to_string(), words)
    };
    let here = chosen(times, asked).map(|day| day.to_string());
    html! {
        // The first button of a form answers the Enter key: that books, as the last one does.
        button.govuk-visually-hidden type="submit" tabindex="-1" aria-hidden="true" {}
        (Select::new("day", t!(lang, "visit-day"))
            .options(times.days.iter().map(option))
            .value(here.unwrap_or_default()))
        (Button::secondary(t!(lang, "visits-show-times")).name("look").value("1"))
    }
}

/// The times of the chosen day; where a chosen one cannot be had, the free ones nearest to it.
pub fn slots(lang: Lang, times: &Times, asked: &str, (form, errors): (&Form, &Errors)) -> Markup {
    let wanted = form.trimmed("slot").parse::<Timestamp>().ok();
    let instead = wanted.filter(|_| errors.has("slot"));
    // A time that was chosen stays chosen where something else was wrong.
    let kept = wanted
        .filter(|_| !errors.is_empty())
        .map(|wanted| viet_nam_date_time(wanted).date().to_string());
    let asked = kept.as_deref().unwrap_or(asked);
    let shown: Vec<(Date, Vec<Slot>)> = match (instead, chosen(times, asked)) {
        (Some(wanted), _) => {
            let near = nearest(times, wanted);
            near.into_iter()
                .map(|slot| (viet_nam_date_time(slot.from).date(), vec![slot]))
                .collect()
        }
        (None, Some(on)) => times
            .days
            .iter()
            .filter(|free| free.day == on)
            .map(|free| (free.day, free.slots.clone()))
            .collect(),
        (None, None) => Vec::new(),
    };
    let legend = match (instead, shown.first()) {
        (Some(_), _) => t!(lang, "visit-slot-nearest"),
        (None, Some((on, _))) => t!(lang, "visit-slot-on", day = day(lang, *on)),
        (None, None) => t!(lang, "visit-slot"),
    };
    let choice = |on: Date, slot: &Slot| {
        let words = if instead.is_some() {
            format!("{}, {}", day(lang, on), clock(slot))
        } else {
            clock(slot)
        };
        Choice::new(slot.from.to_string(), words)
    };
    let choices: Vec<Choice> = shown
        .iter()
        .flat_map(|(on, slots)| slots.iter().map(|slot| choice(*on, slot)))
        .collect();
    html! {
        (Radios::new("slot", Legend::new(legend).classes("govuk-fieldset__legend--m"))
            .items(choices)
            .value(form.trimmed("slot"))
            .class("govuk-radios--small")
            .error(errors.of("slot")))
    }
}

/// What somebody comes for.
pub fn reasons(lang: Lang, form: &Form, errors: &Errors) -> Radios {
    let choice = |reason: &Reason| {
        let key = format!("visit-reason-{}", reason.as_str());
        Choice::new(reason.as_str(), t!(lang, &key))
    };
    Radios::new(
        "reason",
        Legend::new(t!(lang, "visit-reason")).classes("govuk-fieldset__legend--m"),
    )
    .items(Reason::ALL.iter().map(choice))
    .value(form.trimmed("reason"))
    .error(errors.of("reason"))
}
