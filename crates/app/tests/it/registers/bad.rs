//! Lines and files that are refused.

use domain::actor::{Actor, Purpose};
use domain::registers::Register;

use super::{POPULATION, complaints, person_line, refusal};
use crate::kit::{Kit, both};

both!(bad_lines, long_lines, files_without_a_header, who_may);

async fn bad_lines(kit: Kit) {
    let mut bytes = format!("{POPULATION}{}", person_line(1)).into_bytes();
    bytes.extend(b"07419000000x,,An,1990,male,074,,living,,,\n");
    bytes.extend(b"074090000003,,An,1990,male,074,\xff,living,,,\n");
    bytes.extend(b"074090000004,,An,1990,male,074,a\0b,living,,,\n");
    bytes.extend(b"074090000005,,An,1990,male,074,\"open,living,,,\n");
    bytes.extend(b"074090000006,,An,1990,male,074\n");
    bytes.extend(
        "074090000007,,An,31/12/1990,male,074,\"ngõ 3, \"\"hẻm\"\"\",living,,,\n".as_bytes(),
    );
    bytes.extend(person_line(8).as_bytes());
    let report = kit.load(Register::Population, bytes).await.unwrap();
    assert_eq!(
        (
            report.finished,
            report.accepted,
            report.rejected,
            report.held
        ),
        (true, 2, 6, 2)
    );
    assert_eq!(
        complaints(&report),
        [
            (3, "number", "number"),
            (4, "", "not-utf8"),
            (5, "", "nul"),
            (6, "", "quote"),
            (7, "", "field-count"),
            (8, "birth_date", "birth-date"),
        ]
    );
    let text = kit.rejected();
    assert_eq!(
        report.rejected_file,
        Some(kit.folder.path().join("file.rejected.csv"))
    );
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[0], "line,column,reason,raw");
    assert_eq!(
        lines[1],
        "3,number,not a number of 12 digits,\"07419000000x,,An,1990,male,074,,living,,,\""
    );
    assert!(lines[3].contains("a\u{2400}b"), "{}", lines[3]);
    assert!(
        lines[6].ends_with("\"\"ngõ 3, \"\"\"\"hẻm\"\"\"\"\"\",living,,,\""),
        "{}",
        lines[6]
    );
    assert!(kit.person("074190000008").await.is_some());
}

async fn long_lines(kit: Kit) {
    let long = "x".repeat(10 << 20);
    let text = format!("{POPULATION}{}{long}\n{}", person_line(1), person_line(2));
    let report = kit.load(Register::Population, text).await.unwrap();
    assert_eq!(
        (report.accepted, complaints(&report)),
        (2, vec![(3, "", "line-too-long")])
    );
    assert!(kit.rejected().len() < 2000);
    assert!(kit.person("074190000002").await.is_some());
}

async fn files_without_a_header(kit: Kit) {
    let line = person_line(1);
    for (text, want) in [
        (String::new(), ("file-empty", "")),
        (line.clone(), ("header-none", "")),
        (
            format!("{}{line}", POPULATION.replace(',', ";")),
            ("header-delimiter", ";"),
        ),
        (
            format!("{}{line}", POPULATION.replace("address,", "")),
            ("header-missing", "address"),
        ),
        (
            format!("{}{line}", POPULATION.replace("address", "name")),
            ("header-twice", "name"),
        ),
        (
            format!(
                "{}{line}",
                POPULATION.replace("portrait", "portrait,colour")
            ),
            ("header-unknown", "colour"),
        ),
        ("x".repeat(10 << 20), ("header-none", "")),
        ("number,\0".to_owned(), ("header-not-text", "")),
    ] {
        let (code, subject) = refusal(kit.load(Register::Population, text).await);
        assert_eq!((code, subject.as_str()), want);
    }
    let missing = kit.folder.path().join("no-such-file.csv");
    assert_eq!(
        refusal(kit.import(Register::Population, &missing).await).0,
        "file-unreadable"
    );
    assert_eq!(
        refusal(kit.import(Register::Population, kit.folder.path()).await).0,
        "file-unreadable"
    );
    assert!(kit.person("074190000001").await.is_none());
    let header_only = kit.load(Register::Population, POPULATION).await.unwrap();
    assert_eq!(
        (header_only.finished, header_only.accepted, header_only.held),
        (true, 0, 0)
    );
}

async fn who_may(kit: Kit) {
    let file = kit.folder.write("file.csv", POPULATION);
    let cx = kit.app.acting(Actor::Public, Purpose::Administration);
    let mut go_on = |_| std::ops::ControlFlow::Continue(());
    let command = app::registers::Import {
        register: Register::Population,
        file: &file,
        batch_lines: app::registers::BATCH_LINES,
        progress: &mut go_on,
    };
    let refused = app::registers::import(&kit.app, &cx, command).await;
    assert!(matches!(refused, Err(app::Error::Forbidden)));
}
