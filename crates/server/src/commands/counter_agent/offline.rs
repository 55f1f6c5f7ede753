//! `counter-agent take` and `counter-agent packets`: without a line.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use adapters::card_reader::{CardReader, Simulated, Slot};
use adapters::clock::SystemClock;
use adapters::counter_agent::Key;
use adapters::counter_agent::offline::{Folder, Taking, take as take_packet};
use app::ports::Clock;

use super::key_file;
use crate::cli::Take;
use crate::failure::{Failure, at};
use crate::out;

/// Characters of the printed lines.
const ZONE: usize = 90;
/// The longest line that somebody types.
const LINE: u64 = 400;

/// Where passes and packets lie: beside the key.
pub(super) fn folder(key_file: &Path) -> Result<Folder, Failure> {
    let place = key_file.with_extension("offline");
    Folder::open(&place).map_err(at(place.display()))
}

/// What waits, and what the server refused.
pub(super) fn list(key: Option<&PathBuf>) -> Result<(), Failure> {
    let folder = folder(&key_file(key)?)?;
    let waiting = folder.packets().map_err(at("packets"))?;
    out::line(format_args!("waiting: {}", waiting.len()));
    refused(&folder)
}

/// What the server refused is shown until somebody removes it.
pub(super) fn refused(folder: &Folder) -> Result<(), Failure> {
    for (name, reason) in folder.refused().map_err(at("refused packets"))? {
        let place = folder.refused_place();
        out::line(format_args!(
            "refused: {reason}: {}",
            place.join(name).display()
        ));
    }
    Ok(())
}

/// Takes one person.
pub(super) async fn take(flags: &Take) -> Result<(), Failure> {
    match &flags.simulate {
        Some(card) => {
            let json = std::fs::read(card).map_err(at(card.display()))?;
            Simulated::read(&json).map_err(at(card.display()))?;
            with(flags, Slot::new(card.clone())).await
        }
        None => real(flags).await,
    }
}

#[cfg(feature = "pcsc")]
async fn real(flags: &Take) -> Result<(), Failure> {
    with(flags, adapters::card_reader::Pcsc::default()).await
}

#[cfg(not(feature = "pcsc"))]
async fn real(flags: &Take) -> Result<(), Failure> {
    if flags.without_card {
        // Nothing is read from it.
        return with(flags, Slot::new(PathBuf::new())).await;
    }
    Err(Failure::new(
        "this program was built without card readers (cargo feature `pcsc`): use --simulate, or build it with them",
    ))
}

async fn with<R: CardReader>(flags: &Take, mut reader: R) -> Result<(), Failure> {
    let file = key_file(flags.key_file.as_ref())?;
    let folder = folder(&file)?;
    let now = SystemClock.now();
    let passes = folder.passes(now).map_err(at("passes"))?;
    let Some(pass) = passes.first() else {
        return Err(Failure::new(
            "no pass is left: let the agent reach the server first",
        ));
    };
    let key = Key::load_or_make(&file).map_err(at(file.display()))?;
    let taking = asked(flags, &pass.consent)?;
    let taken = take_packet(&folder, (&key, &SystemClock), &mut reader, taking).await;
    taken.map_err(at("not taken"))?;
    out::line(format_args!(
        "taken: {} passes left; the agent sends it when the line is back",
        passes.len().saturating_sub(1)
    ));
    Ok(())
}

fn picture(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(at(file.display()))
}

/// What the flags give, and what is asked for: everything of the person.
fn asked(flags: &Take, consent: &str) -> Result<Taking, Failure> {
    let mut taking = Taking {
        login: flags.login.clone(),
        without_card: flags.without_card,
        consent: consent.to_owned(),
        portrait: flags.portrait.as_deref().map(picture).transpose()?,
        ..Taking::default()
    };
    for finger in &flags.finger {
        let (name, file) = finger
            .split_once('=')
            .ok_or_else(|| Failure::new("--finger: write it as right-index=FILE"))?;
        taking
            .fingers
            .insert(name.to_owned(), picture(Path::new(file))?);
    }
    let mut lines = Lines(std::io::stdin().lock());
    out::line("printed lines of the card, as printed:");
    while taking.zone.len() < ZONE {
        let line = lines.next()?;
        if line.is_empty() {
            break;
        }
        taking.zone.push_str(&line);
    }
    out::line("access number (empty: the lines open the chip):");
    taking.can = lines.next()?;
    out::line("phone of the person (empty: none):");
    taking.phone = lines.next()?;
    out::line("e-mail of the person (empty: none):");
    taking.email = lines.next()?;
    out::line(format_args!(
        "does the person agree to the text, version {consent}, that you read out? (yes/no):"
    ));
    taking.agreed = lines.next()?.eq_ignore_ascii_case("yes");
    Ok(taking)
}

struct Lines<R>(R);

impl<R: BufRead> Lines<R> {
    /// The next line, trimmed; empty at the end.
    fn next(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        let mut most = std::io::Read::take(&mut self.0, LINE);
        most.read_line(&mut line).map_err(at("standard input"))?;
        Ok(line.trim().to_owned())
    }
}
