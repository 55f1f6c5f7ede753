//! `/assets/{hash}/{name}`: the static files of `ui`, compressed, kept for ever; and the manifest.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{Router, get},
};

use crate::{middleware::Fault, page::View, t};

const FOREVER: &str = "public, max-age=31536000, immutable";
/// A hash of another version, as during a rolling upgrade: ours, but do not keep it.
const BRIEFLY: &str = "no-cache";

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{*path}", get(file))
        .route("/manifest.webmanifest", get(manifest))
}

async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let found = path
        .split_once('/')
        .and_then(|(hash, name)| Some((hash, ui::assets::asset(name)?)));
    let Some((hash, asset)) = found else {
        return Fault::new(StatusCode::NOT_FOUND).into_response();
    };
    let etag = format!("\"{}\"", asset.hash);
    let cache = if hash == asset.hash { FOREVER } else { BRIEFLY };
    let common = [
        (header::CONTENT_TYPE, asset.mime.to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::ETAG, etag.clone()),
        (header::VARY, "Accept-Encoding".to_owned()),
    ];
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    if known.is_some_and(|tags| tags.contains(&etag)) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let accepts = |coding| accepts(&headers, coding);
    match (
        asset.br.filter(|_| accepts("br")),
        asset.gz.filter(|_| accepts("gzip")),
    ) {
        (Some(bytes), _) => (common, [(header::CONTENT_ENCODING, "br")], bytes).into_response(),
        (None, Some(bytes)) => {
            (common, [(header::CONTENT_ENCODING, "gzip")], bytes).into_response()
        }
        (None, None) => (common, asset.bytes).into_response(),
    }
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let listed = headers.get_all(header::ACCEPT_ENCODING).iter();
    listed
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let same = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(coding));
            same && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

async fn manifest(view: View) -> Response {
    let lang = view.lang;
    let json = ui::manifest::Manifest {
        name: &t!(lang, "brand"),
        short_name: &t!(lang, "brand"),
        description: &t!(lang, "brand-description"),
        lang: lang.as_str(),
        start_url: "/",
    }
    .to_json();
    let kind = HeaderValue::from_static("application/manifest+json");
    ([(header::CONTENT_TYPE, kind)], json).into_response()
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use tower::ServiceExt;

    use super::*;

    async fn ask(path: &str, name: &str, value: &str) -> Response {
        let request = Request::get(path)
            .header(name, value)
            .body(Body::empty())
            .unwrap();
        routes::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn the_best_coding_both_know_is_sent() {
        let url = ui::assets::url("app.css");
        for (accept, coding) in [
            ("gzip, br", Some("br")),
            ("gzip, br;q=0", Some("gzip")),
            ("identity", None),
        ] {
            let answer = ask(url, "accept-encoding", accept).await;
            assert_eq!(answer.status(), StatusCode::OK);
            assert_eq!(answer.headers()[header::CACHE_CONTROL], FOREVER);
            assert_eq!(
                answer
                    .headers()
                    .get(header::CONTENT_ENCODING)
                    .map(|v| v.to_str().unwrap()),
                coding
            );
        }
    }

    #[tokio::test]
    async fn a_known_file_is_not_sent_again_and_an_unknown_is_not_found() {
        let asset = ui::assets::asset("app.js").unwrap();
        let answer = ask(asset.url, "if-none-match", &format!("\"{}\"", asset.hash)).await;
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
        let other = ask("/assets/0000000000000000/app.js", "accept", "*/*").await;
        assert_eq!(other.headers()[header::CACHE_CONTROL], BRIEFLY);
        for path in [
            "/assets/x/../Cargo.toml",
            "/assets/app.css",
            "/assets/a/b/c",
        ] {
            assert_eq!(
                ask(path, "accept", "*/*").await.status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
}
