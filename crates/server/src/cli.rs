//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use app::cleaning::{Column, Encoding};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::LogFormat;

/// Electronic identification and authentication platform.
#[derive(Debug, Parser)]
#[command(
    name = "dinhdanh",
    version,
    propagate_version = true,
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong use."
)]
pub(crate) struct Cli {
    /// Configuration file (TOML); `dinhdanh.toml` in this folder when there is one.
    #[arg(long, global = true, env = "DINHDANH_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Sets one key, over file and environment; may be repeated.
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// How log lines look.
    #[arg(long, global = true)]
    pub(crate) log_format: Option<LogFormat>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serves people and other systems, and does the waiting work.
    Serve(Serve),
    /// Does the waiting work only: for machines of their own beside `serve --no-worker`.
    Work,
    /// Shows everything on a synthetic country: made, loaded and served by this one command.
    #[command(
        after_help = "Example: dinhdanh demo --population 2000 --start-at 2025-03-03T08:00:00+07:00"
    )]
    Demo(Demo),
    /// Brings the database's schema up to date.
    Migrate,
    /// Loads files of the authoritative registers.
    #[command(subcommand)]
    Registers(Registers),
    /// Telecoms' files of subscribers.
    #[command(subcommand)]
    Subscribers(Subscribers),
    /// Stops a relying party's client, and lets it go on.
    #[command(subcommand)]
    Parties(Parties),
    /// First steps of a new installation.
    #[command(subcommand)]
    Bootstrap(Bootstrap),
    /// Looks at every part and says what fails and how to cure it.
    Doctor(Report),
    /// The audit log.
    #[command(subcommand)]
    Audit(Audit),
    /// Keys that sign tokens for services.
    #[command(subcommand)]
    Keys(Keys),
    /// Copies the embedded database while it is in use.
    Backup {
        /// The copy; must not exist yet.
        file: PathBuf,
    },
    /// Puts a copy of the embedded database in the place of a missing one.
    Restore {
        /// The copy.
        file: PathBuf,
    },
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Reads cards at a counter: runs on the computer with the card reader, calls the server, listens nowhere.
    #[command(
        after_help = "Example: dinhdanh counter-agent --server https://dinhdanh.example --name QUAY-01"
    )]
    CounterAgent(CounterAgent),
    /// Asks the running service whether it is ready; for containers.
    Healthcheck,
    /// Prints the description of the JSON API (`OpenAPI` 3.1).
    Openapi,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Over `server.listen`.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Over `server.management_listen`.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) management_listen: Option<SocketAddr>,
    /// Over `server.public_url`.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Over `database.url`. Other users of this machine can read it: prefer `database.url_file`.
    #[arg(long, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// Leaves the waiting work to `dinhdanh work`.
    #[arg(long)]
    pub(crate) no_worker: bool,
}

#[derive(Debug, Args)]
#[command(args_override_self = true)]
pub(crate) struct Demo {
    /// Where the country, the database and its key are kept.
    #[arg(long, default_value = "./demo-data", value_name = "FOLDER")]
    pub(crate) data_dir: PathBuf,
    /// Address and port of the service; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8480", value_name = "ADDRESS:PORT")]
    pub(crate) listen: SocketAddr,
    /// Name that browsers reach it by; passkeys need one, such as localhost. [default: the address]
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Option<String>,
    /// Address and port for health, metrics, the clock and the post office.
    #[arg(long, default_value = "127.0.0.1:8490", value_name = "ADDRESS:PORT")]
    pub(crate) management_listen: SocketAddr,
    /// How many citizens. [default: 20000]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) population: Option<u32>,
    /// The same seed makes the same country. [default: 59]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    /// What the clock shows at the start.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) start_at: Option<jiff::Timestamp>,
    /// PostgreSQL instead of the embedded database.
    #[arg(long, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// Makes the data and ends; `--listen` must be the address they will be served at.
    #[arg(long)]
    pub(crate) make_only: bool,
    #[command(flatten)]
    pub(crate) report: Report,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct CounterAgent {
    #[command(subcommand)]
    pub(crate) act: Option<AgentAct>,
    /// Where the service is: https, or http to this very machine.
    #[arg(long, value_name = "URL", required = true)]
    pub(crate) server: Option<String>,
    /// Name of this computer, as officers see it.
    #[arg(long, default_value = "counter", value_name = "NAME")]
    pub(crate) name: String,
    /// Where its key is kept, readable by its owner alone. [default: dinhdanh/agent.key among the user's data]
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// A card out of a file instead of a reader: for trials.
    #[arg(long, value_name = "FILE")]
    pub(crate) simulate: Option<PathBuf>,
    /// Where the capture program of a fingerprint scanner writes its pictures (PNG, JPEG, WSQ): a folder for it and
    /// this program alone.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) prints: Option<PathBuf>,
    /// Ends after one reading or print.
    #[arg(long)]
    pub(crate) once: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AgentAct {
    /// Takes one person while the line is down: asks, reads the card, keeps a sealed packet. Needs no network.
    #[command(
        after_help = "What is personal is asked for, not given in flags, which other users of the computer can read.\nExample: dinhdanh counter-agent take --login qn.an --portrait photo.jpg --finger right-index=ri.wsq"
    )]
    Take(Take),
    /// Lists packets that wait to be sent, and those that the server refused.
    Packets {
        /// As for the agent.
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Take {
    /// The name that you sign in with at the counter.
    #[arg(long, value_name = "NAME")]
    pub(crate) login: String,
    /// Photograph of the person, JPEG or PNG.
    #[arg(long, value_name = "FILE")]
    pub(crate) portrait: Option<PathBuf>,
    /// Picture of a finger, WSQ, PNG or JPEG; as often as there are fingers.
    #[arg(long, value_name = "FINGER=FILE")]
    pub(crate) finger: Vec<String>,
    /// Where there is a card that cannot be read.
    #[arg(long)]
    pub(crate) without_card: bool,
    /// As for the agent.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// As for the agent.
    #[arg(long, value_name = "FILE")]
    pub(crate) simulate: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Form of what is printed.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    pub(crate) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Registers {
    /// Loads a file; loading it again, or after a stop in the middle, is safe.
    Import {
        /// population, cards, licences, health, passports, units or holidays.
        register: String,
        /// CSV file, UTF-8, with a header row.
        file: PathBuf,
        #[command(flatten)]
        report: Report,
    },
    /// Says which registers are loaded, since when, and whether they answer.
    Status,
    /// Questions and answers between bodies.
    #[command(subcommand)]
    Exchange(Exchange),
    /// Stages a file of events as a batch, for two officers to release in the console.
    Events {
        /// population, cards or foreigners.
        register: String,
        /// CSV file, UTF-8, with the header `event_id,number,change,occurred_at`.
        file: PathBuf,
        #[command(flatten)]
        report: Report,
    },
    /// Takes a released batch of events back: locks it placed end, locks it ended are in force again.
    Undo {
        /// Its identifier, such as `bat_…`.
        batch: String,
    },
    /// Carries out what a register told of one person; telling it again is safe.
    #[command(after_help = "Example: dinhdanh registers tell death 074050999011 --event 2024-0815")]
    Tell {
        /// death, death-corrected, card-withdrawn or card-restored.
        change: String,
        /// Personal identification number.
        number: String,
        /// The register's own identifier of the event.
        #[arg(long)]
        event: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Exchange {
    /// Prints our public key, for the configuration of other bodies; makes it where there is none.
    Key {
        /// The key that is to follow, for other bodies to know before it signs.
        #[arg(long)]
        next: bool,
    },
    /// Puts the next key in the place of the present one, once all other bodies know it.
    Turn,
    /// Proves that every question and answer on record is signed, unchanged, and that none is missing.
    Verify(Report),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Subscribers {
    /// Holds a file against the population register; after a stop in the middle the same command goes on.
    #[command(
        after_help = "Example: dinhdanh subscribers clean subscribers.csv --correct name,number"
    )]
    Clean(CleanSubscribers),
}

#[derive(Debug, Args)]
pub(crate) struct CleanSubscribers {
    /// CSV file with a header row; separated by commas, semicolons, tabs or |.
    pub(crate) file: PathBuf,
    /// Folder of the results. [default: the file's name with .cleaned, beside it]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Fields of the register that the telecom's legal basis lets it have: name, number. [default: none]
    #[arg(long, value_delimiter = ',', value_parser = ["name", "number"], value_name = "FIELD,…")]
    pub(crate) correct: Vec<String>,
    /// Names of columns where they are not the usual ones, such as phone=A,name=B (number, birth, sex).
    #[arg(long, value_delimiter = ',', value_parser = column, value_name = "FIELD=NAME,…")]
    pub(crate) columns: Vec<(Column, String)>,
    /// utf-8, windows-1258 or tcvn3. [default: told from the file]
    #[arg(long, value_parser = encoding)]
    pub(crate) encoding: Option<Encoding>,
    #[command(flatten)]
    pub(crate) report: Report,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Parties {
    /// Stops a client everywhere, from the next request on.
    Suspend {
        /// Its identifier, such as `rp_…`.
        client: String,
        /// Why, in words that its contact reads.
        #[arg(long, value_parser = reason)]
        words: String,
    },
    /// Lets a client go on where it was.
    Resume {
        /// Its identifier.
        client: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Bootstrap {
    /// Adds a member of staff and prints the first password, once.
    Staff {
        /// Name to sign in with.
        #[arg(long)]
        login: String,
        /// Name for colleagues.
        #[arg(long)]
        name: String,
        /// officer, head, call-centre, manager or auditor.
        #[arg(long)]
        role: String,
        /// Code of the unit.
        #[arg(long)]
        unit: String,
        /// Where sign-in codes go.
        #[arg(long)]
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Proves that no entry was changed, removed or put in between.
    Verify(Report),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Makes new keys now, as happens by itself every 90 days; other processes follow in five minutes.
    Rotate {
        /// The old keys may be in other hands: nothing they signed is good any more.
        #[arg(long)]
        stolen: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Says what is wrong with the configuration.
    Check,
    /// Prints the settings in force, secrets hidden.
    Print,
    /// Prints a commented file of all keys with their defaults.
    Example,
}

/// Words that say something.
fn reason(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("say why: the contact of the client reads it"),
        words => Ok(words.to_owned()),
    }
}

/// A field and the name of its column.
fn column(text: &str) -> Result<(Column, String), &'static str> {
    let (field, name) = text.split_once('=').ok_or("write FIELD=NAME")?;
    let field = Column::parse(field.trim());
    let field = field.ok_or("fields are phone, number, name, birth and sex")?;
    Ok((field, name.trim().to_owned()))
}

fn encoding(text: &str) -> Result<Encoding, &'static str> {
    Encoding::parse(text).ok_or("utf-8, windows-1258 or tcvn3")
}
