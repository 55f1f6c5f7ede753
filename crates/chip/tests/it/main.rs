//! Cards made by `tests/cards/make.py`, and the verdict on each.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod anchors;
#[cfg(test)]
#[path = "../applet/mod.rs"]
mod applet;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod lengths;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod second;
#[cfg(test)]
mod verdicts;
