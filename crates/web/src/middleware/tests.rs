use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use maud::html;
use tower::ServiceExt;

use super::*;
use crate::page::{Audience, Page, View};

const TOKEN: &str = "0707070707070707070707070707070707070707070707070707070707070707";

fn app(origin: &str) -> Router {
    let site = Arc::new(Site::new(
        origin,
        "2.1.0",
        Arc::new(|bytes: &mut [u8]| bytes.fill(7)),
    ));
    let routes = Router::new()
        .route("/", get(show).post(submit))
        .route("/panic", get(broken))
        .route("/camera", get(async || (Camera, html! { "x" })))
        .route(
            "/consent",
            get(async || {
                (
                    FormAction::new("https://rp.example:8443").unwrap(),
                    html! { "x" },
                )
            }),
        )
        .route("/json", post(async || "ok"))
        .merge(crate::assets::routes());
    frame(routes, &site)
}

async fn broken() -> &'static str {
    panic!("Nguyễn Văn A 074203001234")
}

async fn show(view: View) -> Response {
    let body = view.form("", html! { button { "x" } });
    Page::new(&view, Audience::Citizen, "Xin chào").respond(body)
}

async fn submit(form: Form) -> String {
    format!(
        "{}|{}",
        form.get("name"),
        form.file("photo").map_or(0, |file| file.bytes.len())
    )
}

async fn send(app: Router, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let response = app.oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (
        status,
        headers,
        String::from_utf8_lossy(&bytes).into_owned(),
    )
}

async fn fetch(path: &str) -> (StatusCode, HeaderMap, String) {
    send(
        app("http://localhost:8080"),
        Request::get(path).body(Body::empty()).unwrap(),
    )
    .await
}

fn posted(body: impl Into<Body>) -> axum::http::request::Builder {
    drop(body.into());
    Request::builder()
        .method(Method::POST)
        .uri("/")
        .header("cookie", format!("dd-csrf={TOKEN}"))
        .header("content-type", "application/x-www-form-urlencoded")
}

async fn post_form(
    body: String,
    change: fn(axum::http::request::Builder) -> axum::http::request::Builder,
) -> (StatusCode, String) {
    let request = change(posted("")).body(Body::from(body)).unwrap();
    let (status, _, text) = send(app("http://localhost:8080"), request).await;
    (status, text)
}

#[tokio::test]
async fn every_page_has_the_headers() {
    let (status, headers, _) = fetch("/").await;
    assert_eq!(status, StatusCode::OK);
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self';",
        "form-action 'self';",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{part}");
    }
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
    assert!(
        headers["permissions-policy"]
            .to_str()
            .unwrap()
            .starts_with("camera=()")
    );
    assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    assert_eq!(headers["x-request-id"], "0707070707070707");
    let (_, headers, _) = fetch(ui::assets::url("app.css")).await;
    assert!(
        headers[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert!(!headers.contains_key(header::SET_COOKIE));
}

#[tokio::test]
async fn camera_and_consent_pages_ask_for_their_exceptions() {
    let (_, headers, _) = fetch("/camera").await;
    assert!(
        headers["permissions-policy"]
            .to_str()
            .unwrap()
            .starts_with("camera=(self)")
    );
    let (_, headers, _) = fetch("/consent").await;
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://rp.example:8443;"));
    for bad in [
        "https://a;script-src *",
        "javascript:x",
        "https://",
        "https://a b",
        "https://a/path",
    ] {
        assert!(FormAction::new(bad).is_none(), "{bad}");
    }
}

#[tokio::test]
async fn over_https_cookies_are_bound_to_the_host() {
    let request = Request::get("/").body(Body::empty()).unwrap();
    let (_, headers, body) = send(app("https://dinhdanh.example"), request).await;
    assert_eq!(
        headers[header::SET_COOKIE],
        format!("__Host-dd-csrf={TOKEN}; Path=/; HttpOnly; SameSite=Lax; Secure")
    );
    assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    assert!(body.contains(&format!("name=\"csrf\" value=\"{TOKEN}\"")));
}

#[tokio::test]
async fn a_form_with_its_token_passes_and_keeps_what_was_typed() {
    let (status, text) = post_form(format!("csrf={TOKEN}&name=%C3%81nh+"), |r| {
        r.header("origin", "http://localhost:8080")
    })
    .await;
    assert_eq!((status, text.as_str()), (StatusCode::OK, "Ánh |0"));
}

#[tokio::test]
async fn cross_site_and_unproven_forms_are_refused() {
    let good = || format!("csrf={TOKEN}&name=a");
    for (name, answer) in [
        ("no token", post_form("name=a".into(), |r| r).await),
        (
            "wrong token",
            post_form(format!("csrf={}&name=a", "1".repeat(64)), |r| r).await,
        ),
        (
            "short token",
            post_form("csrf=07&name=a".into(), |r| r).await,
        ),
        (
            "other origin",
            post_form(good(), |r| r.header("origin", "https://evil.example")).await,
        ),
        (
            "null origin",
            post_form(good(), |r| r.header("origin", "null")).await,
        ),
        (
            "cross-site",
            post_form(good(), |r| r.header("sec-fetch-site", "cross-site")).await,
        ),
        (
            "sister site",
            post_form(good(), |r| r.header("sec-fetch-site", "same-site")).await,
        ),
        (
            "cookie twice",
            post_form(good(), |r| r.header("cookie", "dd-csrf=abc")).await,
        ),
    ] {
        assert_eq!(answer.0, StatusCode::FORBIDDEN, "{name}");
        assert!(answer.1.contains("<h1"), "{name}");
    }
    let bare = Request::post("/")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(good()))
        .unwrap();
    assert_eq!(
        send(app("http://localhost:8080"), bare).await.0,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn other_bodies_need_the_token_in_a_header() {
    for (token, expected) in [
        (Some(TOKEN), StatusCode::OK),
        (Some("x"), StatusCode::FORBIDDEN),
        (None, StatusCode::FORBIDDEN),
    ] {
        let mut request = Request::post("/json")
            .header("cookie", format!("dd-csrf={TOKEN}"))
            .header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("x-csrf-token", token);
        }
        let request = request.body(Body::from("{}")).unwrap();
        assert_eq!(
            send(app("http://localhost:8080"), request).await.0,
            expected
        );
    }
}

#[tokio::test]
async fn files_arrive_and_have_a_limit() {
    for (size, expected) in [
        (3_000_000, StatusCode::OK),
        (MAX_FILE_FORM + 1, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let body = format!(
            "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{TOKEN}\r\n--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nÁnh\r\n--B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n{}\r\n--B--\r\n",
            "x".repeat(size)
        );
        let request = Request::post("/")
            .header("cookie", format!("dd-csrf={TOKEN}"))
            .header("content-type", "multipart/form-data; boundary=B")
            .body(Body::from(body))
            .unwrap();
        let (status, _, text) = send(app("http://localhost:8080"), request).await;
        assert_eq!(status, expected);
        if status == StatusCode::OK {
            assert_eq!(text, format!("Ánh|{size}"));
        }
    }
}

#[tokio::test]
async fn bad_text_and_long_forms_get_a_calm_page() {
    let (status, text) = post_form(format!("csrf={TOKEN}&name=%00"), |r| r).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(text.contains("Yêu cầu không đọc được"));
    let long = format!("csrf={TOKEN}&name={}", "a".repeat(MAX_FORM));
    assert_eq!(
        post_form(long.clone(), |r| r).await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let (status, text) = post_form(long, |r| r.header("content-length", "65700")).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text.contains("Tệp quá lớn"));
}

#[tokio::test]
async fn a_panic_becomes_a_page_without_its_words() {
    let (status, headers, body) = fetch("/panic").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(body.contains("Hệ thống đang gặp trục trặc") && body.contains("0707070707070707"));
    assert!(!body.contains("Nguyễn") && headers.contains_key(header::CONTENT_SECURITY_POLICY));
}

#[tokio::test]
async fn an_unknown_address_is_a_page_in_the_chosen_language() {
    let (status, _, body) = fetch("/nowhere").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body.contains("Không tìm thấy trang"));
    let request = Request::get("/nowhere")
        .header("cookie", "dd-lang=en; dd-text=larger")
        .body(Body::empty())
        .unwrap();
    let (_, _, body) = send(app("http://localhost:8080"), request).await;
    assert!(
        body.contains("<html class=\"govuk-template dd-larger\" lang=\"en\">")
            && body.contains("Page not found")
    );
}

// law: UX-8
#[tokio::test]
async fn switches_set_a_cookie_and_keep_the_place() {
    let (status, headers, _) = fetch("/wallet/1?page=2&lang=en&text=larger").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[header::LOCATION], "/wallet/1?page=2");
    let cookies: Vec<_> = headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|v| v.to_str().unwrap().to_owned())
        .collect();
    assert!(
        cookies[0].starts_with("dd-lang=en;") && cookies[1].starts_with("dd-text=larger;"),
        "{cookies:?}"
    );
    let (_, headers, _) = fetch("//evil.example/?lang=vi").await;
    assert_eq!(headers[header::LOCATION], "/evil.example/");
    assert_eq!(fetch("/?lang=xx").await.0, StatusCode::OK);
}
