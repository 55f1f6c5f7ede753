use std::path::PathBuf;

use super::sections::Registers;
use super::*;

struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("dinhdanh-config-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

fn refused(sources: &Sources) -> String {
    load(sources).unwrap_err().to_string()
}

#[test]
fn a_flag_wins_over_the_environment_over_the_file_over_the_default() {
    let file = File::new(
        "order",
        "[server]\nlisten = \"127.0.0.1:1\"\n[database]\nurl = \"sqlite:here\"\n[sms]\nusername = \"file\"\n[log]\nformat = \"json\"\n",
    );
    let mut sources = Sources {
        file: Some(file.0.clone()),
        ..Sources::default()
    };
    assert_eq!(
        load(&Sources::default()).unwrap().server.listen.port(),
        8480
    );
    assert_eq!(load(&sources).unwrap().server.listen.port(), 1);
    assert_eq!(load(&sources).unwrap().database.url.expose(), "sqlite:here");
    sources.env = pairs(&[
        ("DINHDANH_SERVER__LISTEN", "127.0.0.1:2"),
        ("PATH", "/bin"),
        ("DINHDANH_TEST_PG", "x"),
    ]);
    assert_eq!(load(&sources).unwrap().server.listen.port(), 2);
    sources.flags = pairs(&[("server.listen", "127.0.0.1:3")]);
    let settings = load(&sources).unwrap();
    assert_eq!(settings.server.listen.port(), 3);
    assert_eq!(
        (settings.sms.username.as_str(), settings.log.format),
        ("file", LogFormat::Json)
    );
}

#[test]
fn values_given_as_text_get_their_type() {
    let env = pairs(&[
        ("DINHDANH_MAIL__PORT", "25"),
        ("DINHDANH_MAIL__PASSWORD", "0123"),
        ("DINHDANH_SERVICE__ONE_DEVICE", "false"),
        ("DINHDANH_SERVICE__SESSION_IDLE", "PT5M"),
        (
            "DINHDANH_SERVER__TRUSTED_PROXIES",
            "[\"10.0.0.1\", \"::1\"]",
        ),
    ]);
    let settings = load(&Sources {
        env,
        ..Sources::default()
    })
    .unwrap();
    assert_eq!(
        (settings.mail.port, settings.mail.password.expose()),
        (25, "0123")
    );
    assert!(!settings.service.one_device);
    assert_eq!(
        settings.service.session_idle,
        jiff::SignedDuration::from_mins(5)
    );
    assert_eq!(settings.server.trusted_proxies.len(), 2);
}

#[test]
fn an_unknown_key_names_the_nearest() {
    let file = File::new("unknown", "[server]\nlisten_managment = \"127.0.0.1:1\"\n");
    let sources = Sources {
        file: Some(file.0.clone()),
        ..Sources::default()
    };
    let said = refused(&sources);
    assert!(
        said.ends_with(
            "there is no key server.listen_managment; did you mean server.management_listen?"
        ),
        "{said}"
    );
    for (env, meant) in [
        ("DINHDANH_SERVER_LISTEN", "DINHDANH_SERVER__LISTEN"),
        ("DINHDANH_MAIL__PASWORD", "DINHDANH_MAIL__PASSWORD"),
        ("DINHDANH_DATABSE__URL", "DINHDANH_DATABASE__URL"),
    ] {
        let said = refused(&Sources {
            env: pairs(&[(env, "x")]),
            ..Sources::default()
        });
        assert!(said.ends_with(&format!("did you mean {meant}?")), "{said}");
    }
    let flags = pairs(&[("sms.ulr", "x")]);
    assert!(
        refused(&Sources {
            flags,
            ..Sources::default()
        })
        .ends_with("did you mean sms.url?")
    );
    let file = File::new("section", "[sever]\nlisten = \"127.0.0.1:1\"\n");
    let said = refused(&Sources {
        file: Some(file.0.clone()),
        ..Sources::default()
    });
    assert!(said.ends_with("did you mean server.listen?"), "{said}");
}

#[test]
fn a_wrong_value_names_its_key_and_never_a_secret() {
    let file = File::new("wrong", "[mail]\npassword = 2468013579\n");
    let said = refused(&Sources {
        file: Some(file.0.clone()),
        ..Sources::default()
    });
    assert!(
        said.contains("mail.password") && !said.contains("2468013579"),
        "{said}"
    );
    let said = refused(&Sources {
        env: pairs(&[("DINHDANH_SERVER__LISTEN", "nowhere")]),
        ..Sources::default()
    });
    assert!(said.contains("server.listen"), "{said}");
    let said = refused(&Sources {
        file: Some(PathBuf::from("/nonexistent/x.toml")),
        ..Sources::default()
    });
    assert!(said.starts_with("/nonexistent/x.toml: "), "{said}");
}

#[test]
fn secrets_come_out_of_files_and_never_out_of_us() {
    let file = File::new("password", "top secret\n");
    let url = File::new("url", "postgres://u:hidden@h/d\n");
    let env = pairs(&[
        ("DINHDANH_SMS__PASSWORD_FILE", file.0.to_str().unwrap()),
        ("DINHDANH_DATABASE__URL_FILE", url.0.to_str().unwrap()),
    ]);
    let mut sources = Sources {
        env,
        ..Sources::default()
    };
    let settings = load(&sources).unwrap();
    assert_eq!(settings.sms.password.expose(), "top secret");
    assert_eq!(settings.database.url.expose(), "postgres://u:hidden@h/d");
    for shown in [format!("{settings:?}"), print(&settings)] {
        assert!(
            !shown.contains("top secret") && !shown.contains("hidden"),
            "{shown}"
        );
    }
    sources.flags = pairs(&[("sms.password", "another")]);
    assert!(refused(&sources).contains("both set"));
}

#[test]
fn the_example_file_is_what_the_structs_say() {
    let path = "../../config.example.toml";
    let held = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        held == example(),
        "run: cargo run -p server -- config example > config.example.toml"
    );
}

#[test]
fn the_example_says_the_defaults() {
    let uncommented: String = example()
        .lines()
        .filter(|line| !line.starts_with("# "))
        .map(|line| line.strip_prefix('#').unwrap_or(line).to_owned() + "\n")
        .collect();
    let file = File::new("example", &uncommented);
    let settings = load(&Sources {
        file: Some(file.0.clone()),
        ..Sources::default()
    })
    .unwrap();
    assert_eq!(print(&settings), print(&Settings::default()));
    assert_eq!(settings.database.url, Settings::default().database.url);
}

#[test]
fn faults_are_sentences_with_a_cure() {
    let mut settings = Settings::default();
    assert!(faults(&settings, false).is_empty());
    assert!(faults(&settings, true)[0].contains("https://dinhdanh.example"));
    for bad in [
        "dinhdanh.example",
        "http://dinhdanh.example",
        "https://",
        "https://a/",
        "https://a b",
        "https://u@h",
    ] {
        settings.server.public_url = bad.to_owned();
        assert_eq!(faults(&settings, true).len(), 1, "{bad}");
    }
    for good in [
        "https://dinhdanh.example",
        "https://a:8443",
        "http://127.0.0.1:8480",
        "http://localhost:1",
    ] {
        settings.server.public_url = good.to_owned();
        assert!(faults(&settings, true).is_empty(), "{good}");
    }
    settings.database.url = Secret::new("mysql://x");
    settings.service.session_idle = jiff::SignedDuration::ZERO;
    settings.server.management_listen = settings.server.listen;
    assert_eq!(faults(&settings, true).len(), 3);
}

#[test]
fn re_checks_are_a_share_of_a_thousand() {
    let mut settings = Settings::default();
    for (share, faulty) in [(0, false), (1000, false), (1001, true)] {
        settings.counter.recheck_per_mille = share;
        assert_eq!(!faults(&settings, false).is_empty(), faulty, "{share}");
    }
}

#[test]
fn a_sample_is_looked_at_and_files_have_an_end() {
    for (sample, days, mib, faulty) in [
        (1, 1, 1, 0),
        (1000, 365, 1 << 20, 0),
        (0, 0, 0, 3),
        (1001, 366, (1 << 20) + 1, 3),
    ] {
        let mut settings = Settings::default();
        settings.cleaning.sample = sample;
        settings.cleaning.keep_days = days;
        settings.cleaning.most_mib = mib;
        assert_eq!(faults(&settings, false).len(), faulty, "{sample} {days}");
    }
}

#[test]
fn likenesses_are_far_above_those_of_one_person_checked() {
    let mut settings = Settings::default();
    for (from, faulty) in [
        (0.45, false),
        (0.95, false),
        (0.43, true),
        (1.0, true),
        (f64::NAN, true),
    ] {
        settings.biometrics.alike_from = from;
        assert_eq!(!faults(&settings, false).is_empty(), faulty, "{from}");
    }
}

#[test]
fn turns_of_the_head_are_asked_for_where_an_engine_can_judge_them() {
    let mut settings = Settings::default();
    for (challenge, models, faulty) in [
        (CounterChallenge::Off, "", false),
        (CounterChallenge::Offered, "", false),
        (CounterChallenge::Asked, "", true),
        (CounterChallenge::Asked, "/models", false),
    ] {
        settings.biometrics.counter_challenge = challenge;
        settings.biometrics.models = models.into();
        assert_eq!(
            !faults(&settings, false).is_empty(),
            faulty,
            "{challenge:?}"
        );
    }
}

#[test]
fn certificates_are_taken_where_somebody_can_show_them() {
    let mut settings = Settings::default();
    let told = |settings: &Settings| faults(settings, false);
    settings.mtls.listen = "0.0.0.0".to_owned();
    assert_eq!(told(&settings).len(), 3);
    settings.mtls.listen = "0.0.0.0:8481".to_owned();
    settings.mtls.certificate_file = "own.pem".into();
    settings.mtls.key_file = "own.key".into();
    assert!(told(&settings)[0].contains("mtls.public_url is missing"));
    for bad in ["http://a", "https://", "https://a/b", "a"] {
        settings.mtls.public_url = bad.to_owned();
        assert!(told(&settings)[0].contains("bare origin"), "{bad}");
    }
    settings.mtls.public_url = "https://mtls.a:8481".to_owned();
    assert!(told(&settings).is_empty());
    settings.server.public_url = "https://mtls.a:8481".to_owned();
    assert!(told(&settings)[0].contains("must differ"));
    settings.server.public_url.clear();
    settings.mtls.listen.clear();
    assert!(told(&settings)[0].contains("nothing behind it"));
    assert!(told(&settings)[1].contains("which is not set"));
    settings.mtls.certificate_file = "".into();
    settings.mtls.key_file = "".into();
    settings.mtls.client_cert_header = true;
    assert!(told(&settings)[0].contains("server.trusted_proxies"));
    settings.server.trusted_proxies = vec!["10.0.0.1".parse().unwrap()];
    assert!(told(&settings).is_empty());
    settings.mtls = Settings::default().mtls;
    settings.mtls.ca_file = "ca.pem".into();
    assert!(told(&settings)[0].contains("serves nothing"));
}

#[test]
fn registers_have_several_secrets_and_none_is_short() {
    let good = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    let file = File::new("secrets", &format!("{good}\n\n{good}\n"));
    let path = file.0.to_str().unwrap();
    let mut sources = Sources {
        env: pairs(&[("DINHDANH_REGISTER_EVENTS__POPULATION_SECRETS_FILE", path)]),
        ..Sources::default()
    };
    let settings = load(&sources).unwrap();
    assert_eq!(settings.register_events.population_secrets.len(), 2);
    assert!(event_settings(&settings).is_ok());
    for shown in [format!("{settings:?}"), print(&settings)] {
        assert!(!shown.contains("AAECAwQF"), "{shown}");
    }
    let list = format!("[\"{good}\"]");
    sources.flags = pairs(&[("register_events.population_secrets", list.as_str())]);
    assert!(refused(&sources).contains("both set"));
    let mut settings = Settings::default();
    settings.register_events.cards_secrets = vec![Secret::new("whsec_AAAA")];
    assert!(faults(&settings, false)[0].contains("register_events.cards_secrets"));
    settings.register_events.cards_secrets = vec![Secret::new(good)];
    assert!(faults(&settings, false).is_empty());
    settings.register_events.at_once = 1001;
    assert!(faults(&settings, false)[0].contains("register_events.at_once"));
}

/// The point of P-256 that RFC 7515 A.3 signs with.
const KEY_OF_A_BODY: &str =
    "BH_Nzidw9sRdQYPL7m_bS3tYBzM1e-nvE7rPbjx70VRFx_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

/// Another: that of RFC 7517 A.1.
const KEY_OF_ANOTHER: &str =
    "BDCgQkzSHClEg4otdckrN-duog2fAIk6O07uijwKr-w-4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";

/// What is written in place of what, and what is then said.
const MISTAKES: [(&str, &str, &str); 16] = [
    ("name = \"a\"", "name = \"A 1\"", "registers.name"),
    ("\"https://b", "\"http://b", "registers.remote.b: url"),
    ("\"cards\"", "\"foreigners\"", "foreigners cannot be asked"),
    (
        "[\"cards\"]",
        "[]",
        "registers.remote.b: registers is empty",
    ),
    ("[\"cards\"]", "[\"cards\", \"cards\"]", "cards is already"),
    (KEY_OF_A_BODY, "abc", "keys: a key is a point"),
    ("abab", "xyz", "64 hexadecimal digits"),
    ("listen = \"127.0.0.1:0\"", "", "serve nothing without"),
    (
        "listen = \"127.0.0.1:0\"",
        "listen = \"here\"",
        "address and a port",
    ),
    ("remote.b]", "remote.b]\nattempts = 9", "attempts must lie"),
    (
        "remote.b]",
        "remote.b]\nfound_for = \"PT2H\"",
        "one hour at most",
    ),
    (
        "remote.b]",
        "remote.b]\nrest = \"PT0S\"",
        "longer than nothing",
    ),
    (
        "askers.c]",
        "askers.c]\nper_minute = 0",
        "per_minute must be",
    ),
    (
        KEY_OF_ANOTHER,
        KEY_OF_A_BODY,
        "askers.c: keys: one is already b's",
    ),
    ("remote.b]", "remote.a]", "remote.a: this is our own"),
    (
        "[registers.askers.c]",
        SECOND_ASKER,
        "askers.d: certificates: one is already c's",
    ),
];

/// Somebody else with the certificate of the first one.
const SECOND_ASKER: &str = "[registers.askers.d]\nregisters = [\"health\"]\nkeys = []\n\
     certificates = [\"ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB\"]\n[registers.askers.c]";

#[test]
fn other_bodies_are_named_whole_or_not_at_all() {
    let key = KEY_OF_A_BODY;
    let good = format!(
        "[registers]\nname = \"a\"\nlisten = \"127.0.0.1:0\"\ncertificate_file = \"c\"\nkey_file = \"k\"\nca_file = \"r\"\n\
         [registers.remote.b]\nurl = \"https://b.example\"\nregisters = [\"cards\"]\nkeys = [\"{key}\"]\n\
         certificate_file = \"c\"\nkey_file = \"k\"\nca_file = \"r\"\n\
         [registers.askers.c]\ncertificates = [\"{}\"]\nregisters = [\"health\"]\nkeys = [\"{KEY_OF_ANOTHER}\"]\n",
        "ab".repeat(32)
    );
    let settings_of = |text: &str, name: &str| {
        let file = File::new(name, text);
        load(&Sources {
            file: Some(file.0.clone()),
            ..Sources::default()
        })
    };
    let settings = settings_of(&good, "bodies").unwrap();
    assert_eq!(faults(&settings, false), Vec::<String>::new());
    // What is printed is read again.
    let printed = print(&settings).replace("\"(set)\"", "\"\"");
    let again = settings_of(&printed, "bodies-again").unwrap();
    assert_eq!(print(&again), printed);
    for (from, to, told) in MISTAKES {
        let settings = settings_of(&good.replacen(from, to, 1), "bodies-bad").unwrap();
        let faults = faults(&settings, false).join("\n");
        assert!(faults.contains(told), "{told}: {faults}");
    }
    let unknown = good.replace("remote.b]", "remote.b]\nurll = \"\"");
    let error = settings_of(&unknown, "bodies-unknown")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("registers.remote.b") && error.contains("urll"),
        "{error}"
    );
}

#[test]
fn a_register_of_another_body_is_offered_to_nobody() {
    let mut registers = Registers::default();
    let remote = RemoteRegister {
        registers: vec!["cards".to_owned()],
        ..RemoteRegister::default()
    };
    registers.remote.insert("body-b".to_owned(), remote);
    for (offered, wrong) in [("cards", true), ("population", false)] {
        let asker = AskingBody {
            registers: vec![offered.to_owned()],
            ..AskingBody::default()
        };
        registers.askers.insert("body-a".to_owned(), asker);
        let faults = exchange::faults(&registers);
        let words = "registers.askers.body-a: cards is another body's";
        let found = faults.iter().any(|fault| fault.starts_with(words));
        assert_eq!(found, wrong, "{faults:?}");
    }
}
