use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use crate::program::{Folder, run};

fn said(args: &[&str], folder: &Path) -> (i32, String) {
    let output = run(args, folder);
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

#[test]
fn an_empty_installation_is_told_what_to_do() {
    let folder = Folder::new("doctor");
    let (code, text) = said(&["doctor"], &folder.0);
    assert_eq!(code, 1);
    assert!(
        text.contains("server.public_url is missing") && text.contains("run: dinhdanh migrate"),
        "{text}"
    );
    assert_eq!(said(&["migrate"], &folder.0).0, 0);
    let (code, text) = said(&["doctor", "--output", "json"], &folder.0);
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, report["sound"].as_bool()), (1, Some(false)));
    assert!(
        text.contains("dinhdanh registers import units FILE.csv"),
        "{text}"
    );
    let (code, text) = said(&["serve"], &folder.0);
    assert_eq!(code, 1);
    assert!(text.contains("https://dinhdanh.example"), "{text}");
}

#[test]
fn a_backup_is_whole_private_and_opens_with_its_own_key_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("backup");
    let staff = [
        "bootstrap",
        "staff",
        "--login",
        "ana",
        "--name",
        "Ana",
        "--role",
        "head",
        "--unit",
        "CA074",
        "--email",
        "a@b.example",
    ];
    let (code, text) = said(&staff, &folder.0);
    assert_eq!(code, 0, "{text}");
    assert_eq!(said(&["backup", "copy.sqlite"], &folder.0).0, 0);
    let mode = std::fs::metadata(folder.0.join("copy.sqlite"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        said(&["backup", "copy.sqlite"], &folder.0)
            .1
            .contains("exists already")
    );
    assert!(
        said(&["restore", "copy.sqlite"], &folder.0)
            .1
            .contains("stop the service")
    );

    let data = folder.0.join("data");
    std::fs::rename(data.join("dinhdanh.sqlite"), folder.0.join("old.sqlite")).unwrap();
    folder.file("broken.sqlite", "this is no database");
    assert_eq!(said(&["restore", "broken.sqlite"], &folder.0).0, 1);
    let key = std::fs::read(data.join("master.key")).unwrap();
    std::fs::write(data.join("master.key"), [1; 32]).unwrap();
    assert!(
        said(&["restore", "copy.sqlite"], &folder.0)
            .1
            .contains("does not belong to this database")
    );
    std::fs::write(data.join("master.key"), key).unwrap();
    let (code, text) = said(&["restore", "copy.sqlite"], &folder.0);
    assert_eq!(code, 0, "{text}");
    assert!(
        said(&staff, &folder.0).1.contains("login-taken"),
        "the member of staff is back"
    );
    let (code, text) = said(&["audit", "verify"], &folder.0);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn wrong_words_are_named() {
    let folder = Folder::new("words");
    for (args, sentence) in [
        (
            &["registers", "import", "people", "x.csv"][..],
            "choose of units, holidays, population",
        ),
        (
            &["--set", "server.lisen=1", "migrate"],
            "did you mean server.listen?",
        ),
        (&["--set", "server", "migrate"], "section.key=value"),
        (&["--config", "none.toml", "migrate"], "none.toml: "),
        (
            &[
                "healthcheck",
                "--set",
                "server.management_listen=127.0.0.1:1",
            ],
            "does not answer",
        ),
    ] {
        let (code, text) = said(args, &folder.0);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains(sentence), "{text}");
    }
    assert_eq!(said(&["conjure"], &folder.0).0, 2);
}

// law: D59-10.1
#[test]
fn a_file_of_events_is_staged_and_nothing_released_is_taken_back() {
    let folder = Folder::new("events");
    let mut file = b"event_id,number,change,occurred_at\n".to_vec();
    file.extend(b"KT-1,074190001234,death,2024-03-01\nKT-\xe9,074190001234,death,2024-03-01\n");
    std::fs::write(folder.0.join("e.csv"), file).unwrap();
    let (code, text) = said(&["registers", "events", "population", "e.csv"], &folder.0);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("1 events staged, 1 lines refused"), "{text}");
    assert!(
        text.contains("line 3, column event_id: the line is not UTF-8"),
        "{text}"
    );
    let rejected = std::fs::read_to_string(folder.0.join("e.rejected.csv")).unwrap();
    assert!(
        rejected.starts_with("line,column,reason,raw\n3,event_id,"),
        "{rejected}"
    );
    let json = [
        "registers",
        "events",
        "population",
        "e.csv",
        "--output",
        "json",
    ];
    let (_, text) = said(&json, &folder.0);
    let report: Value = serde_json::from_str(&text).unwrap();
    let batch = report["batch"].as_str().unwrap();
    assert_eq!(
        report["rehearsal"]["leave"], 1,
        "a silent register says nothing against anybody"
    );
    for (args, sentence) in [
        (&["registers", "undo", batch][..], "batch-not-released"),
        (&["registers", "undo", "bat_1"], "32 hexadecimal digits"),
        (
            &["registers", "events", "units", "e.csv"],
            "choose of population, cards",
        ),
        (&["registers", "events", "cards", "none.csv"], "none.csv"),
        (
            &["registers", "events", "cards", "e.rejected.csv"],
            "header-none",
        ),
    ] {
        let (code, text) = said(args, &folder.0);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains(sentence), "{text}");
    }
}

#[test]
fn an_agent_says_what_it_lacks() {
    let folder = Folder::new("agent");
    let key = ["--key-file", "keys/agent.key"];
    let agent = |more: &[&str]| {
        let args = [&["counter-agent"], more, &key[..]].concat();
        said(&args, &folder.0)
    };
    let (code, text) = agent(&["--server", "http://dinhdanh.example"]);
    assert_eq!(code, 1);
    assert!(text.contains("begin it with https://"), "{text}");
    folder.file("card.json", "{}");
    let (code, text) = agent(&["--server", "https://localhost:1", "--simulate", "card.json"]);
    assert_eq!(code, 1);
    assert!(text.contains("no file of a card"), "{text}");
    let (code, text) = agent(&["--server", "https://localhost:1", "--prints", "nowhere"]);
    assert_eq!(code, 1);
    assert!(text.contains("nowhere: "), "{text}");
    let prints = folder.0.join("prints");
    std::fs::create_dir(&prints).unwrap();
    std::fs::set_permissions(&prints, Permissions::from_mode(0o755)).unwrap();
    let (code, text) = agent(&["--server", "https://localhost:1", "--prints", "prints"]);
    assert_eq!(code, 1);
    assert!(text.contains("everybody on this computer"), "{text}");
    std::fs::write(folder.0.join("keys/agent.key"), "x").unwrap();
    let (code, text) = agent(&["--server", "https://localhost:1"]);
    assert_eq!(code, 1);
    assert!(text.contains("holds no key"), "{text}");
    assert_eq!(said(&["counter-agent"], &folder.0).0, 2);
}

#[test]
fn nobody_is_taken_offline_without_a_pass() {
    let folder = Folder::new("take");
    let key = ["--key-file", "keys/agent.key"];
    let agent = |act: &[&str]| said(&[&["counter-agent"], act, &key[..]].concat(), &folder.0);
    let (code, text) = agent(&["packets"]);
    assert_eq!(code, 0);
    assert!(text.contains("waiting: 0"), "{text}");
    folder.file("card.json", "{}");
    let take = ["take", "--login", "qn.an"];
    let (code, text) = agent(&[&take[..], &["--simulate", "card.json"]].concat());
    assert_eq!(code, 1);
    assert!(text.contains("no file of a card"), "{text}");
    let (code, text) = agent(&[&take[..], &["--without-card"]].concat());
    assert_eq!(code, 1);
    assert!(text.contains("no pass is left"), "{text}");
    assert_eq!(agent(&["take"]).0, 2);
}

// law: R50-2
#[test]
fn subscribers_are_cleaned_from_the_shell() {
    let folder = Folder::new("subscribers");
    let population = "number,old_number,name,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait\n\
                      079190001234,,Nguyễn Thị Ánh,1990-02-03,female,079,,living,,,\n";
    folder.file("population.csv", population);
    let load = ["registers", "import", "population", "population.csv"];
    let rows = "tel\tname\tcccd\tdob\n0912000001\tNGUYEN THI ANH\t079190001234\t1990\n";
    folder.file("s.csv", rows);
    let clean = ["subscribers", "clean", "s.csv", "--columns", "phone=tel"];
    let (code, text) = said(&clean, &folder.0);
    assert!(code == 1 && text.contains("register-not-loaded"), "{text}");
    assert_eq!(said(&load, &folder.0).0, 0);
    let (code, text) = said(&clean, &folder.0);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("1 rows; results in s.cleaned"), "{text}");
    assert!(!text.contains("NGUYEN") && !text.contains("0912"), "{text}");
    let cleaned = std::fs::read_to_string(folder.0.join("s.cleaned/cleaned.csv")).unwrap();
    assert!(
        cleaned.ends_with("1990\tlikely\tmarks-missing year-only\n"),
        "{cleaned}"
    );
    let again = said(&clean, &folder.0);
    assert!(
        again.0 == 1 && again.1.contains("exists already"),
        "{}",
        again.1
    );
    let (code, text) = said(&[&clean[..], &["--correct", "address"]].concat(), &folder.0);
    assert!(
        code == 2 && text.contains("possible values: name, number"),
        "{text}"
    );
}
