//! The program from outside: as a process that can be killed.

#[cfg(test)]
mod crash;
