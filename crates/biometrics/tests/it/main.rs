//! Images of every kind against the doors, and what becomes of faces and prints behind them.

#[cfg(test)]
mod comparison;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod face_challenge;
#[cfg(test)]
mod face_engine;
#[cfg(test)]
mod face_rules;
#[cfg(test)]
mod faces;
#[cfg(test)]
mod finger;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod hostile_prints;
#[cfg(test)]
mod jpeg2000;
#[cfg(test)]
mod on_record;
#[cfg(test)]
mod portrait;
#[cfg(test)]
mod prints;
#[cfg(test)]
mod record;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod served;
#[cfg(test)]
mod sitting;
#[cfg(test)]
mod wsq;
