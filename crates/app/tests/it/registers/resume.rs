//! An import that was killed goes on where it stopped, to the same end.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use app::registers::{Import, Progress, Report, import};
use domain::registers::Register;

use super::{POPULATION, person_line};
use crate::kit::{Kit, both};

both!(killed_and_resumed, a_changed_file_begins_anew);

async fn stopped_after(kit: &Kit, file: &Path, batches: usize) -> Report {
    let mut seen: Vec<Progress> = Vec::new();
    let mut stop = |now| {
        seen.push(now);
        if seen.len() == batches {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let command = Import {
        register: Register::Population,
        file,
        batch_lines: 10,
        progress: &mut stop,
    };
    let report = import(&kit.app, &kit.operator(), command).await.unwrap();
    assert!(
        seen.windows(2)
            .all(|pair| pair[0].bytes < pair[1].bytes && pair[1].bytes <= pair[1].of)
    );
    report
}

/// A hundred people, every seventh line bad.
fn text() -> String {
    let line = |n: usize| {
        if n.is_multiple_of(7) {
            format!("bad line {n}\n")
        } else {
            person_line(n)
        }
    };
    POPULATION.to_owned() + &(0..100).map(line).collect::<String>()
}

async fn killed_and_resumed(kit: Kit) {
    let file = kit.folder.write("file.csv", text());
    let whole = kit.import(Register::Population, &file).await.unwrap();
    let rejected = kit.rejected();
    assert_eq!(
        (whole.accepted, whole.rejected, rejected.lines().count()),
        (85, 15, 16)
    );

    // Another file of the same lines: its import knows nothing of the first one.
    let file = kit.folder.write("file.csv", text() + "\n");
    let stopped = stopped_after(&kit, &file, 3).await;
    assert_eq!(
        (stopped.finished, stopped.accepted, stopped.rejected),
        (false, 25, 5)
    );
    // What a killed process wrote after its last transaction.
    let beside = kit.folder.path().join("file.rejected.csv");
    std::fs::OpenOptions::new()
        .append(true)
        .open(&beside)
        .unwrap()
        .write_all(b"99,,half a li")
        .unwrap();
    let again = stopped_after(&kit, &file, 2).await;
    assert_eq!(
        (again.finished, again.resumed_after, again.accepted),
        (false, Some(31), 42)
    );
    let done = kit.import(Register::Population, &file).await.unwrap();
    assert_eq!((done.finished, done.resumed_after), (true, Some(51)));
    assert_eq!(
        (done.accepted, done.rejected, done.held),
        (whole.accepted, whole.rejected, whole.held)
    );
    assert_eq!(kit.rejected(), rejected);
    for n in 0..100 {
        let there = kit.person(&format!("0741900{n:05}")).await.is_some();
        assert_eq!(there, n % 7 != 0, "{n}");
    }
}

async fn a_changed_file_begins_anew(kit: Kit) {
    let file = kit.folder.write("file.csv", text());
    stopped_after(&kit, &file, 2).await;
    let file = kit
        .folder
        .write("file.csv", text().replace("12 Lê Lợi", "13 Lê Lợi"));
    let report = kit.import(Register::Population, &file).await.unwrap();
    assert_eq!(
        (report.resumed_after, report.accepted, report.unchanged),
        (None, 85, 0)
    );
    assert_eq!(
        kit.person("074190000001").await.unwrap().address,
        "13 Lê Lợi"
    );
}
