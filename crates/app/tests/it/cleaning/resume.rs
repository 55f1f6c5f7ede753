use std::io::Write;

use app::cleaning::Report;

use super::{How, Kit, PEOPLE, USUAL};
use crate::kit::both;

both!(
    a_killed_run_goes_on_to_the_same_bytes,
    a_changed_file_is_not_gone_on_with,
    another_register_begins_anew,
);

/// Rows of every verdict, some with line ends in them, some with a telephone number of long before.
fn text() -> String {
    let mut text = "phone,name,cccd,dob,note\n".to_owned();
    for n in 0..900 {
        let (number, name) = match n % 5 {
            0 => ("079190001234", "Nguyễn Thị Thúy Ánh"),
            1 => ("079190001234", "NGUYEN THI THUY ANH"),
            2 => ("001085000077", "Nguyễn Thị Thúy Ánh"),
            3 => ("074050999011", "Lê Văn Tám"),
            _ => ("12", "Ai Đó"),
        };
        let phone = if n % 7 == 6 { n - 6 } else { n };
        let note = if n % 11 == 0 {
            "\"a, \"\"b\"\"\nc\""
        } else {
            "x"
        };
        text += &format!("0912{phone:06},{name},{number},1990-02-03,{note}\n");
    }
    text
}

const SMALL: How<'_> = How {
    block: 700,
    checkpoint: 3_000,
    ..USUAL
};

/// What a killed process wrote behind its last checkpoint.
fn litter(kit: &Kit) {
    for name in ["cleaned.csv.part", "rejects.csv.part"] {
        let path = kit.results().join(name);
        let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(b"0912999999,half a ro").unwrap();
    }
}

/// Bytes of the results, and what they count.
fn kept(kit: &Kit, report: &Report) -> (String, String, app::cleaning::Counts) {
    let kept = (
        kit.result("cleaned.csv"),
        kit.result("rejects.csv"),
        report.counts.clone(),
    );
    std::fs::remove_dir_all(kit.results()).unwrap();
    kept
}

// law: R50-2
async fn a_killed_run_goes_on_to_the_same_bytes(kit: Kit) {
    kit.people(PEOPLE).await;
    let text = text();
    let whole = kit.cleaned(&text, &USUAL).await.unwrap();
    assert_eq!(whole.counts.rows, 900);
    assert_eq!(
        whole.counts.verdicts.len(),
        5,
        "{:?}",
        whole.counts.verdicts
    );
    let want = kept(&kit, &whole);
    for block in [1, 97, 5_000] {
        let how = How { block, ..SMALL };
        let report = kit.cleaned(&text, &how).await.unwrap();
        assert!(kept(&kit, &report) == want, "blocks of {block}");
    }
    for kills in [&[1_usize][..], &[9], &[20, 35, 50], &[50, 5, 60, 60]] {
        let mut gone_on = None;
        for blocks in kills {
            let how = How {
                blocks: *blocks,
                ..SMALL
            };
            let stopped = kit.cleaned(&text, &how).await.unwrap();
            assert!(!stopped.finished, "{kills:?}");
            assert!(stopped.resumed_at >= gone_on, "{kills:?}");
            assert!(!kit.results().join("cleaned.csv").exists());
            gone_on = stopped.resumed_at.or(gone_on);
            litter(&kit);
        }
        let last = kit.cleaned(&text, &SMALL).await.unwrap();
        assert!(last.finished);
        assert_eq!(last.resumed_at.is_some(), kills[0] > 5, "{kills:?}");
        assert!(kept(&kit, &last) == want, "{kills:?}");
    }
}

async fn a_changed_file_is_not_gone_on_with(kit: Kit) {
    kit.people(PEOPLE).await;
    let text = text();
    let how = How {
        blocks: 20,
        ..SMALL
    };
    assert!(!kit.cleaned(&text, &how).await.unwrap().finished);
    // Another length: another file, from its beginning.
    let longer = format!("{text}0913000000,An,,,\n");
    let report = kit.cleaned(&longer, &SMALL).await.unwrap();
    assert_eq!((report.resumed_at, report.counts.rows), (None, 901));
}

async fn another_register_begins_anew(kit: Kit) {
    kit.people(PEOPLE).await;
    let text = text();
    let how = How {
        blocks: 20,
        ..SMALL
    };
    assert!(!kit.cleaned(&text, &how).await.unwrap().finished);
    let died = PEOPLE.replace("Bí mật 1,living,,,", "Bí mật 1,dead,2024-01-01,,");
    kit.people(&died).await;
    let report = kit.cleaned(&text, &SMALL).await.unwrap();
    assert_eq!((report.resumed_at, report.counts.of("exact")), (None, 0));
}
