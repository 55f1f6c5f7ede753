//! Calling a service: a server of the test's own on this machine.

use std::time::Duration;

use adapters::outward::{Reach, Services};
use app::ports::Outward;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const FORM: [(&str, &str); 1] = [("logout_token", "a.b+c/d=&e")];

/// Takes one call, answers it so, and gives what it was told.
async fn served(listener: TcpListener, answer: &[u8]) -> String {
    let (mut line, _) = listener.accept().await.unwrap();
    let mut told = Vec::new();
    while !told.ends_with(b"%26e") {
        let mut part = [0; 1024];
        let n = line.read(&mut part).await.unwrap();
        assert!(n > 0, "{}", String::from_utf8_lossy(&told));
        told.extend_from_slice(&part[..n]);
    }
    // The caller may have gone by then.
    line.write_all(answer).await.ok();
    String::from_utf8(told).unwrap()
}

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/out?x=1", listener.local_addr().unwrap());
    (listener, url)
}

#[tokio::test]
async fn a_form_arrives_and_the_status_comes_back() {
    let services = Services::new(Reach::DangerLoopback).unwrap();
    for (answer, status) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", 200),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204),
        ("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", 400),
        // Not followed.
        (
            "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n",
            302,
        ),
    ] {
        let (listener, url) = listener().await;
        let (told, got) = tokio::join!(
            served(listener, answer.as_bytes()),
            services.post(&url, &FORM)
        );
        assert_eq!(got, Ok(status));
        assert!(told.starts_with("POST /out?x=1 HTTP/1.1\r\n"), "{told}");
        let told = told.to_lowercase();
        assert!(
            told.contains("content-type: application/x-www-form-urlencoded\r\n"),
            "{told}"
        );
        assert!(
            told.ends_with("\r\n\r\nlogout_token=a.b%2bc%2fd%3d%26e"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_flood_is_not_read_to_its_end() {
    let services = Services::new(Reach::DangerLoopback).unwrap();
    let (listener, url) = listener().await;
    let mut answer = b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n".to_vec();
    answer.resize(64 * 1024, b'x');
    let (_, got) = tokio::join!(served(listener, &answer), services.post(&url, &FORM));
    assert_eq!(got, Ok(200));
}

#[tokio::test]
async fn whoever_is_silent_or_gone_is_not_reached() {
    let patient = Duration::from_millis(100);
    let services = Services::new(Reach::DangerLoopback)
        .unwrap()
        .within(patient);
    let (listener, url) = listener().await;
    let silent = services.post(&url, &FORM).await.unwrap_err();
    assert_eq!(silent.to_string(), "no answer in time");
    drop(listener);
    let gone = services.post(&url, &FORM).await.unwrap_err();
    assert_eq!(gone.to_string(), "no connection");
}

#[tokio::test]
async fn nobody_has_us_call_our_own_machines() {
    let public = Services::new(Reach::Public).unwrap();
    let closed = "the address is not one of the public network";
    let plain = "the address does not use https";
    for (url, why) in [
        ("https://127.0.0.1/", closed),
        ("https://[::1]/", closed),
        ("https://[::ffff:10.0.0.1]/", closed),
        ("https://169.254.169.254/latest/meta-data", closed),
        ("https://10.1.2.3:8443/", closed),
        // This one passes a resolver.
        ("https://localhost/", closed),
        ("http://dichvu.example/", plain),
        ("ftp://dichvu.example/", plain),
        ("/nowhere", "the address is none"),
    ] {
        let refused = public.post(url, &FORM).await.unwrap_err();
        assert_eq!(refused.to_string(), why, "{url}");
    }
    let trial = Services::new(Reach::DangerLoopback).unwrap();
    for (url, why) in [
        ("http://10.1.2.3/", closed),
        ("http://dichvu.example/", plain),
        ("http://localhost/", plain),
    ] {
        let refused = trial.post(url, &FORM).await.unwrap_err();
        assert_eq!(refused.to_string(), why, "{url}");
    }
}

#[tokio::test]
async fn a_document_is_read_where_web_servers_stand_only() {
    let public = Services::new(Reach::Public).unwrap();
    for port in [22, 80, 6379, 8080] {
        let url = format!("https://localhost:{port}/jwks.json");
        let refused = public.get(&url, 100).await.unwrap_err();
        assert_eq!(refused.to_string(), "the port is neither 443 nor 8443");
    }
    for port in ["", ":443", ":8443"] {
        let url = format!("https://localhost{port}/jwks.json");
        let refused = public.get(&url, 100).await.unwrap_err();
        assert!(!refused.to_string().contains("port"), "{refused}");
    }
}

#[tokio::test]
async fn another_spelling_of_this_machine_is_not_dialled_either() {
    let public = Services::new(Reach::Public).unwrap();
    let (listener, url) = listener().await;
    let port = url.rsplit(':').next().unwrap().trim_end_matches("/out?x=1");
    for host in [
        "localhost",
        "127.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
    ] {
        let url = format!("https://{host}:{port}/");
        assert!(public.post(&url, &FORM).await.is_err(), "{url}");
    }
    let dialled = tokio::time::timeout(Duration::from_millis(20), listener.accept()).await;
    assert!(dialled.is_err(), "nobody came");
}

/// Takes one question and answers it so.
async fn asked(listener: TcpListener, answer: &[u8]) {
    let (mut line, _) = listener.accept().await.unwrap();
    let mut told = [0; 1024];
    let n = line.read(&mut told).await.unwrap();
    assert!(told[..n].starts_with(b"GET /out?x=1 HTTP/1.1\r\n"));
    // The asker may have gone by then.
    line.write_all(answer).await.ok();
}

#[tokio::test]
async fn a_document_is_read_whole_or_not_at_all() {
    let services = Services::new(Reach::DangerLoopback).unwrap();
    let cut = "the answer is too long or was cut";
    for (answer, want) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", Ok("{}")),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n12345678901234567",
            Err(cut),
        ),
        ("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", Err(cut)),
        (
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            Err("the service answered 404"),
        ),
        (
            "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n",
            Err("the service answered 302"),
        ),
    ] {
        let (listener, url) = listener().await;
        let ((), got) = tokio::join!(asked(listener, answer.as_bytes()), services.get(&url, 16));
        let got = got.map(|body| String::from_utf8(body).unwrap());
        let got = got.as_deref().map_err(ToString::to_string);
        assert_eq!(got, want.map_err(str::to_owned), "{answer}");
    }
    let public = Services::new(Reach::Public).unwrap();
    let inner = public
        .get("https://169.254.169.254/", 16)
        .await
        .unwrap_err();
    assert_eq!(
        inner.to_string(),
        "the address is not one of the public network"
    );
}
