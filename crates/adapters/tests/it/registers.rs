use std::path::PathBuf;

use adapters::registers::Embedded;
use app::ports::{Registers, Silent};
use domain::person::{FullName, PersonNumber};
use domain::registers::{CardForm, CardRecord, CardStatus, PortraitSource, Register};
use jiff::Timestamp;
use jiff::civil::date;
use store::registers::{Loader, card, portrait, state, table};
use store::{Audit, Db, MasterKey, Settings};

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn database() -> (Db, Folder) {
    let folder =
        Folder(std::env::temp_dir().join(format!("dinhdanh-embedded-{}", std::process::id())));
    std::fs::create_dir_all(&folder.0).unwrap();
    let settings = Settings::Lite {
        file: folder.0.join("data.sqlite"),
    };
    let db = Db::open(&settings, &MasterKey::from_bytes([3; 32]), &mut |bytes| {
        bytes.fill(9)
    })
    .await
    .unwrap();
    (db, folder)
}

fn number() -> PersonNumber {
    PersonNumber::parse("074190001234").unwrap()
}

fn silent(why: &str) -> Silent {
    Silent {
        register: "cards",
        why: why.into(),
        again: None,
    }
}

/// I6: only a register that is loaded and open says "no such card".
#[tokio::test]
async fn a_register_that_is_not_loaded_or_closed_is_silent() {
    let (db, _folder) = database().await;
    let source = Embedded::new(db.clone());
    assert_eq!(
        source.card(&number()).await.err(),
        Some(silent("not loaded"))
    );
    let face = source.portrait(&number(), PortraitSource::Card).await;
    assert_eq!(face, Err(silent("not loaded")));

    let mut tx = db.begin().await.unwrap();
    state::loaded(&mut tx, Register::Cards, Timestamp::UNIX_EPOCH)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    assert!(source.card(&number()).await.unwrap().is_none());
    assert!(source.person(&number()).await.is_err(), "another register");
    let name = FullName::parse("Nguyễn Thị Ánh").unwrap();
    let people = source.search(&name, 1990).await.map(|found| found.len());
    let silent_people = Silent {
        register: "population",
        ..silent("not loaded")
    };
    assert_eq!(people, Err(silent_people), "nobody found is an answer");

    let record = CardRecord {
        number: number(),
        form: CardForm::Chip,
        issued_on: date(2021, 6, 1),
        expires_on: None,
        status: CardStatus::Valid,
        changed_on: None,
    };
    let mut cells = Vec::new();
    card::cells(&record, &mut cells);
    let mut tx = db.begin().await.unwrap();
    let mut loader = Loader::new(table(Register::Cards));
    loader.rows(&mut tx, cells).await.unwrap();
    assert_eq!(loader.finish(&mut tx).await.unwrap(), 1);
    let sealed = portrait::Sealed::new(
        db.keys(),
        number().as_str().to_owned(),
        PortraitSource::Card,
        b"face",
    )
    .unwrap();
    portrait::save(&mut tx, sealed).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    assert!(source.card(&number()).await.unwrap() == Some(record));
    assert_eq!(
        source.portrait(&number(), PortraitSource::Card).await,
        Ok(Some(b"face".to_vec()))
    );

    for (note, why) in [("", "closed"), ("đổi máy", "closed: đổi máy")] {
        let mut tx = db.begin().await.unwrap();
        assert!(
            state::switch(&mut tx, Register::Cards, false, note)
                .await
                .unwrap()
        );
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
        assert_eq!(source.card(&number()).await.err(), Some(silent(why)));
    }
}
