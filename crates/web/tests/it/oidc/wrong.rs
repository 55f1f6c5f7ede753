//! Wrong requests: the error that the RFC names, never a redirect to a place that is not registered.

use axum::body::Body;
use axum::http::{Request, header};
use testkit::TestApp;

use super::{BACK, Service, VERIFIER, of_query, refused};
use crate::holds::holder;

/// `{"alg":"none"}` and `{"redirect_uri":"https://dichvu.example/tro-lai"}`, unsigned.
const UNSIGNED: &str =
    "eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJodHRwczovL2RpY2h2dS5leGFtcGxlL3Ryby1sYWkifQ.";

// conformance: oidcc-ensure-registered-redirect-uri
#[tokio::test]
async fn what_cannot_be_answered_to_the_client_is_shown_to_the_person() {
    let test = TestApp::new().await;
    let service = Service::new(&test, 1).await;
    let mut browser = test.client();
    for more in [
        [("redirect_uri", "https://boese.example/")],
        [("redirect_uri", "https://dichvu.example/tro-lai/")],
        [("redirect_uri", "https://dichvu.example/tro-lai?x=1")],
        [("redirect_uri", "-")],
        [("client_id", "rp_00000000000000000000000000000000")],
        [("client_id", "nonsense")],
        [("client_id", "-")],
        [("request_uri", "urn:ietf:params:oauth:request_uri:unknown")],
        [("request", "not.a.token")],
    ] {
        let answer = browser.get(&service.asks("openid", &more)).await;
        answer.shows(400, "Dịch vụ gửi yêu cầu sai");
        assert!(!answer.headers.contains_key(header::LOCATION), "{more:?}");
    }
    // What is not served is told to a registered place only, whatever the object names.
    for unserved in [
        ("request", UNSIGNED),
        ("request_uri", "https://boese.example/request"),
    ] {
        let more = [("redirect_uri", "https://boese.example/"), unserved];
        let answer = browser.get(&service.asks("openid", &more)).await;
        answer.shows(400, "Dịch vụ gửi yêu cầu sai");
        assert!(
            !answer.headers.contains_key(header::LOCATION),
            "{unserved:?}"
        );
    }
    let twice = format!("{}&client_id=other", service.asks("openid", &[]));
    browser.get(&twice).await.shows(400, "stands twice");
    let broken = format!("{}&x=%zz", service.asks("openid", &[]));
    browser.get(&broken).await.shows(400, "invalid_request");
    browser.get("/oidc/authorize").await.shows(400, "");
}

// conformance: oidcc-response-type-missing
// conformance: oidcc-ensure-request-with-unknown-parameter-succeeds
// conformance: oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
// conformance: oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
#[tokio::test]
async fn what_can_be_answered_goes_back_with_the_right_word() {
    let test = TestApp::new().await;
    let service = Service::new(&test, 1).await;
    let mut browser = test.client();
    for (more, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (
            ("response_type", "code id_token"),
            "unsupported_response_type",
        ),
        (("response_type", "-"), "invalid_request"),
        (("scope", "profile"), "invalid_scope"),
        (("scope", "-"), "invalid_scope"),
        (("prompt", "none login"), "invalid_request"),
        (("max_age", "-5"), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("claims", "{not json"), "invalid_request"),
        (("id_token_hint", "not.a.token"), "invalid_request"),
        (("request", UNSIGNED), "request_not_supported"),
        (
            ("request_uri", "https://boese.example/request"),
            "request_uri_not_supported",
        ),
    ] {
        let answer = browser.get(&service.asks("openid", &[more])).await;
        assert_eq!(answer.status, 303, "{more:?} {}", answer.text());
        assert!(answer.location().starts_with(BACK), "{more:?}");
        assert_eq!(
            of_query(answer.location(), "error").as_deref(),
            Some(error),
            "{more:?}"
        );
        assert_eq!(
            of_query(answer.location(), "iss").unwrap(),
            "http://localhost"
        );
    }
    // What nobody knows is no error (Core 3.1.2.1).
    browser
        .get(&service.asks("openid", &[("unheard", "of")]))
        .await
        .goes_to("/oidc/continue");
}

// conformance: fapi2-security-profile-final-ensure-authorization-code-is-bound-to-client
// conformance: fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected
// conformance: fapi2-security-profile-final-ensure-pkce-code-verifier-required
#[tokio::test]
async fn a_code_is_for_one_client_one_address_and_one_verifier() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let mut other = Service::new(&test, 3).await;
    let (_, mut browser) = holder(&test, 2).await;
    let code = service.code(&mut browser, "openid").await;
    let with = |redirect: &'static str, verifier: &'static str| {
        [
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.clone()),
            ("redirect_uri", redirect.to_owned()),
            ("code_verifier", verifier.to_owned()),
        ]
    };
    let elsewhere = "https://dichvu.example/anderswo";
    let wrong = "wrongwrongwrongwrongwrongwrongwrongwrongwrong";
    for (redirect, verifier) in [(elsewhere, VERIFIER), (BACK, wrong), (BACK, "")] {
        let pairs = with(redirect, verifier);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (*n, v.as_str())).collect();
        refused(
            &service.call("/oidc/token", &pairs).await,
            400,
            "invalid_grant",
        );
    }
    refused(&other.exchange(&code).await, 400, "invalid_grant");
    assert_eq!(
        service.exchange(&code).await.status,
        200,
        "none of that used it up"
    );
    let (before, last) = code.split_at(63);
    let changed = format!("{before}{}", if last == "A" { "B" } else { "A" });
    refused(&service.exchange(&changed).await, 400, "invalid_grant");
}

#[tokio::test]
async fn a_client_proves_itself_in_the_way_it_registered() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let pairs = [("grant_type", "authorization_code"), ("code", "x")];
    let id = service.id.clone();
    for authorization in ["Basic bm9ib2R5Om5vdGhpbmc=", "Basic !!", "Bearer x", ""] {
        let answer = service.call_as(authorization, "/oidc/token", &pairs).await;
        assert!(
            matches!(answer.status.as_u16(), 400 | 401),
            "{authorization}"
        );
        assert!(answer.json()["error"].is_string());
    }
    let answer = service
        .call_as("Basic bm9ib2R5Om5vdGhpbmc=", "/oidc/token", &pairs)
        .await;
    refused(&answer, 401, "invalid_client");
    assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
    // Nothing, or the secret in the body, where the header was registered.
    let mut anybody = test.client();
    for body in [
        format!("grant_type=authorization_code&code=x&client_id={id}"),
        format!("grant_type=authorization_code&code=x&client_id={id}&client_secret=x"),
    ] {
        let request = Request::post("/oidc/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        refused(&anybody.send(request.unwrap()).await, 401, "invalid_client");
    }
    refused(
        &service.call("/oidc/token", &[("code", "x")]).await,
        400,
        "invalid_request",
    );
    let password = [
        ("grant_type", "password"),
        ("username", "a"),
        ("password", "b"),
    ];
    refused(
        &service.call("/oidc/token", &password).await,
        400,
        "unsupported_grant_type",
    );
    let machine = [("grant_type", "client_credentials")];
    refused(
        &service.call("/oidc/token", &machine).await,
        400,
        "unauthorized_client",
    );
}

#[tokio::test]
async fn bodies_that_are_no_forms_are_refused_by_name() {
    let test = TestApp::new().await;
    let mut anybody = test.client();
    let send = |kind: &'static str, body: Vec<u8>| {
        Request::post("/oidc/token")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap()
    };
    let form = "application/x-www-form-urlencoded";
    for (kind, body) in [
        ("application/json", b"{}".to_vec()),
        (form, b"a=1&a=2".to_vec()),
        (form, b"a=%zz".to_vec()),
        (form, b"a=%ff".to_vec()),
        (form, vec![b'a'; 1_000]),
        (form, Vec::new()),
    ] {
        let answer = anybody.send(send(kind, body)).await;
        assert!(matches!(answer.status.as_u16(), 400 | 401), "{kind}");
        assert!(answer.json()["error"].is_string(), "{}", answer.text());
    }
    let huge = anybody.send(send(form, vec![b'a'; 200_000])).await;
    assert_eq!(huge.status, 413);
}

// conformance: oidcc-userinfo-post-body, oidcc-userinfo-post-header
#[tokio::test]
async fn userinfo_says_how_to_ask() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    let mut anybody = test.client();
    let bare = anybody.get("/oidc/userinfo").await;
    assert_eq!(bare.status, 401);
    assert!(
        bare.bytes.is_empty(),
        "no error code without a token (RFC 6750 3.1)"
    );
    refused(&service.userinfo("nonsense").await, 401, "invalid_token");
    refused(
        &service.userinfo(&tokens.refresh).await,
        401,
        "invalid_token",
    );
    let body = [("access_token", tokens.access.as_str())];
    let request = Request::post("/oidc/userinfo")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(super::encode(&body)));
    assert_eq!(anybody.send(request.unwrap()).await.status, 200);
    let request = Request::post("/oidc/userinfo")
        .header(header::AUTHORIZATION, format!("Bearer {}", tokens.access))
        .body(Body::empty());
    assert_eq!(anybody.send(request.unwrap()).await.status, 200);
    test.advance(jiff::SignedDuration::from_secs(301));
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
}

#[tokio::test]
async fn a_trial_client_with_faults_is_not_made_and_nothing_typed_is_lost() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    let with = |redirect: &'static str, class: &'static str| {
        [
            ("name", "Dịch vụ của tôi"),
            ("purpose", "Thử"),
            ("redirect_uris", redirect),
            ("auth", "client_secret_basic"),
            ("class", class),
        ]
    };
    for (redirect, class, words) in [
        ("", "web", "Nhập ít nhất một địa chỉ"),
        ("/tro-lai", "web", "phải đầy đủ"),
        ("http://dichvu.example/", "web", "phải dùng https"),
        ("https://dichvu.example/#x", "web", "sau dấu #"),
        (
            "https://a:b@dichvu.example/",
            "web",
            "không được chứa tên đăng nhập",
        ),
        ("https://*.example/", "web", "không dùng dấu *"),
        (BACK, "high", "tự chứng minh bằng khóa"),
    ] {
        let answer = browser
            .post("/developers/new", &with(redirect, class))
            .await;
        answer.shows(422, words);
        answer.shows(422, "Dịch vụ của tôi");
    }
    browser
        .get("/developers")
        .await
        .shows(200, "Chưa có ứng dụng nào");
    test.client().get("/developers").await.goes_to("/sign-in");
}

// law: D59-22.1
#[tokio::test]
async fn a_trial_serves_its_maker_alone_and_says_that_it_is_one() {
    let test = TestApp::new().await;
    let (_, mut maker) = holder(&test, 1).await;
    let form = [
        ("name", "Cổng Dịch vụ công quốc gia"),
        ("purpose", "Thử"),
        ("redirect_uris", BACK),
        ("auth", "none"),
        ("class", "web"),
    ];
    let made = maker.post("/developers/new", &form).await.text();
    let id = &super::codes(&made)[1];
    let asks = super::encode(&[
        ("client_id", id),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("code_challenge", super::CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    let asks = format!("/oidc/authorize?{asks}");
    maker.get(&asks).await.goes_to("/oidc/continue");
    maker
        .get("/oidc/continue")
        .await
        .shows(200, "chưa được kiểm tra");
    let (_, mut victim) = holder(&test, 2).await;
    victim.get(&asks).await.goes_to("/oidc/continue");
    victim
        .get("/oidc/continue")
        .await
        .shows(200, "Dịch vụ này đang chạy thử");
    let forced = super::decide(&mut victim, "/oidc/continue", &[("decision", "allow")]).await;
    forced.shows(409, "chỉ người tạo ra");
    let back = super::decide(&mut victim, "/oidc/back", &[("why", "declined")]).await;
    assert_eq!(of_query(back.location(), "error").unwrap(), "access_denied");
}

#[tokio::test]
async fn a_click_counts_for_the_request_that_was_shown() {
    let test = TestApp::new().await;
    let (good, evil) = (Service::new(&test, 1).await, Service::new(&test, 3).await);
    let (_, mut browser) = holder(&test, 2).await;
    browser.get(&good.asks("openid", &[])).await;
    let page = browser.get("/oidc/continue").await.text();
    let (_, rest) = page.split_once("name=\"request\" value=\"").unwrap();
    let mark = rest.split('"').next().unwrap().to_owned();
    // Another site sends the browser on with a request of its own, in the background.
    browser
        .get(&evil.asks("openid identity offline_access", &[]))
        .await;
    for (path, field) in [
        ("/oidc/continue", ("decision", "allow")),
        ("/oidc/back", ("why", "")),
    ] {
        let swapped = browser.post(path, &[field, ("request", &mark)]).await;
        swapped.goes_to("/oidc/continue");
    }
    let none = browser
        .post("/oidc/continue", &[("decision", "allow")])
        .await;
    none.goes_to("/oidc/continue");
    browser
        .get("/personal/services")
        .await
        .shows(200, "Chưa có dịch vụ nào");
}
