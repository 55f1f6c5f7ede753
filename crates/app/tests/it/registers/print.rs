//! Fingerprints named by register files.

use domain::finger::Finger::{LeftIndex, LeftThumb, RightIndex};
use domain::person::PersonNumber;
use domain::registers::{PortraitSource, Register};
use store::registers::print;

use super::complaints;
use crate::kit::{Kit, both};
use crate::registration::world::png;

both!(prints);

const WSQ: &[u8] = include_bytes!("../../data/drawn-right-index.wsq");

const CARDS: &str = "number,form,issued_on,expires_on,status,changed_on,portrait,fingers\n";

fn number(n: usize) -> String {
    format!("0741900{n:05}")
}

// law: D59-14.2.a2
async fn prints(kit: Kit) {
    let good = png(300, 400, |x, y| u8::from((x + y) % 9 < 4) * 200);
    kit.folder.write("in/prints/good.png", &good);
    kit.folder.write("in/prints/good.wsq", WSQ);
    kit.folder.write("in/prints/text.wsq", "no image");
    kit.folder
        .write("in/prints/wide.png", png(1001, 300, |_, _| 90));
    kit.folder.write("secret.png", &good);
    let table = [
        (
            "right-index:prints/good.wsq;left-index:prints/good.png",
            None,
        ),
        ("", None),
        (
            "right-index:prints/none.png;left-index:prints/good.png",
            Some("print-missing"),
        ),
        ("right-index:../secret.png", Some("print-path")),
        ("right-index:prints/text.wsq", Some("print-format")),
        ("right-index:prints/wide.png", Some("print-too-large")),
        ("right-toe:prints/good.png", Some("finger-form")),
    ];
    let lines = table
        .iter()
        .enumerate()
        .map(|(n, (fingers, _))| format!("{},chip,2021-05-06,,valid,,,{fingers}\n", number(n)));
    let file = kit.folder.write(
        "in/cards.csv",
        CARDS.to_owned() + &lines.collect::<String>(),
    );
    let report = kit.import(Register::Cards, &file).await.unwrap();
    assert_eq!(
        (
            report.accepted,
            report.rejected,
            report.warnings,
            report.portraits,
            report.prints
        ),
        (6, 1, 4, 0, 3)
    );
    let told: Vec<_> = complaints(&report)
        .into_iter()
        .map(|(_, column, code)| (column, code))
        .collect();
    let want = table
        .iter()
        .filter_map(|(_, code)| code.map(|code| ("fingers", code)));
    assert_eq!(told, want.collect::<Vec<_>>());

    let kept = |n| {
        let kit = &kit;
        async move {
            let mut source = kit.app.db.read().await.unwrap();
            let key = number(n);
            print::find(&mut source, &key, PortraitSource::Card)
                .await
                .unwrap()
        }
    };
    let both = [(LeftIndex, good.clone()), (RightIndex, WSQ.to_vec())];
    assert_eq!(kept(0).await, both);
    assert_eq!(kept(1).await, []);
    assert_eq!(kept(2).await, [(LeftIndex, good.clone())]);
    // The register tells them of whom it is asked about.
    let known = PersonNumber::parse(&number(0)).unwrap();
    let registers = testkit::adapters::registers::Embedded::new(kit.app.db.clone());
    let told = app::ports::Registers::prints(&registers, &known).await;
    assert_eq!(told.unwrap(), both);
    // A file without the column leaves them in place, and so does one without the person.
    let without = "number,form,issued_on,expires_on,status,changed_on,portrait\n";
    let line = format!("{},chip,2021-05-06,,valid,,\n", number(0));
    let file = kit
        .folder
        .write("in/without.csv", without.to_owned() + &line);
    kit.import(Register::Cards, &file).await.unwrap();
    assert_eq!(kept(0).await, both);
    // One that names a finger replaces that one, and withdraws those that it does not name. What it names and cannot
    // bring stays; of two lines about one person the last counts.
    let lines = [
        (2, "right-index:prints/good.wsq"),
        (2, "left-index:prints/good.wsq"),
        (0, "right-index:prints/none.png;left-thumb:prints/good.png"),
    ];
    let lines =
        lines.map(|(n, fingers)| format!("{},chip,2021-05-06,,valid,,,{fingers}\n", number(n)));
    let file = kit
        .folder
        .write("in/again.csv", CARDS.to_owned() + &lines.concat());
    kit.import(Register::Cards, &file).await.unwrap();
    assert_eq!(
        kept(0).await,
        [(LeftThumb, good.clone()), (RightIndex, WSQ.to_vec())]
    );
    assert_eq!(kept(2).await, [(LeftIndex, WSQ.to_vec())]);
    let line = format!("{},chip,2021-05-06,,valid,,,\n", number(0));
    let file = kit.folder.write("in/none.csv", CARDS.to_owned() + &line);
    kit.import(Register::Cards, &file).await.unwrap();
    assert_eq!(kept(0).await, []);
}
