//! The program from outside: as its users start it, and as a process that can be killed.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod locks;
#[cfg(test)]
mod program;
#[cfg(test)]
mod site;
