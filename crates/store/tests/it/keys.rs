//! Sealed values open only where they belong, and only with the right master key.

use store::{Db, Error, MasterKey, Settings};

fn entropy() -> impl FnMut(&mut [u8]) + Send {
    let mut next = 0_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_add(101);
            *byte = next;
        }
    }
}

async fn open(file: &std::path::Path, master: u8) -> Result<Db, Error> {
    let settings = Settings::Lite {
        file: file.to_path_buf(),
    };
    Db::open(
        &settings,
        &MasterKey::from_bytes([master; 32]),
        &mut entropy(),
    )
    .await
}

// law: D59-4.3
#[tokio::test]
async fn a_sealed_value_opens_only_in_its_own_context() {
    let test = testkit::TestApp::new().await;
    let keys = test.app.db.keys();
    let sealed = keys.seal("account/one", b"074190001234").unwrap();
    assert_eq!(keys.open("account/one", &sealed).unwrap(), b"074190001234");
    assert!(keys.open("account/two", &sealed).is_err());
    let mut bent = sealed.clone();
    *bent.last_mut().unwrap() ^= 1;
    assert!(keys.open("account/one", &bent).is_err());
    assert!(keys.open("account/one", &sealed[..10]).is_err());
    assert_ne!(
        sealed,
        keys.seal("account/one", b"074190001234").unwrap(),
        "no two seals are alike"
    );
    assert_ne!(keys.digest("phone", "1"), keys.digest("number", "1"));
}

#[tokio::test]
async fn another_master_key_is_refused_with_a_reason() {
    let dir = std::env::temp_dir().join(format!("dinhdanh-keys-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let file = dir.join("k.db");
    open(&file, 1).await.unwrap().close().await;
    let Err(Error::Keys(why)) = open(&file, 2).await else {
        panic!("opened with a wrong key")
    };
    assert!(why.contains("does not belong"), "{why}");
    std::fs::remove_dir_all(&dir).ok();
}
