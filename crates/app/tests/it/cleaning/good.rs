use app::cleaning::{CleanError, Column, Correct, Encoding};
use domain::actor::{Actor, Purpose, Role};
use domain::ids::StaffId;
use store::audit::{NOBODY, by_subject};

use super::{How, Kit, PEOPLE, USUAL};
use crate::kit::both;

both!(
    rows_come_back_with_a_verdict_and_nothing_of_the_register,
    only_what_is_asked_for_and_proven_is_corrected,
    old_files_are_read_as_they_are,
    columns_can_be_said_by_hand,
    only_the_shell_may_clean,
);

const FILE: &str = "\
Số điện thoại;Họ và tên;Số CCCD;Ngày sinh;Giới tính;Gói cước\n\
0912000001;Nguyễn Thị Thúy Ánh;079190001234;03/02/1990;Nữ;\"Gói; 1\"\n\
+84912000002;NGUYEN THI THUY ANH;079190001234;1990;;\n\
\n\
0912000003;\"Hoàng Văn\nĐức\";1085000077;30/11/1985;Nam;x\n\
0912000004;Trần Văn Bình;001085000077;01/01/1970;Nam;y\n\
0912000005;Lê Văn Tám;074050999011;06/05/1950;Nam;\n\
0912 000 001;Hoàng Văn Đức;001085000077;30/11/1985;Nam;\n\
0912000006;Ai Đó;099999999999;01/01/1970;Nam;\n\
0912000007;Ai Đó;7,9E+10;01/01/1970;Nam;\n\
0912000008;Ai Đó\n";

// law: R50-2
async fn rows_come_back_with_a_verdict_and_nothing_of_the_register(kit: Kit) {
    kit.people(PEOPLE).await;
    let report = kit.cleaned(FILE, &USUAL).await.unwrap();
    assert!(report.finished && report.resumed_at.is_none());
    assert_eq!(
        kit.result("cleaned.csv"),
        "\
Số điện thoại;Họ và tên;Số CCCD;Ngày sinh;Giới tính;Gói cước;verdict;why\n\
0912000001;Nguyễn Thị Thúy Ánh;079190001234;03/02/1990;Nữ;\"Gói; 1\";exact;\n\
+84912000002;NGUYEN THI THUY ANH;079190001234;1990;;;likely;marks-missing year-only\n\
0912000003;\"Hoàng Văn\nĐức\";1085000077;30/11/1985;Nam;x;likely;spreadsheet-number\n\
0912000004;Trần Văn Bình;001085000077;01/01/1970;Nam;y;conflict;name birth\n\
0912000005;Lê Văn Tám;074050999011;06/05/1950;Nam;;deceased;\n\
0912 000 001;Hoàng Văn Đức;001085000077;30/11/1985;Nam;;duplicate-number;\n\
0912000006;Ai Đó;099999999999;01/01/1970;Nam;;not-found;number-unknown\n"
    );
    assert_eq!(
        kit.result("rejects.csv"),
        "line;field;reason;row\n\
         11;number;scientific;\"0912000007;Ai Đó;7,9E+10;01/01/1970;Nam;\"\n\
         12;line;field-count;\"0912000008;Ai Đó\"\n"
    );
    let summary = kit.summary();
    assert_eq!(summary["rows"], 9);
    assert_eq!(summary["verdicts"]["likely"], 2);
    assert_eq!(summary["reasons"]["likely"]["year-only"], 1);
    assert_eq!(summary["reasons"]["malformed"]["number scientific"], 1);
    assert_eq!(summary["provinces"]["001"]["conflict"], 1);
    assert_eq!(summary["provinces"]["other"]["not-found"], 1);
    assert_eq!(
        (&summary["encoding"], &summary["delimiter"]),
        (&"utf-8".into(), &";".into())
    );
    assert_eq!(summary["register"]["people"], 4);
    assert_eq!(summary["file_digest"], report.digest);
    let whole = ["cleaned.csv", "rejects.csv", "summary.json"].map(|name| kit.result(name));
    for private in ["Bí mật", "Hen Niê", "023456789"] {
        assert!(!whole.concat().contains(private), "{private}");
    }
    let mut names: Vec<_> = std::fs::read_dir(kit.results())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["cleaned.csv", "rejects.csv", "summary.json"]);

    let log = by_subject(
        &mut kit.app.db.read().await.unwrap(),
        NOBODY,
        kit.operator().now + jiff::SignedDuration::from_secs(1),
        10,
    )
    .await
    .unwrap();
    let of_this: Vec<_> = log
        .iter()
        .filter(|(row, _)| row.action == "subscribers-cleaned")
        .collect();
    let [(row, detail)] = of_this.as_slice() else {
        panic!("one entry a run");
    };
    assert_eq!(
        (row.actor.as_str(), row.purpose.as_str()),
        ("operator", "subscriber-cleaning")
    );
    assert_eq!(detail["digest"], report.digest);
    assert_eq!(detail["verdicts"]["exact"], 1);
    assert!(!detail.to_string().contains("Ánh"));

    // Results are never written over.
    let again = kit.cleaned(FILE, &USUAL).await.unwrap_err().to_string();
    assert!(again.contains("exists already"), "{again}");
}

// law: R50-2
async fn only_what_is_asked_for_and_proven_is_corrected(kit: Kit) {
    kit.people(PEOPLE).await;
    let file = "\
phone,name,cccd,dob\n\
0912000001,Nguyễn Thị Thúy Ánh,079190001234,1990-02-03\n\
0912000002,NGUYEN ANH,023456789,1990-02-03\n\
0912000003,HOANG VAN DUC,,30/11/1985\n\
0912000004,HOANG VAN DUC,001085000078,30/11/1985\n\
0912000005,H HEN NIE,066185000500,1985\n\
0912000006,TRAN THI ANH,023456789,1990-02-03\n\
0912000007,LE VAN TAM,074050999011,1950\n\
0912000002,NGUYEN ANH,023456789,1990-02-03\n";
    let correct = Correct {
        name: true,
        number: true,
    };
    kit.cleaned(file, &How { correct, ..USUAL }).await.unwrap();
    assert_eq!(
        kit.result("cleaned.csv"),
        "\
phone,name,cccd,dob,verdict,why,correct_name,correct_number\n\
0912000001,Nguyễn Thị Thúy Ánh,079190001234,1990-02-03,exact,,,\n\
0912000002,NGUYEN ANH,023456789,1990-02-03,likely,marks-missing middle-left-out old-number,Nguyễn Thị Thúy Ánh,079190001234\n\
0912000003,HOANG VAN DUC,,30/11/1985,likely,marks-missing number-missing,,\n\
0912000004,HOANG VAN DUC,001085000078,30/11/1985,likely,marks-missing number-slip,,\n\
0912000005,H HEN NIE,066185000500,1985,likely,marks-missing,H' Hen Niê,\n\
0912000006,TRAN THI ANH,023456789,1990-02-03,conflict,name,,\n\
0912000007,LE VAN TAM,074050999011,1950,deceased,,,\n\
0912000002,NGUYEN ANH,023456789,1990-02-03,duplicate-number,,,\n"
    );
}

// law: R50-2
async fn old_files_are_read_as_they_are(kit: Kit) {
    kit.people(PEOPLE).await;
    let row = |name: &[u8]| {
        let head = b"phone|name|cccd|dob\n0912000001|";
        [&head[..], name, b"|079190001234|1990-02-03\n"].concat()
    };
    let tcvn3 = row(b"Nguy\xd4n Th\xde Th\xf3y \xb8nh");
    let windows = row(b"Nguy\xea\xden Thi\xf2 Thu\xecy A\xecnh");
    let bom = [b"\xef\xbb\xbf", &*row("Nguyễn Thị Thúy Ánh".as_bytes())].concat();
    for (bytes, encoding, want) in [
        (&tcvn3, None, "tcvn3"),
        (&tcvn3, Some(Encoding::Tcvn3), "tcvn3"),
        (&windows, None, "windows-1258"),
        (&bom, None, "utf-8"),
    ] {
        kit.cleaned(bytes, &How { encoding, ..USUAL })
            .await
            .unwrap();
        let text = kit.result("cleaned.csv");
        assert!(text.contains("|exact|\n"), "{text}");
        assert_eq!(text.starts_with('\u{feff}'), want == "utf-8");
        assert_eq!(kit.summary()["encoding"], want);
        std::fs::remove_dir_all(kit.results()).unwrap();
    }
    // What is no text of the encoding that was said is a row's fault.
    let encoding = Some(Encoding::Utf8);
    let report = kit.cleaned(&windows, &How { encoding, ..USUAL }).await;
    assert_eq!(report.unwrap().counts.of("malformed"), 1);
    assert!(kit.result("rejects.csv").contains("2|line|not-text|"));
}

async fn columns_can_be_said_by_hand(kit: Kit) {
    kit.people(PEOPLE).await;
    let file = "a,b,number,birth\n0912000001,Nguyễn Thị Thúy Ánh,079190001234,1990-02-03\n";
    let columns = [
        (Column::Phone, "a".to_owned()),
        (Column::Name, "b".to_owned()),
        (Column::Number, "number".to_owned()),
    ];
    let how = How {
        columns: &columns,
        ..USUAL
    };
    let report = kit.cleaned(file, &how).await.unwrap();
    assert_eq!(report.counts.of("exact"), 1);
}

// law: R50-2
async fn only_the_shell_may_clean(kit: Kit) {
    kit.people(PEOPLE).await;
    let file = kit.folder.write("subscribers.csv", FILE);
    for role in Role::ALL {
        let staff = Actor::Staff {
            id: StaffId::from_bytes([1; 16]),
            role,
            unit: String::new(),
        };
        let cx = kit.app.acting(staff, Purpose::SubscriberCleaning);
        let command = app::cleaning::Clean {
            file: &file,
            folder: None,
            columns: &[],
            encoding: None,
            correct: Correct::default(),
            block: app::cleaning::BLOCK,
            checkpoint: app::cleaning::CHECKPOINT,
            sample: None,
            progress: &mut |_| std::ops::ControlFlow::Continue(()),
        };
        let refused = app::cleaning::clean(&kit.app, &cx, command).await;
        let forbidden = matches!(refused, Err(CleanError::App(app::Error::Forbidden)));
        assert!(forbidden && !kit.results().exists(), "{role:?}");
    }
}
