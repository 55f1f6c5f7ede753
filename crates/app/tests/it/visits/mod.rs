//! Visits to the counter: bookings, numbers, the queue, opening hours.

mod booking;
mod hours;
mod queue;
mod scene;
