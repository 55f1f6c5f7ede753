//! Images of every kind against the two doors.

#[cfg(test)]
mod finger;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod portrait;
#[cfg(test)]
mod samples;
