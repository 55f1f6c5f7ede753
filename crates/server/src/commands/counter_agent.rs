//! `counter-agent`.

mod offline;

use std::path::PathBuf;
use std::time::Duration;

use adapters::card_reader::{CardReader, Simulated, Slot};
use adapters::clock::SystemClock;
use adapters::counter_agent::offline::{Folder as Kept, Sent, refill, send};
use adapters::counter_agent::{
    Desk, Https, Key, Pairing, Refusal, Round, Talk, offer, paired, round,
};
use adapters::entropy::SystemEntropy;
use adapters::scanner::Folder;
use app::ports::Clock;

use crate::cli::{AgentAct, CounterAgent};
use crate::failure::{Failure, at};
use crate::{out, stop};

/// How long one request for work waits, in seconds.
const WAIT: u32 = 20;
/// Between two questions whether somebody typed the code.
const LOOK: Duration = Duration::from_secs(2);
/// So many of them before the code is over and another one is shown.
const LOOKS: u32 = 290;
/// After something that the next request will not mend.
const REST: Duration = Duration::from_secs(5);

/// Reads cards and takes prints until it is told to stop, or does what is done without a line.
pub(crate) async fn run(flags: &CounterAgent) -> Result<(), Failure> {
    match &flags.act {
        Some(AgentAct::Take(take)) => offline::take(take).await,
        Some(AgentAct::Packets { key_file }) => offline::list(key_file.as_ref()),
        None => read(flags).await,
    }
}

fn key_file(given: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    given.map_or_else(usual, |file| Ok(file.clone()))
}

async fn read(flags: &CounterAgent) -> Result<(), Failure> {
    let file = key_file(flags.key_file.as_ref())?;
    let key = Key::load_or_make(&file).map_err(at(file.display()))?;
    let folder = offline::folder(&file)?;
    let line = Https::new(flags.server.as_deref().unwrap_or_default())?;
    let talk = Talk {
        line: &line,
        key: &key,
        clock: &SystemClock,
        entropy: &SystemEntropy::new(),
    };
    let stop = stop::listen()?;
    let prints = flags.prints.clone().map(|place| {
        let shown = place.display().to_string();
        Folder::new(place).map_err(at(shown))
    });
    let prints = prints.transpose()?;
    let work = async {
        match &flags.simulate {
            Some(card) => {
                let json = std::fs::read(card).map_err(at(card.display()))?;
                // What is wrong with the file is told before anybody waits for it.
                Simulated::read(&json).map_err(at(card.display()))?;
                let reader = Slot::new(card.clone());
                serve(&talk, (flags, &folder), Desk::new(Some(reader), prints)).await
            }
            None => real(&talk, (flags, &folder), prints).await,
        }
    };
    tokio::select! {
        done = work => done,
        () = stop::asked(stop) => Ok(()),
    }
}

/// The user's data (XDG Base Directory Specification).
fn usual() -> Result<PathBuf, Failure> {
    let folder = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
    let data = folder("XDG_DATA_HOME").map(PathBuf::from);
    let home = folder("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let data = data.or(home);
    let data = data.ok_or_else(|| Failure::new("no home folder: give --key-file"))?;
    Ok(data.join("dinhdanh/agent.key"))
}

#[cfg(feature = "pcsc")]
async fn real(
    talk: &Talk<'_>,
    kept: (&CounterAgent, &Kept),
    prints: Option<Folder>,
) -> Result<(), Failure> {
    let reader = adapters::card_reader::Pcsc::default();
    serve(talk, kept, Desk::new(Some(reader), prints)).await
}

/// Without readers a scanner alone is served.
#[cfg(not(feature = "pcsc"))]
async fn real(
    talk: &Talk<'_>,
    kept: (&CounterAgent, &Kept),
    prints: Option<Folder>,
) -> Result<(), Failure> {
    if prints.is_none() {
        return Err(Failure::new(
            "this program was built without card readers (cargo feature `pcsc`): use --simulate or --prints, or build it with them",
        ));
    }
    serve(talk, kept, Desk::<Slot, _>::new(None, prints)).await
}

async fn serve<R: CardReader>(
    talk: &Talk<'_>,
    (flags, folder): (&CounterAgent, &Kept),
    mut desk: Desk<R, Folder>,
) -> Result<(), Failure> {
    offline::refused(folder)?;
    pair(talk, &flags.name).await?;
    out::line("ready: leave this program running");
    folder.recover(SystemClock.now()).map_err(at("passes"))?;
    let mut anew = true;
    loop {
        // Somebody waits at the counter: one packet, then a look for work.
        let wait = if one_packet(talk, folder).await {
            0
        } else {
            WAIT
        };
        match refill(talk, folder, anew).await {
            Ok(_) => anew = false,
            // Cards are read all the same.
            Err(refusal) => out::line(refusal),
        }
        match round(talk, &mut desk, wait).await {
            Ok(Round::Nothing) => {}
            Ok(Round::Done(word)) => {
                out::line(format_args!("done: {word}"));
                if flags.once {
                    return Ok(());
                }
            }
            Err(Refusal::NotPaired) => {
                pair(talk, &flags.name).await?;
                anew = true;
            }
            Err(refusal) => rest(&refusal).await,
        }
    }
}

/// Sends one of the packets that were taken without a line; whether another one may go.
async fn one_packet(talk: &Talk<'_>, folder: &Kept) -> bool {
    match send(talk, folder).await {
        Ok(Some(Sent::Received)) => out::line("packet: received"),
        Ok(Some(Sent::Refused(code))) => out::line(format_args!(
            "packet: {code}; kept in {}",
            folder.refused_place().display()
        )),
        Ok(None) => return false,
        Err(refusal) => {
            out::line(refusal);
            return false;
        }
    }
    true
}

/// What went wrong, and time for it to go by.
async fn rest(refusal: &Refusal) {
    out::line(refusal);
    tokio::time::sleep(REST).await;
}

/// Shows codes until an officer has typed one.
async fn pair(talk: &Talk<'_>, name: &str) -> Result<(), Failure> {
    loop {
        match paired(talk).await {
            Ok(Pairing::Paired { unit }) => {
                out::line(format_args!("paired with {unit}"));
                return Ok(());
            }
            Ok(Pairing::Waiting) => match offer(talk, name).await {
                Ok(code) => {
                    out::line(format_args!(
                        "code: {code}  (type it at the counter under \"Card readers of the unit\"; good for ten minutes)"
                    ));
                    wait(talk).await;
                }
                Err(refusal) => rest(&refusal).await,
            },
            Err(refusal @ Refusal::Refused { status: 404, .. }) => {
                return Err(Failure::new(format!("no such service there: {refusal}")));
            }
            Err(refusal) => rest(&refusal).await,
        }
    }
}

/// Until somebody typed the code, or its time is over.
async fn wait(talk: &Talk<'_>) {
    for _ in 0..LOOKS {
        tokio::time::sleep(LOOK).await;
        match paired(talk).await {
            Ok(Pairing::Waiting) => {}
            Ok(Pairing::Paired { .. }) | Err(_) => return,
        }
    }
}
