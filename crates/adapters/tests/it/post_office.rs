use std::sync::Arc;

use adapters::clock::DemoClock;
use adapters::gateway::{Routes, Unconfigured};
use adapters::post_office::PostOffice;
use app::ports::{Gateway, GatewayError, MessageChannel};
use store::post_office::list;
use store::{Db, MasterKey, Settings};

use crate::message;

struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[tokio::test]
async fn the_post_office_keeps_a_message_once_and_sealed() {
    let folder = Folder(std::env::temp_dir().join(format!("dinhdanh-post-{}", std::process::id())));
    std::fs::create_dir(&folder.0).unwrap();
    let file = folder.0.join("data.sqlite");
    let db = Db::open(
        &Settings::Lite { file: file.clone() },
        &MasterKey::from_bytes([7; 32]),
        &mut |b| b.fill(9),
    )
    .await
    .unwrap();
    let office = Arc::new(PostOffice::new(db.clone(), Arc::new(DemoClock::default())));
    let gateway = Routes {
        sms: office.clone(),
        email: office,
    };
    let sms = message(MessageChannel::Sms, "msg_1", "+84912345678");
    assert_eq!(gateway.send(&sms).await.unwrap(), "kept in the post office");
    assert_eq!(
        gateway.send(&sms).await.unwrap(),
        "in the post office already"
    );
    gateway
        .send(&message(MessageChannel::Email, "msg_2", "an@nha.example"))
        .await
        .unwrap();

    let letters = list(&mut db.read().await.unwrap(), 10).await.unwrap();
    assert_eq!(letters.len(), 2);
    let kept = letters.iter().find(|letter| letter.key == "msg_1").unwrap();
    assert_eq!(
        (kept.channel.as_str(), kept.to.as_str(), kept.text.as_str()),
        ("sms", "+84912345678", sms.text.as_str())
    );
    drop(db);
    for entry in std::fs::read_dir(&folder.0).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(
            !bytes
                .windows(9)
                .any(|w| w == b"912345678" || w == b"nha.examp")
        );
    }
}

#[tokio::test]
async fn a_channel_without_a_gateway_waits() {
    let none = Unconfigured::new(MessageChannel::Sms);
    let answer = none
        .send(&message(MessageChannel::Sms, "msg_1", "+84912345678"))
        .await;
    assert!(
        matches!(answer, Err(GatewayError::Later(why)) if why == "no SMS gateway is configured")
    );
}
