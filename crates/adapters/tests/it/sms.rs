use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use adapters::sms::http::{Settings, SmsGateway, Style};
use app::ports::{Gateway, GatewayError, MessageChannel};

use crate::message;
use crate::servers::{Server, debian, free_ports};

/// Kannel: its gateway, its HTTP door and its make-believe operator, which reports what it gets.
struct Kannel {
    _bearerbox: Server,
    _smsbox: Server,
    operator: Server,
    url: String,
    folder: PathBuf,
}

impl Drop for Kannel {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

async fn kannel() -> Kannel {
    let [admin, boxes, operator, door] = free_ports();
    let folder =
        std::env::temp_dir().join(format!("dinhdanh-kannel-{}-{door}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("kannel.conf");
    let groups = [
        format!("group = core\nadmin-port = {admin}\nsmsbox-port = {boxes}\nadmin-password = x"),
        format!("group = smsc\nsmsc = fake\nsmsc-id = OPERATOR\nport = {operator}\nconnect-allow-ip = 127.0.0.1"),
        format!("group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {door}\nglobal-sender = 1414"),
        "group = sendsms-user\nusername = dinhdanh\npassword = \"for tests\"\nconcatenation = true\nmax-messages = 5".to_owned(),
        "group = sms-service\nkeyword = default\ntext = none\nmax-messages = 0".to_owned(),
    ];
    std::fs::write(&file, groups.join("\n\n") + "\n").unwrap();
    let file = file.to_str().unwrap();
    let mut bearerbox = Server::start(&debian("bearerbox"), &["-v", "0", file], false);
    bearerbox.until("Start-up done").await;
    let port = operator.to_string();
    let fake = [
        "-H",
        "127.0.0.1",
        "-r",
        &port,
        "-i",
        "1",
        "-m",
        "0",
        "1 2 text nop",
    ];
    let operator = Server::start(&debian("fakesmsc"), &fake, false);
    let mut smsbox = Server::start(&debian("smsbox"), &["-v", "0", file], false);
    smsbox.until("Connected to bearerbox").await;
    let url = format!("http://127.0.0.1:{door}/cgi-bin/sendsms");
    Kannel {
        _bearerbox: bearerbox,
        _smsbox: smsbox,
        operator,
        url,
        folder,
    }
}

fn settings(url: &str, style: Style) -> Settings {
    Settings {
        url: url.to_owned(),
        style,
        username: "dinhdanh".to_owned(),
        password: "for tests".to_owned(),
        from: "DinhDanh".to_owned(),
        timeout: Duration::from_secs(10),
    }
}

/// As the operator reports it: UTF-16 with percent signs.
fn reported(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    let mut out = String::new();
    for byte in text.encode_utf16().flat_map(u16::to_be_bytes) {
        match byte {
            b' ' => out.push('+'),
            byte if plain(byte) => out.push(char::from(byte)),
            byte => write!(out, "%{byte:02X}").unwrap(),
        }
    }
    out
}

// law: D59-14.1.c
#[tokio::test]
async fn a_text_message_reaches_the_operator_with_all_its_marks() {
    let mut kannel = kannel().await;
    for style in [Style::Kannel, Style::Query] {
        let gateway = SmsGateway::new(settings(&kannel.url, style)).unwrap();
        gateway.reachable().await.unwrap();
        let sms = message(MessageChannel::Sms, "msg_00ff", "+84912345678");
        // Whether the gateway hands it on at once or from its queue depends on the operator's line.
        let proof = gateway.send(&sms).await.unwrap();
        let taken = ["0: Accepted for delivery", "3: Queued for later delivery"];
        assert!(
            taken.iter().any(|told| proof == format!("http 202 {told}")),
            "{proof}"
        );
        let got = kannel
            .operator
            .until("Got message")
            .await
            .replace("%2B", "+");
        assert!(got.contains("<DinhDanh +84912345678 ucs-2 "), "{got}");
        assert!(got.contains(&reported("Mã của Nguyễn Thị Ệ")), "{got}");
    }
}

#[tokio::test]
async fn a_wrong_password_waits_for_the_operator_and_names_nobody() {
    let kannel = kannel().await;
    let wrong = Settings {
        password: "wrong".to_owned(),
        ..settings(&kannel.url, Style::Kannel)
    };
    let error = SmsGateway::new(wrong)
        .unwrap()
        .send(&message(MessageChannel::Sms, "msg_1", "+84912345678"))
        .await
        .unwrap_err();
    assert!(matches!(error, GatewayError::Later(_)), "{error}");
    assert!(!error.to_string().contains("912345678"), "{error}");
}

#[tokio::test]
async fn nobody_there_means_later() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let silent = Settings {
        timeout: Duration::from_millis(100),
        ..settings(&url, Style::Form)
    };
    let gateway = SmsGateway::new(silent).unwrap();
    let sms = message(MessageChannel::Sms, "msg_1", "+84912345678");
    assert!(matches!(
        gateway.send(&sms).await,
        Err(GatewayError::Later(_))
    ));
    drop(listener);
    assert!(matches!(
        gateway.send(&sms).await,
        Err(GatewayError::Later(_))
    ));
    assert!(gateway.reachable().await.is_err());
}
