//! The pages and the API from outside, on the engine that `DINHDANH_TEST_DB` names.

#![expect(clippy::too_many_lines, reason = "a journey is told whole")]

#[cfg(test)]
mod activity;
#[cfg(test)]
mod alike;
#[cfg(test)]
mod api;
#[cfg(test)]
mod approve;
#[cfg(test)]
mod assistance;
#[cfg(test)]
mod authenticator;
#[cfg(test)]
mod breaches;
#[cfg(test)]
mod call_asked_again;
#[cfg(test)]
mod call_on_phone;
#[cfg(test)]
mod card;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod console;
#[cfg(test)]
mod counter;
#[cfg(test)]
mod dependants;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod events;
#[cfg(test)]
mod experience;
#[cfg(test)]
mod fingers;
#[cfg(test)]
mod foreigners;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod genuine;
#[cfg(test)]
mod help;
#[cfg(test)]
mod holds;
#[cfg(test)]
mod holidays;
#[cfg(test)]
mod joint;
#[cfg(test)]
mod lock_now;
#[cfg(test)]
mod lost_phone;
#[cfg(test)]
mod not_me;
#[cfg(test)]
mod oidc;
#[cfg(test)]
mod old_factors;
#[cfg(test)]
mod organisations;
#[cfg(test)]
mod passkeys;
#[cfg(test)]
mod phone;
#[cfg(test)]
mod pilots;
#[cfg(test)]
mod register;
#[cfg(test)]
mod second_looks;
#[cfg(test)]
mod shut;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod subscribers;
#[cfg(test)]
mod terms;
#[cfg(test)]
mod training;
#[cfg(test)]
mod turns;
#[cfg(test)]
mod visits;
#[cfg(test)]
mod wallet;
