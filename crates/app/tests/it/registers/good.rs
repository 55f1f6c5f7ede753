//! Files that load.

use domain::document::{HealthCode, LicenceNumber, PassportNumber, SourceState};
use domain::registers::{CardStatus, Register, UnitKind};
use jiff::civil::date;
use store::registers::{card, health, licence, passport, person};

use super::{POPULATION, person_line};
use crate::kit::{Kit, both};

both!(
    population,
    every_register,
    marks_and_line_ends,
    twice_is_calm,
    the_last_line_of_a_number_counts,
    search
);

async fn population(kit: Kit) {
    let text = format!(
        "{POPULATION}074190001234,280123456,Nguyễn Thị Ánh,1990,female,074,\"12, Lê Lợi\\N\",dead,2020-05-06,074060000001,\n{}",
        person_line(1)
    );
    let report = kit.load(Register::Population, text).await.unwrap();
    assert_eq!(
        (
            report.finished,
            report.accepted,
            report.rejected,
            report.held
        ),
        (true, 2, 0, 2)
    );
    assert_eq!(
        (report.rejected_file, kit.rejected()),
        (None, String::new())
    );
    let found = kit.person("074190001234").await.unwrap();
    assert_eq!(found.identity.name.as_str(), "Nguyễn Thị Ánh");
    assert_eq!(found.identity.birth.to_iso(), "1990");
    assert_eq!(found.address, "12, Lê Lợi\\N");
    assert_eq!((found.dead, found.died_on), (true, Some(date(2020, 5, 6))));
    assert_eq!(found.old_number.unwrap().as_str(), "280123456");
    assert_eq!(found.guardian.unwrap().as_str(), "074060000001");
    let plain = kit.person("074190000001").await.unwrap();
    assert_eq!(
        (plain.dead, plain.died_on, plain.old_number, plain.guardian),
        (false, None, None, None)
    );
    assert!(kit.person("074190009999").await.is_none());
}

async fn every_register(kit: Kit) {
    for (register, text) in [
        (
            Register::Cards,
            "number,form,issued_on,expires_on,status,changed_on,portrait\n074190001234,chip,2021-06-01,,withdrawn,2023-01-02,\n",
        ),
        (
            Register::Licences,
            "number,form,owner_number,owner_name,owner_birth_date,classes,points,status,issued_on,issued_by,status_since,status_by\n\
          790123456789,pet,074190001234,Nguyễn Thị Ánh,1990-02-03,A1:2015-05-04:;B2:2020-05-04:2030-05-04,7,held,2020-05-04,Sở GTVT,2024-01-05,CSGT\n",
        ),
        (
            Register::Health,
            "code,owner_number,owner_name,birth_date,valid_from,valid_to,facility,status\n\
          DN4790123456789,074190001234,Nguyễn Thị Ánh,1990-02-03,2024-01-01,2024-12-31,BV Chợ Rẫy,valid\n",
        ),
        (
            Register::Passports,
            "number,owner_number,owner_name,birth_date,issued_on,expires_on,status\n\
          C1234567,074190001234,Nguyễn Thị Ánh,1990-02-03,2020-01-01,2030-01-01,lost\n",
        ),
        (
            Register::Units,
            "code,name,kind,level,parent,province,address,phone,valid_from,valid_to\n\
          CA-074,Công an tỉnh Bình Dương,police,province,,074,Thủ Dầu Một,0274,2022-01-01,\nTD,Tổng đài,call_centre,ministry,,,,1900,2022-01-01,\n",
        ),
        (
            Register::Holidays,
            "day,kind,name\n2024-04-29,off,Nghỉ\n2024-05-04,working,Làm bù\n",
        ),
    ] {
        let report = kit.load(register, text).await.unwrap();
        assert_eq!(
            (report.finished, report.rejected),
            (true, 0),
            "{register:?} {:?}",
            report.sample
        );
    }
    let mut source = kit.app.db.read().await.unwrap();
    let number = domain::person::PersonNumber::parse("074190001234").unwrap();
    let found = card::by_number(&mut source, &number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.status, found.expires_on),
        (CardStatus::Withdrawn, None)
    );

    let number = LicenceNumber::parse("790123456789").unwrap();
    let found = licence::by_number(&mut source, &number)
        .await
        .unwrap()
        .unwrap();
    let classes: Vec<_> = found
        .classes
        .iter()
        .map(|held| (held.class.token(), held.expires_on))
        .collect();
    assert_eq!(
        classes,
        [
            ("old:A1".to_owned(), None),
            ("old:B2".to_owned(), Some(date(2030, 5, 4)))
        ]
    );
    assert_eq!(found.points.unwrap().get(), 7);
    assert!(
        matches!(found.state, SourceState::Held(by) if by.name == "CSGT" && by.since == date(2024, 1, 5))
    );

    let ten_digits = HealthCode::parse("0123456789").unwrap();
    let found = health::by_code(&mut source, &ten_digits)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.code.as_str(), found.facility.as_str()),
        ("DN4790123456789", "BV Chợ Rẫy")
    );

    let number = PassportNumber::parse("C1234567").unwrap();
    let found = passport::by_number(&mut source, &number)
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(found.state, SourceState::Revoked(_)));

    let units = store::unit::list(&mut source).await.unwrap();
    assert_eq!(
        units
            .iter()
            .map(|unit| unit.code.as_str())
            .collect::<Vec<_>>(),
        ["CA-074", "TD"]
    );
    let office = store::unit::by_code(&mut source, "TD")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((office.kind, office.province), (UnitKind::CallCentre, None));
    drop(source);

    let calendar = app::calendar::calendar(&kit.app).await.unwrap();
    assert!(
        calendar.is_working_day(date(2024, 5, 4)) && !calendar.is_working_day(date(2024, 4, 29))
    );
}

async fn marks_and_line_ends(kit: Kit) {
    // A byte order mark, CRLF, an empty line, other order of columns, decomposed marks, no last line end.
    let text = "\u{feff}name,number,old_number,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait\r\n\
        Nguye\u{302}\u{303}n Thi\u{323} A\u{301}nh,074190001234,,1990-02-03,female,074,Le\u{302} Lo\u{31b}\u{323}i,living,,,\r\n\r\n\
        Trần Văn An,074090001234,,1990-02-03,male,074,,living,,,";
    let report = kit.load(Register::Population, text).await.unwrap();
    assert_eq!((report.accepted, report.rejected), (2, 0));
    let found = kit.person("074190001234").await.unwrap();
    assert_eq!(
        (found.identity.name.as_str(), found.address.as_str()),
        ("Nguyễn Thị Ánh", "Lê Lợi")
    );
    assert!(kit.person("074090001234").await.is_some());
}

async fn twice_is_calm(kit: Kit) {
    let lines: String = (0..250).map(person_line).collect();
    let text = format!("{POPULATION}{lines}bad\n");
    let first = kit.load(Register::Population, &text).await.unwrap();
    assert_eq!(
        (first.accepted, first.unchanged, first.rejected, first.held),
        (250, 0, 1, 250)
    );
    let rejected = kit.rejected();
    let again = kit.load(Register::Population, &text).await.unwrap();
    assert_eq!(
        (again.accepted, again.unchanged, again.rejected, again.held),
        (250, 250, 1, 250)
    );
    assert_eq!((again.resumed_after, kit.rejected()), (None, rejected));
    let changed = text.replacen("12 Lê Lợi", "14 Lê Lợi", 2);
    let changed = kit.load(Register::Population, changed).await.unwrap();
    assert_eq!(
        (changed.accepted, changed.unchanged, changed.held),
        (250, 248, 250)
    );
    assert_eq!(
        kit.person("074190000001").await.unwrap().address,
        "14 Lê Lợi"
    );
}

async fn the_last_line_of_a_number_counts(kit: Kit) {
    let text = format!(
        "{POPULATION}{}{}",
        person_line(1),
        person_line(1).replace("12 Lê Lợi", "99 Nguyễn Huệ")
    );
    let report = kit.load(Register::Population, text).await.unwrap();
    assert_eq!((report.accepted, report.held), (2, 1));
    assert_eq!(
        kit.person("074190000001").await.unwrap().address,
        "99 Nguyễn Huệ"
    );
}

// law: D59-14.2.a1
async fn search(kit: Kit) {
    let people = [
        "Đặng Ánh",
        "Đặng Anh Tú",
        "Đặng Ân",
        "Dang Ảnh",
        "Nguyễn Ánh",
    ];
    let mut text = POPULATION.to_owned();
    for (n, name) in people.iter().enumerate() {
        text += &person_line(n).replace("Nguyễn Thị Ánh", name);
    }
    text += &person_line(7)
        .replace("Nguyễn Thị Ánh", "Đặng Ánh")
        .replace("1990-02-03", "1991");
    kit.load(Register::Population, text).await.unwrap();
    let mut source = kit.app.db.read().await.unwrap();
    for (name, year, want) in [
        (
            "dang anh",
            1990,
            vec!["Đặng Ánh", "Dang Ảnh", "Đặng Anh Tú"],
        ),
        (
            " ĐẶNG  Á",
            1990,
            vec!["Đặng Ân", "Đặng Ánh", "Dang Ảnh", "Đặng Anh Tú"],
        ),
        ("đặng anh", 1991, vec!["Đặng Ánh"]),
        ("anh", 1990, vec![]),
        ("  ", 1990, vec![]),
        ("%", 1990, vec![]),
    ] {
        let found = person::search(&mut source, name, year).await.unwrap();
        let mut names: Vec<_> = found
            .iter()
            .map(|person| person.identity.name.as_str())
            .collect();
        let mut want = want;
        names.sort_unstable();
        want.sort_unstable();
        assert_eq!(names, want, "{name:?} {year}");
    }
}
