//! Use cases against a real database, on both engines.

#[cfg(test)]
mod holds;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod registers;
#[cfg(test)]
mod registration;
