//! What can be configured.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::secret::Secret;
use super::section::Section;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Which rules a new password meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PasswordRules {
    Nist,
    #[serde(rename = "app-1")]
    App1,
}

/// Whether a counter films turns of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CounterChallenge {
    Off,
    Offered,
    Asked,
}

/// How the connection with the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MailSecurity {
    Tls,
    StartTls,
    None,
}

/// How the SMS gateway wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SmsStyle {
    Kannel,
    Form,
    Query,
}

const fn local(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

section! {
    /// The listeners.
    Server {
        /// Address and port of the public service. Put a proxy with TLS before it.
        listen: SocketAddr = local(8480),
        /// Address and port for health, readiness and metrics. Never open it to the public.
        management_listen: SocketAddr = local(8490),
        /// Where people reach the service, such as <https://dinhdanh.example>. Required by `serve`:
        /// links, cookies and the check of a request's origin depend on it.
        public_url: String = String::new(),
        /// Addresses of the proxies whose X-Forwarded-For is believed. All others are not.
        trusted_proxies: Vec<IpAddr> = Vec::new(),
        /// Threads that serve requests; 0 is one per processor.
        threads: usize = 0,
        /// How long open requests may take to finish when the service is stopped.
        drain: SignedDuration = SignedDuration::from_secs(20),
    }
}

section! {
    /// Certificates of services that call us (RFC 8705; docs/relying-parties.md).
    Mtls {
        /// Address and port of a listener with TLS for these services alone; empty for none.
        listen: String = String::new(),
        /// Where they reach it, or a proxy that makes the handshake, such as <https://mtls.dinhdanh.example>.
        /// Without it no certificates are taken.
        public_url: String = String::new(),
        /// PEM file of the listener's own certificate and those between it and its authority.
        certificate_file: PathBuf = PathBuf::new(),
        /// PEM file of its key.
        key_file: PathBuf = PathBuf::new(),
        /// PEM file of the authorities that may vouch for services (`tls_client_auth`); without it services
        /// register keys instead.
        ca_file: PathBuf = PathBuf::new(),
        /// Whether the header Client-Cert (RFC 9440) of the trusted proxies is believed. They must take it away
        /// from all who send it themselves, or anybody may pass for any service.
        client_cert_header: bool = false,
    }
}

section! {
    /// The database and its master key.
    Database {
        /// `sqlite:FILE` for the embedded database, or `postgres://USER:PASSWORD@HOST/NAME`.
        url: Secret = Secret::new("sqlite:data/dinhdanh.sqlite"),
        /// File that holds the URL instead.
        url_file: PathBuf = PathBuf::new(),
        /// Most connections to PostgreSQL that one process opens.
        connections: u32 = 16,
        /// File with the 32 bytes that wrap all other keys; made at the first start. Without it the
        /// database cannot be read: keep a copy away from the database's backups.
        master_key_file: PathBuf = PathBuf::from("data/master.key"),
    }
}

section! {
    /// Rules of this installation.
    Service {
        /// Name of the app in texts.
        app_name: String = "Định Danh".to_owned(),
        /// Number of the call centre, for texts.
        call_centre: String = "1900 0368".to_owned(),
        /// Rules for new passwords: `nist` (length and blocklist) or `app-1` (8 to 20 characters of four kinds).
        password_rules: PasswordRules = PasswordRules::Nist,
        /// Fewest characters under `nist`.
        password_min: usize = 12,
        /// One active device an account.
        one_device: bool = true,
        /// How long a session lives without use.
        session_idle: SignedDuration = SignedDuration::from_mins(20),
        /// How long a session lives at most.
        session_life: SignedDuration = SignedDuration::from_hours(12),
        /// Own target for deciding a request to integrate a document.
        integration_target: SignedDuration = SignedDuration::from_hours(48),
    }
}

section! {
    /// Locking.
    Lock {
        /// Hours that a lock lasts when its holder gave one factor only and did not confirm it, 1 to 168.
        short_hours: u32 = 24,
    }
}

section! {
    /// The counter.
    Counter {
        /// How many of a thousand approvals of level 2 another officer of the unit looks at again, without being
        /// told what the first one saw; drawn at random. 0 for none.
        recheck_per_mille: u16 = 50,
    }
}

section! {
    /// Faces and fingerprints compared by machine (docs/biometrics.md).
    Biometrics {
        /// Folder with the networks that `cargo xtask models` fetched; empty for none: officers then compare alone.
        models: PathBuf = PathBuf::new(),
        /// From which likeness on the portrait of a proofing is taken for one of another account, 0.45 to 0.95; another
        /// officer then settles whether it is one person. To be raised as accounts grow (docs/biometrics.md).
        alike_from: f64 = 0.55,
        /// Whether fingerprints are examined when they are taken and compared with those on record. Needs no files.
        fingerprints: bool = false,
        /// Whether officers film turns of the head with the portrait of a proofing, where `models` are at hand:
        /// `off`, `offered`, or `asked` (a portrait without them needs a second officer's look).
        counter_challenge: CounterChallenge = CounterChallenge::Offered,
    }
}

section! {
    /// Telecoms' files of subscribers that come by the API (docs/subscribers.md).
    Cleaning {
        /// Folder in which they lie while they are judged and fetched; several servers on one database share it.
        folder: PathBuf = PathBuf::from("data/cleaning"),
        /// Largest file, in MiB, 1 to 1048576.
        most_mib: u32 = 16384,
        /// Rows of each verdict that an officer looks at before a batch is released, 1 to 1000.
        sample: u16 = 50,
        /// Days after which a batch's files are deleted, 1 to 365.
        keep_days: u16 = 30,
    }
}

section! {
    /// E-mail. Without a host, messages wait.
    Mail {
        /// Name or address of the SMTP server.
        host: String = String::new(),
        /// Its port.
        port: u16 = 587,
        /// `starttls`, `tls` (from the first byte, port 465), or `none` (a server on this machine only).
        security: MailSecurity = MailSecurity::StartTls,
        /// User, where the server asks for one.
        username: String = String::new(),
        /// Password.
        password: Secret = Secret::default(),
        /// File that holds the password instead.
        password_file: PathBuf = PathBuf::new(),
        /// Sender.
        from: String = "Định Danh <no-reply@localhost.localdomain>".to_owned(),
        /// PEM file of certificates to trust besides the system's.
        ca_file: PathBuf = PathBuf::new(),
        /// Longest wait for an answer.
        timeout: SignedDuration = SignedDuration::from_secs(20),
    }
}

section! {
    /// Text messages by an HTTP gateway. Without a URL, messages wait.
    Sms {
        /// Address of the gateway, such as <http://127.0.0.1:13013/cgi-bin/sendsms>.
        url: String = String::new(),
        /// `kannel` (POST, X-Kannel headers), `form` (POST) or `query` (GET; numbers then stand in access logs).
        style: SmsStyle = SmsStyle::Kannel,
        /// User.
        username: String = String::new(),
        /// Password.
        password: Secret = Secret::default(),
        /// File that holds the password instead.
        password_file: PathBuf = PathBuf::new(),
        /// Sender shown to the recipient; empty for the gateway's own.
        from: String = String::new(),
        /// Longest wait for an answer.
        timeout: SignedDuration = SignedDuration::from_secs(20),
    }
}

section! {
    /// Services that sign people in here and are told when a session ends.
    Services {
        /// Whether their addresses may lead to this very machine, by http too. For trials only: whoever
        /// registers a service then has the platform call what listens here.
        danger_loopback: bool = false,
    }
}

section! {
    /// A PKCS#11 module for the keys that sign tokens for services.
    Pkcs11 {
        /// Its library; empty keeps the keys sealed in the database.
        module: PathBuf = PathBuf::new(),
        /// Label of its token.
        token: String = String::new(),
        /// PIN of the token's user.
        pin: Secret = Secret::default(),
        /// File that holds the PIN instead.
        pin_file: PathBuf = PathBuf::new(),
    }
}

section! {
    /// Events that registers tell by signed messages (docs/registers.md).
    RegisterEvents {
        /// Most events of one message that are carried out at once; more wait for two officers.
        at_once: usize = 100,
        /// Secrets of the population register, such as `whsec_…`; several while one replaces another.
        population_secrets: Vec<Secret> = Vec::new(),
        /// File that holds them instead, one a line.
        population_secrets_file: PathBuf = PathBuf::new(),
        /// Secrets of the citizen-id card register.
        cards_secrets: Vec<Secret> = Vec::new(),
        /// File that holds them instead, one a line.
        cards_secrets_file: PathBuf = PathBuf::new(),
        /// Secrets of the immigration register.
        foreigners_secrets: Vec<Secret> = Vec::new(),
        /// File that holds them instead, one a line.
        foreigners_secrets_file: PathBuf = PathBuf::new(),
        /// Secrets of the business register.
        business_secrets: Vec<Secret> = Vec::new(),
        /// File that holds them instead, one a line.
        business_secrets_file: PathBuf = PathBuf::new(),
    }
}

section! {
    /// The log, on standard error.
    Log {
        /// `text` or `json`.
        format: LogFormat = LogFormat::Text,
        /// Levels, such as `info` or `info,store=debug`.
        filter: String = "info".to_owned(),
    }
}

section! {
    /// Another body whose registers are asked.
    RemoteRegister {
        /// Its address, such as <https://csdl.example:8482>.
        url: String = String::new(),
        /// Its registers: population, cards, licences, health, passports, business.
        registers: Vec<String> = Vec::new(),
        /// Its public keys, as it prints them; several while one replaces another.
        keys: Vec<String> = Vec::new(),
        /// PEM file of our certificate and those between it and its authority.
        certificate_file: PathBuf = PathBuf::new(),
        /// PEM file of its key.
        key_file: PathBuf = PathBuf::new(),
        /// PEM file of the authorities that may vouch for the body; no others may.
        ca_file: PathBuf = PathBuf::new(),
        /// Longest wait for a connection.
        connect_timeout: SignedDuration = SignedDuration::from_secs(2),
        /// Longest wait from a question to the end of its answer.
        timeout: SignedDuration = SignedDuration::from_secs(5),
        /// How often a question is put where no answer comes, 1 to 5.
        attempts: u32 = 2,
        /// Between two of these; up to as much again is added by chance.
        pause: SignedDuration = SignedDuration::from_millis(200),
        /// Failures in a row after which nobody asks for a while.
        failures: u32 = 5,
        /// That while.
        rest: SignedDuration = SignedDuration::from_secs(30),
        /// Questions a minute.
        per_minute: u32 = 600,
        /// How long somebody over that waits before he is told that the body is busy.
        patience: SignedDuration = SignedDuration::from_millis(500),
        /// How long a record is told again without a question; nothing for never. Pictures never are.
        found_for: SignedDuration = SignedDuration::ZERO,
        /// The same of "no such record".
        none_for: SignedDuration = SignedDuration::ZERO,
    }
}

section! {
    /// Another body that asks our registers.
    AskingBody {
        /// SHA-256 of its certificates, hexadecimal.
        certificates: Vec<String> = Vec::new(),
        /// Its public keys, as it prints them.
        keys: Vec<String> = Vec::new(),
        /// What it may ask.
        registers: Vec<String> = Vec::new(),
        /// Questions a minute.
        per_minute: u32 = 600,
    }
}

section! {
    /// Registers of other bodies, and other bodies that ask ours (docs/register-exchange.md).
    Registers {
        /// What other bodies call this one.
        name: String = String::new(),
        /// Key that our questions and answers are signed with; `dinhdanh registers exchange key` makes it.
        signing_key_file: PathBuf = PathBuf::from("data/exchange.key"),
        /// Bodies that we ask, each in a section of its own such as `[registers.remote.csdl-dan-cu]`.
        remote: BTreeMap<String, RemoteRegister> = BTreeMap::new(),
        /// Address and port where other bodies ask us; empty for none.
        listen: String = String::new(),
        /// PEM file of the listener's certificate and those between it and its authority.
        certificate_file: PathBuf = PathBuf::new(),
        /// PEM file of its key.
        key_file: PathBuf = PathBuf::new(),
        /// PEM file of the authorities that may vouch for bodies that ask.
        ca_file: PathBuf = PathBuf::new(),
        /// Bodies that may ask, each in a section of its own such as `[registers.askers.bao-hiem]`.
        askers: BTreeMap<String, AskingBody> = BTreeMap::new(),
    }
}

macro_rules! settings {
    ($($key:ident: $type:ident,)+) => {
        /// The whole configuration.
        #[derive(Debug, Clone, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct Settings {
            $(pub(crate) $key: $type,)+
        }

        /// All sections, in the order of the example file.
        pub(crate) const SECTIONS: &[Section] = &[
            $(Section { name: stringify!($key), about: $type::ABOUT, keys: $type::KEYS },)+
        ];
    };
}

settings! {
    server: Server,
    mtls: Mtls,
    database: Database,
    service: Service,
    lock: Lock,
    counter: Counter,
    biometrics: Biometrics,
    cleaning: Cleaning,
    mail: Mail,
    sms: Sms,
    services: Services,
    pkcs11: Pkcs11,
    register_events: RegisterEvents,
    registers: Registers,
    log: Log,
}
