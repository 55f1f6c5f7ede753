//! Portraits named by register files.

use domain::person::PersonNumber;
use domain::registers::{PortraitSource, Register};
use store::registers::portrait;

use super::{POPULATION, complaints, person_line};
use crate::kit::{Kit, both};

both!(portraits);

/// The beginning of a JPEG of this many pixels each way, and some more.
fn jpeg(pixels: u16, bytes: usize) -> Vec<u8> {
    let [high, low] = pixels.to_be_bytes();
    let head = [
        0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0, 0xff, 0xd9,
    ];
    let mut image = head.to_vec();
    image.resize(bytes.max(head.len()), 0);
    image
}

async fn portraits(kit: Kit) {
    let outside = kit.folder.write("secret.jpg", jpeg(64, 100));
    kit.folder.write("in/faces/good.jpg", jpeg(640, 5000));
    kit.folder.write("in/faces/huge.jpg", jpeg(4097, 100));
    kit.folder
        .write("in/faces/heavy.jpg", jpeg(64, (1 << 20) + 1));
    kit.folder.write("in/faces/text.jpg", "no image");
    std::os::unix::fs::symlink(&outside, kit.folder.path().join("in/faces/link.jpg")).unwrap();
    let absolute = outside.to_string_lossy().into_owned();
    let paths = [
        "faces/good.jpg",
        "../secret.jpg",
        &absolute,
        "faces/link.jpg",
        "faces/none.jpg",
        "faces",
        "faces/huge.jpg",
        "faces/heavy.jpg",
        "faces/text.jpg",
        "faces/../../secret.jpg",
    ];
    let mut text = POPULATION.to_owned();
    for (n, path) in paths.iter().enumerate() {
        text += &person_line(n).replace(",,,\n", &format!(",,,{path}\n"));
    }
    let file = kit.folder.write("in/file.csv", text);
    let report = kit.import(Register::Population, &file).await.unwrap();
    assert_eq!(
        (
            report.accepted,
            report.rejected,
            report.warnings,
            report.portraits,
            report.held
        ),
        (10, 0, 9, 1, 10)
    );
    let codes: Vec<_> = complaints(&report)
        .into_iter()
        .map(|(_, column, code)| (column, code))
        .collect();
    let want = [
        "path",
        "path",
        "path",
        "missing",
        "missing",
        "too-large",
        "too-large",
        "format",
        "path",
    ];
    let want: Vec<_> = want
        .iter()
        .map(|code| ("portrait", format!("portrait-{code}")))
        .collect();
    assert_eq!(
        codes,
        want.iter()
            .map(|(column, code)| (*column, code.as_str()))
            .collect::<Vec<_>>()
    );

    let mut source = kit.app.db.read().await.unwrap();
    let number = |n: usize| PersonNumber::parse(&format!("0741900{n:05}")).unwrap();
    let found = portrait::find(&mut source, number(0).as_str(), PortraitSource::Population)
        .await
        .unwrap();
    assert_eq!(found, Some(jpeg(640, 5000)));
    for (n, of) in [(0, PortraitSource::Card), (1, PortraitSource::Population)] {
        assert_eq!(
            portrait::find(&mut source, number(n).as_str(), of)
                .await
                .unwrap(),
            None
        );
    }
}
