//! A browser of sorts: keeps cookies, sends the form token, follows nothing by itself.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;

/// A browser with its cookies.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    agent: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where it redirects to, or nothing.
    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    /// Body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// Expects a redirect to a place; shows the page otherwise.
    #[track_caller]
    pub fn goes_to(&self, place: &str) {
        assert_eq!(
            (self.status, self.location()),
            (StatusCode::SEE_OTHER, place),
            "{}",
            self.words()
        );
    }

    /// Expects a page that contains a text.
    #[track_caller]
    pub fn shows(&self, status: u16, text: &str) {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{} {}",
            self.location(),
            self.words()
        );
        assert!(
            self.text().contains(text),
            "no {text:?} in: {}",
            self.words()
        );
    }

    /// The words of a page, without its tags.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        let text = self.text();
        let main = text.find("<main").map_or(text.as_str(), |at| &text[at..]);
        for c in main.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    words.push(' ');
                }
                _ if !inside => words.push(c),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

const BOUNDARY: &str = "----dinhdanh-test-boundary";

impl Client {
    /// Without cookies.
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            agent: "Mozilla/5.0 (Linux; Android 14) Chrome/130.0".into(),
        }
    }

    /// The same browser, at the doors of an application with other parts.
    #[must_use]
    pub fn moved_to(self, other: Self) -> Self {
        Self {
            router: other.router,
            ..self
        }
    }

    /// Calls itself another browser.
    #[must_use]
    pub fn agent(mut self, agent: &str) -> Self {
        agent.clone_into(&mut self.agent);
        self
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Sets a cookie, as a thief would.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Sends a request as it is, with our cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        let headers = request.headers_mut();
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.join("; ").parse().expect("cookies"));
        }
        headers.insert(header::USER_AGENT, self.agent.parse().expect("agent"));
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            self.take(value.to_str().expect("a cookie of ours"));
        }
        let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    fn take(&mut self, line: &str) {
        let pair = line.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            if line.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request"))
            .await
    }

    /// The token of our forms; a first page is opened where there is none yet.
    async fn token(&mut self) -> String {
        if self.cookie("dd-csrf").is_none() {
            self.get("/sign-in").await;
        }
        self.cookie("dd-csrf").unwrap_or_default().to_owned()
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut body = format!("csrf={}", encode(&token));
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "http://localhost")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Sends a form with files: field, name, type, bytes.
    pub async fn post_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &str, &[u8])],
    ) -> Answer {
        let token = self.token().await;
        let mut body = Vec::new();
        for (name, value) in std::iter::once(&("csrf", token.as_str())).chain(fields) {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        for (field, name, kind, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        let request = Request::post(path)
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .header(header::ORIGIN, "http://localhost")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Sends JSON with a bearer token.
    pub async fn json(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &serde_json::Value,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(
            request
                .body(Body::from(body.to_string()))
                .expect("a request"),
        )
        .await
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
