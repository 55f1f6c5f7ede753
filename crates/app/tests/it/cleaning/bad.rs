use app::cleaning::{Column, Encoding};

use super::{How, Kit, PEOPLE, USUAL};
use crate::kit::both;

both!(
    bad_files_are_named_and_leave_nothing,
    bad_rows_stop_nothing,
    a_register_that_is_not_there_is_named,
);

const HEAD: &str = "phone,name,cccd,dob\n";

// law: R50-2
async fn bad_files_are_named_and_leave_nothing(kit: Kit) {
    kit.people(PEOPLE).await;
    let row = "0912000001,An,079190001234,1990\n";
    let long = "x".repeat(70_000);
    let endless = "y".repeat(2 << 20);
    for (bytes, want) in [
        (Vec::new(), "the file is empty"),
        (b"\xef\xbb\xbf \r\n".to_vec(), "the file is empty"),
        (b"phone name cccd dob\n".to_vec(), "no columns separated"),
        (b"\xff\xfep\0h\0".to_vec(), "UTF-16"),
        (b"p\0h\0o\0n\0e\0".to_vec(), "UTF-16"),
        (
            b"phone,name,cccd,\xa1\xe0\xe0\xe0\xe0\xe0\xe0\xe0\xe0\xe0\xe0\xe0\n".to_vec(),
            "encoding",
        ),
        (b"name,cccd,dob\n".to_vec(), "no column for the phone"),
        (b"phone,name,dob\n".to_vec(), "no column for the number"),
        (
            b"phone,sdt,name,cccd,dob\n".to_vec(),
            "two columns for the phone",
        ),
        (
            b"phone,name,cccd,dob,verdict\n".to_vec(),
            "a column verdict",
        ),
        (
            format!("{HEAD}{row}0912000002,\"An,079,1990\n").into_bytes(),
            "line 3: a quoted field",
        ),
        (
            format!("{HEAD}{row}{row}\"{long}").into_bytes(),
            "line 4: a quoted field",
        ),
        (
            format!("{HEAD}\"a\nb\",An,,\n\"{long}\",An,,\n{row}").into_bytes(),
            "line 4: a quoted field",
        ),
        (
            format!("{HEAD}{row}{endless}\n").into_bytes(),
            "line 3 does not end",
        ),
        (
            format!("phone,name,\"{long}\n").into_bytes(),
            "line 1: a quoted field",
        ),
        (
            format!("phone,name,{endless}").into_bytes(),
            "line 1 does not end",
        ),
    ] {
        let said = kit.cleaned(&bytes, &USUAL).await.unwrap_err().to_string();
        assert!(said.contains(want), "{want}: {said}");
        assert!(!kit.results().exists(), "{want}");
    }
    let columns = [(Column::Phone, "tel".to_owned())];
    let how = How {
        columns: &columns,
        ..USUAL
    };
    let said = kit.cleaned(format!("{HEAD}{row}"), &how).await;
    let said = said.unwrap_err().to_string();
    assert!(said.contains("exactly once"), "{said}");
    for (path, want) in [("nothing.csv", "cannot read"), ("", "not a file")] {
        let said = kit.clean(&kit.folder.path().join(path), &USUAL).await;
        let said = said.unwrap_err().to_string();
        assert!(said.contains(want), "{said}");
    }
}

// law: R50-2
async fn bad_rows_stop_nothing(kit: Kit) {
    kit.people(PEOPLE).await;
    let long = "x".repeat(66_000);
    let mut bytes = HEAD.as_bytes().to_vec();
    bytes.extend(format!("0912000001,{long},,\r\n\r\n").bytes());
    bytes.extend(b"0912000002,An\xff,079190001234,1990\n");
    bytes.extend(b"12,An,079190001234,1990\n");
    bytes.extend(b"0912000003,A\"n,079190001234,1990\n,,,\n");
    // A row that cannot be read keeps no telephone number.
    bytes.extend(b"0912000004,An,x,1990\n0912000004,An,,1990");
    let how = How {
        encoding: Some(Encoding::Utf8),
        ..USUAL
    };
    let report = kit.cleaned(&bytes, &how).await.unwrap();
    let rejects = kit.result("rejects.csv");
    let named: Vec<String> = rejects
        .lines()
        .skip(1)
        .map(|line| line.split(',').take(3).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(
        named,
        [
            "2,line,line-too-long",
            "4,line,not-text",
            "5,phone,length",
            "6,name,not-a-name",
            "7,phone,empty",
            "8,number,not-digits",
        ]
    );
    assert!(
        rejects.len() < 2_000,
        "a long row is shown by its beginning"
    );
    assert_eq!(
        (
            report.counts.rows,
            report.counts.of("malformed"),
            report.counts.of("not-found")
        ),
        (7, 6, 1)
    );
}

async fn a_register_that_is_not_there_is_named(kit: Kit) {
    let said = kit.cleaned(HEAD, &USUAL).await.unwrap_err().to_string();
    assert!(said.contains("register-not-loaded"), "{said}");
    assert!(!kit.results().exists());
}
