//! Images of every kind against the doors, and what becomes of prints behind them.

#[cfg(test)]
mod comparison;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod finger;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod hostile_prints;
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
mod sitting;
#[cfg(test)]
mod wsq;
