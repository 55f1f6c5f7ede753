//! Images of every kind against the two doors.

mod finger;
mod hostile;
mod portrait;
mod samples;
