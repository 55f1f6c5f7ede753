//! The agent's reader over the real PC/SC: Debian's service `pcscd`, a virtual reader, and on it the chip in
//! software of the tests of `chip`. Each test runs again in a process that has a `/run` of its own, where
//! the service puts its socket: so it needs no rights, and another service on the machine is left alone.

#[cfg(test)]
#[path = "../../../chip/tests/applet/mod.rs"]
mod applet;
#[cfg(test)]
mod cards;
#[cfg(test)]
mod readings;
#[cfg(test)]
mod service;
