//! Stages, rehearses and releases a batch of deaths over many accounts, and writes the same rows with
//! nothing around the database; prints seconds, rates and the ratio.
//!
//! `cargo run --release -p app --example event_bench -- [accounts] [deaths] [sqlite|postgres]…`

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot be set up must stop"
)]

#[path = "../tests/it/kit.rs"]
#[expect(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use more of it"
)]
mod kit;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::Instant;

use app::Cx;
use app::events::{Decision, Stage, approve, rehearse, stage, step, undo};
use domain::actor::{Actor, Purpose, Role};
use domain::contact::Phone;
use domain::event_batch::{Door, Odd};
use domain::ids::{BatchId, StaffId, SubjectId};
use domain::person::{BirthDate, FullName, Identity, PersonNumber, Sex};
use domain::register_event::Teller;
use domain::time::millis;
use store::account::{Identifier, Profile};
use store::registers::{Cell, Table};

use kit::Kit;

type Failure = Box<dyn std::error::Error>;

static ACCOUNTS: Table = Table {
    name: "account",
    columns: &[
        "subject",
        "level",
        "notified_at",
        "activate_by",
        "activated_at",
        "province",
        "language",
        "profile",
        "revision",
        "kind",
    ],
};
static IDENTIFIERS: Table = Table {
    name: "identifier",
    columns: &["digest", "subject", "kind"],
};

/// What a release writes for one death; the bare run writes the same.
const BARE: [&str; 5] = [
    "INSERT INTO hold (subject, id, ground, reason, since, channel, source, regime, sessions_ended, until, holder) \
     VALUES (?, ?, 'death', NULL, 1, 'register', 'population/BARE-0000000', 'decree-59', 0, NULL, 'citizen')",
    "INSERT INTO register_event (register, event, at, content) VALUES ('population', ?, 1, ?)",
    "INSERT INTO register_order (subject, register, at, sequence, event) VALUES (?, 'population', 1, 0, ?)",
    "UPDATE event_item SET outcome = 'locks', subject = ?, hold = ? WHERE batch = ? AND place = ?",
    "INSERT INTO audit (subject, id, at, actor, actor_id, unit, action, purpose, request, body, leaf) \
     VALUES (?, ?, 1, 'register', 'population', '', 'account-locked', 'register-update', '0123456789abcdef', ?, ?)",
];

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn start() -> Instant {
    Instant::now()
}

fn rate(what: &str, rows: u64, from: Instant) -> f64 {
    let seconds = from.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = rows as f64 / seconds;
    say(&format!("  {what:<44} {seconds:>8.2} s {rate:>12.0} /s"));
    seconds
}

fn bytes(kind: u8, n: u64) -> [u8; 16] {
    let mut id = [kind; 16];
    // Spread over the tree, as random identifiers are.
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    id[..8].copy_from_slice(&mixed.to_be_bytes());
    id
}

fn number(n: u64) -> String {
    format!("0741{:02}{n:06}", 50 + n % 50)
}

/// Rows of accounts and of their identifiers.
fn people(kit: &Kit, from: u64, to: u64) -> Result<(Vec<Cell>, Vec<Cell>), Failure> {
    let keys = kit.app.db.keys();
    let at = millis(kit.app.clock.now());
    let (mut accounts, mut identifiers) = (Vec::new(), Vec::new());
    for n in from..to {
        let subject = SubjectId::from_bytes(bytes(1, n));
        let profile = Profile {
            identity: Identity {
                number: PersonNumber::parse(&number(n))?,
                name: FullName::parse("Nguyễn Thị Ánh").map_err(domain::person::NameError::code)?,
                birth: BirthDate::parse("1960-03-27")
                    .map_err(domain::person::BirthDateError::code)?,
                sex: Sex::Female,
            },
            foreign: None,
            phone: Phone::parse(&format!("09{n:08}")).ok(),
            email: None,
        };
        let sealed = keys.seal_json(&format!("account/{subject}"), &profile)?;
        let own = || Cell::Bytes(subject.as_bytes().to_vec());
        accounts.extend([
            own(),
            Cell::Int(2),
            Cell::Int(at),
            Cell::Int(at),
            Cell::Int(at),
        ]);
        accounts.extend([Cell::text("074"), Cell::text("vi"), Cell::Bytes(sealed)]);
        accounts.extend([Cell::Int(1), Cell::text("citizen")]);
        let kind = Identifier::Number.as_str();
        let digest = keys.digest(kind, &number(n));
        identifiers.extend([Cell::Bytes(digest), own(), Cell::text(kind)]);
    }
    Ok((accounts, identifiers))
}

async fn settle(kit: &Kit, accounts: u64) -> Result<(), Failure> {
    let from = start();
    let file = kit.folder.path().join("data.sqlite");
    let mut done = 0;
    while done < accounts {
        let next = (done + 50_000).min(accounts);
        let (rows, identifiers) = people(kit, done, next)?;
        for (table, cells) in [(&ACCOUNTS, rows), (&IDENTIFIERS, identifiers)] {
            match kit.url() {
                Some(url) => {
                    let lines = testkit::bare::copy_lines(table, &cells);
                    testkit::bare::postgres(url, table, &lines).await?;
                }
                None => testkit::bare::sqlite(&file, table, cells, 100).await?,
            }
        }
        done = next;
    }
    rate("accounts made", accounts, from);
    Ok(())
}

fn file(accounts: u64, deaths: u64) -> Result<Vec<u8>, Failure> {
    let mut file = b"event_id,number,change,occurred_at\n".to_vec();
    for n in 0..deaths {
        // Spread over all accounts.
        let who = n * (accounts / deaths).max(1);
        writeln!(file, "KT-{n:07},{},death,2024-03-01", number(who))?;
    }
    Ok(file)
}

fn manager(kit: &Kit, n: u8) -> Cx {
    let id = StaffId::from_bytes([n; 16]);
    let (role, unit) = (Role::Manager, "A06".to_owned());
    let actor = Actor::Staff { id, role, unit };
    kit.app.acting(actor, Purpose::Administration)
}

async fn release(kit: &Kit, id: BatchId) -> Result<(), Failure> {
    for n in [2, 3] {
        let mut source = kit.app.db.read().await?;
        let batch = store::event_batch::load(&mut source, id).await?.unwrap();
        drop(source);
        let decision = Decision {
            batch: id,
            revision: batch.revision,
            acknowledged: Odd::ALL,
        };
        approve(&kit.app, &manager(kit, n), &decision).await?;
    }
    while !step(&kit.app, id).await?.finished {}
    Ok(())
}

/// Stages, rehearses and releases; gives the batch and the seconds of the release.
async fn ours(kit: &Kit, accounts: u64, deaths: u64) -> Result<(BatchId, f64), Failure> {
    let from = start();
    let command = Stage {
        teller: Teller::Population,
        door: Door::File,
        name: "bench.csv".into(),
        file: Cursor::new(file(accounts, deaths)?),
        beside: None,
        progress: &mut |_, _| {},
    };
    let staged = stage(&kit.app, &manager(kit, 1), command).await?;
    rate("staged, with a rehearsal", deaths, from);
    let from = start();
    rehearse(&kit.app, &manager(kit, 1), staged.id, 2).await?;
    rate("rehearsed again", deaths, from);
    if u64::try_from(staged.rehearsal.counts.lock)? != deaths {
        return Err(format!("{:?}", staged.rehearsal.counts).into());
    }
    let from = start();
    release(kit, staged.id).await?;
    let seconds = rate("released", deaths, from);
    Ok((staged.id, seconds))
}

/// The same rows for other accounts, in transactions of the same size.
async fn bare(kit: &Kit, batch: BatchId, deaths: u64) -> Result<f64, Failure> {
    let (body, leaf) = (vec![7_u8; 230], vec![8_u8; 32]);
    let rows = (0..deaths).map(|n| {
        let subject = Cell::Bytes(bytes(9, n).to_vec());
        let hold = Cell::Bytes(bytes(10, n).to_vec());
        let event = Cell::Text(format!("BARE-{n:07}"));
        let place = Cell::Int(i64::try_from(n).unwrap_or(0) + 1);
        vec![
            vec![subject.clone(), hold.clone()],
            vec![event.clone(), Cell::Bytes(leaf.clone())],
            vec![subject.clone(), event],
            vec![
                subject.clone(),
                hold.clone(),
                Cell::Bytes(batch.as_bytes().to_vec()),
                place,
            ],
            vec![
                subject,
                hold,
                Cell::Bytes(body.clone()),
                Cell::Bytes(leaf.clone()),
            ],
        ]
    });
    let rows: Vec<_> = rows.collect();
    let file = kit.folder.path().join("data.sqlite");
    let from = start();
    testkit::bare::statements(&file, &BARE, rows, 500).await?;
    Ok(rate("bare statements, the same rows", deaths, from))
}

async fn run(kit: &Kit, accounts: u64, deaths: u64) -> Result<(), Failure> {
    settle(kit, accounts).await?;
    let (id, seconds) = ours(kit, accounts, deaths).await?;
    let operator = kit.operator();
    let from = start();
    undo(&kit.app, &operator, id).await?;
    while !step(&kit.app, id).await?.finished {}
    rate("taken back", deaths, from);
    if kit.url().is_none() {
        let bare = bare(kit, id, deaths).await?;
        let mut text = String::new();
        write!(text, "  {:.2} of the bare rate", bare / seconds)?;
        say(&text);
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<u64> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    let accounts = numbers.first().copied().unwrap_or(1_000_000).div_ceil(100) * 100;
    let deaths = numbers.get(1).copied().unwrap_or(10_000).min(accounts);
    let words: Vec<&String> = arguments
        .iter()
        .filter(|a| a.parse::<u64>().is_err())
        .collect();
    let asked = |engine: &str| words.is_empty() || words.iter().any(|word| *word == engine);
    if asked("sqlite") {
        say(&format!("SQLite, {accounts} accounts, {deaths} deaths"));
        run(&Kit::sqlite().await, accounts, deaths).await?;
    }
    if asked("postgres") {
        say(&format!("PostgreSQL, {accounts} accounts, {deaths} deaths"));
        run(&Kit::postgres().await, accounts, deaths).await?;
    }
    Ok(())
}
