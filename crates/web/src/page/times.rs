//! Days and times to choose from, the same for a citizen and for an officer who books for him.

use app::visits::{Free, Times, nearest};
use domain::time::{viet_nam_date, viet_nam_date_time};
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
    match wanted.filter(|_| !errors.is_empty()) {
        Some(wanted) if errors.has("slot") => {
            let choice = |slot: Slot| {
                let on = day(lang, viet_nam_date(slot.from));
                Choice::new(slot.from.to_string(), format!("{on}, {}", clock(&slot)))
            };
            let choices = nearest(times, wanted).into_iter().map(choice).collect();
            radios((t!(lang, "visit-slot-nearest"), choices), (form, errors))
        }
        // A time that was chosen stays chosen where something else was wrong.
        Some(wanted) => {
            let kept = viet_nam_date(wanted).to_string();
            slots_of_day(lang, times, &kept, (form, errors))
        }
        None => slots_of_day(lang, times, asked, (form, errors)),
    }
}

/// The times of the chosen day and of no other, whatever was wrong: those beside [`choose_day`].
pub fn slots_of_day(
    lang: Lang,
    times: &Times,
    asked: &str,
    (form, errors): (&Form, &Errors),
) -> Markup {
    let here = chosen(times, asked);
    let legend = match here {
        Some(on) => t!(lang, "visit-slot-on", day = day(lang, on)),
        None => t!(lang, "visit-slot"),
    };
    let days = times.days.iter().filter(|free| here == Some(free.day));
    let choices = days
        .flat_map(|free| &free.slots)
        .map(|slot| Choice::new(slot.from.to_string(), clock(slot)))
        .collect();
    radios((legend, choices), (form, errors))
}

fn radios((legend, choices): (String, Vec<Choice>), (form, errors): (&Form, &Errors)) -> Markup {
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
