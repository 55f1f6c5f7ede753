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
    let stopped = stopped_after(&kit, &file, 3).await;
    assert_eq!(
        (stopped.finished, stopped.accepted, stopped.rejected),
        (false, 25, 5)
    );
    assert!(
        kit.person("074190000029").await.is_some() && kit.person("074190000030").await.is_none()
    );
    // What a killed process wrote after its last transaction.
    let beside = kit.folder.path().join("file.rejected.csv");
    let mut left_over = std::fs::OpenOptions::new()
        .append(true)
        .open(&beside)
        .unwrap();
    left_over.write_all(b"99,,half a li").unwrap();
    let again = stopped_after(&kit, &file, 2).await;
    assert_eq!(
        (again.finished, again.resumed_after, again.accepted),
        (false, Some(31), 42)
    );
    let done = kit.import(Register::Population, &file).await.unwrap();
    assert_eq!((done.finished, done.resumed_after), (true, Some(51)));
    assert_eq!(
        (done.accepted, done.unchanged, done.rejected, done.held),
        (85, 0, 15, 85)
    );
    for n in 0..100 {
        let there = kit.person(&format!("0741900{n:05}")).await.is_some();
        assert_eq!(there, n % 7 != 0, "{n}");
    }

    // The same file in one go says the same.
    let rejected = kit.rejected();
    let whole = kit.import(Register::Population, &file).await.unwrap();
    assert_eq!(
        (whole.resumed_after, whole.accepted, whole.unchanged),
        (None, 85, 85)
    );
    assert_eq!((whole.rejected, whole.held), (done.rejected, done.held));
    assert_eq!((kit.rejected(), rejected.lines().count()), (rejected, 16));
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
