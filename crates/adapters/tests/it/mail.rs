use std::time::Duration;

use adapters::mail::{Mail, Security, Settings};
use app::ports::{Gateway, GatewayError, MessageChannel};
use serde_json::Value;

use crate::message;
use crate::servers::{Server, python};

const SCRIPT: &str = "tests/it/mail_server.py";

async fn server() -> (Server, u16) {
    let mut server = Server::start(&python(), &[SCRIPT], true);
    let ready: Value = serde_json::from_str(&server.until("port").await).unwrap();
    (
        server,
        u16::try_from(ready["port"].as_u64().unwrap()).unwrap(),
    )
}

fn settings(port: u16) -> Settings {
    Settings {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        login: None,
        from: "Định Danh <no-reply@dinhdanh.example>".to_owned(),
        extra_ca: None,
        timeout: Duration::from_secs(10),
    }
}

// law: D59-14.1.c
#[tokio::test]
async fn a_letter_arrives_with_all_its_marks_and_its_key() {
    let (mut server, port) = server().await;
    let mail = Mail::new(&settings(port)).unwrap();
    mail.reachable().await.unwrap();
    let letter = message(MessageChannel::Email, "msg_00ff", "an@nha.example");
    assert_eq!(mail.send(&letter).await.unwrap(), "smtp 250");
    let got: Value = serde_json::from_str(&server.until("text").await).unwrap();
    assert_eq!(got["from"], "Định Danh <no-reply@dinhdanh.example>");
    assert_eq!(got["to"][0], "an@nha.example");
    assert_eq!(got["id"], "<msg_00ff@dinhdanh.example>");
    assert_eq!(got["subject"], letter.subject);
    assert_eq!(
        got["text"]
            .as_str()
            .unwrap()
            .replace("\r\n", "\n")
            .trim_end(),
        letter.text
    );
    assert_eq!(got["automatic"], "auto-generated");
}

#[tokio::test]
async fn refusals_are_told_apart_and_name_nobody() {
    let (_server, port) = server().await;
    let mail = Mail::new(&settings(port)).unwrap();
    for (to, forever) in [
        ("450@nha.example", false),
        ("550@nha.example", true),
        ("530@nha.example", false),
        ("nobody", true),
    ] {
        let error = mail
            .send(&message(MessageChannel::Email, "msg_1", to))
            .await
            .unwrap_err();
        assert_eq!(
            matches!(error, GatewayError::Never(_)),
            forever,
            "{to}: {error}"
        );
        assert!(!error.to_string().contains("nha.example"), "{error}");
    }
}

#[tokio::test]
async fn without_the_promised_tls_nothing_is_said() {
    let (_server, port) = server().await;
    for security in [Security::StartTls, Security::Tls] {
        let mail = Mail::new(&Settings {
            security,
            timeout: Duration::from_secs(2),
            ..settings(port)
        })
        .unwrap();
        let error = mail
            .send(&message(MessageChannel::Email, "msg_1", "an@nha.example"))
            .await
            .unwrap_err();
        assert!(matches!(error, GatewayError::Later(_)), "{error}");
    }
}

#[tokio::test]
async fn nobody_there_means_later() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let silent = Mail::new(&Settings {
        timeout: Duration::from_millis(100),
        ..settings(port)
    })
    .unwrap();
    let letter = message(MessageChannel::Email, "msg_1", "an@nha.example");
    assert!(matches!(
        silent.send(&letter).await,
        Err(GatewayError::Later(_))
    ));
    drop(listener);
    assert!(matches!(
        silent.send(&letter).await,
        Err(GatewayError::Later(_))
    ));
    assert!(silent.reachable().await.is_err());
}

#[test]
fn settings_that_would_expose_mail_are_refused() {
    let open = Settings {
        host: "mail.example".to_owned(),
        ..settings(25)
    };
    assert!(
        Mail::new(&open)
            .err()
            .unwrap()
            .to_string()
            .contains("starttls")
    );
    assert!(
        Mail::new(&Settings {
            from: "nobody".to_owned(),
            ..settings(25)
        })
        .is_err()
    );
    assert!(!format!("{open:?}").contains("mail.example"));
}
