//! Who may ask: a provider whose licence is on record, by the person's browser, for a person.

use domain::actor::Role;
use domain::relying_party::PACKAGE_SCOPE;
use jiff::Timestamp;
use oidc::jose::Alg;

use super::*;
use crate::holds::{holder, staff};
use crate::oidc::desk::{
    DOSSIER, ITEMS, LATER, check_all, fresh, jwks, step, trial, visited, waiting,
};
use crate::oidc::refused;

async fn error_of(service: &Service, browser: &mut Client, scope: &str) -> String {
    let answer = browser.get(&service.asks(scope, &[])).await;
    of_query(answer.location(), "error").unwrap_or_else(|| answer.location().to_owned())
}

// law: R50-3, D59-13.7
#[tokio::test]
async fn without_a_licence_or_for_an_organisation_the_scope_is_refused() {
    let test = TestApp::new().await;
    let claims = [("claims", "organisation"), ("devices", "yes")];
    let mut service = Service::with(&test, 1, &claims).await;
    let (_, mut browser) = holder(&test, 2).await;
    assert_eq!(
        error_of(&service, &mut browser, SCOPE).await,
        "invalid_scope"
    );
    license(&test, &service).await;
    assert_eq!(
        error_of(&service, &mut browser, SCOPE).await,
        "/oidc/continue"
    );
    let both = format!("{SCOPE} organisation");
    assert_eq!(
        error_of(&service, &mut browser, &both).await,
        "invalid_scope"
    );
    let device = [
        ("client_id", service.id.clone()),
        ("scope", SCOPE.to_owned()),
    ];
    let device: Vec<(&str, &str)> = device.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let asked = service.call("/oidc/device_authorization", &device).await;
    refused(&asked, 400, "invalid_scope");
    let published = test.client().get("/.well-known/openid-configuration").await;
    let scopes = published.json()["scopes_supported"].clone();
    assert!(scopes.as_array().unwrap().contains(&json!(PACKAGE_SCOPE)));
}

// law: R50-3, D59-22.1
#[tokio::test]
async fn a_licence_comes_with_an_approval_and_is_taken_off_by_the_manager() {
    let test = fresh().await;
    test.clock.set(LATER.parse::<Timestamp>().unwrap());
    let keys = jwks(Alg::Es256);
    let key = [
        ("auth", "private_key_jwt"),
        ("class", "high"),
        ("jwks", &*keys),
    ];
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let mut auditor = staff(&test, Role::Auditor, "A06").await;
    for (n, kind, granted) in [(1, "bank", false), (2, "signature", true)] {
        let (id, mut browser) = trial(&test, n, &key).await;
        let mut dossier = DOSSIER.to_vec();
        dossier[0] = ("kind", kind);
        let page = format!("/developers/{id}/production");
        browser
            .post(&page, &dossier)
            .await
            .goes_to(&format!("{page}?handed=1"));
        let review = waiting(&mut manager).await;
        check_all(&mut manager, &review, &ITEMS).await;
        visited(&mut manager, &review).await;
        let decide = format!("{review}/decide");
        let form = manager.get(&decide).await;
        assert_eq!(form.text().contains("name=\"licence\""), granted, "{kind}");
        let approve = [
            ("verdict", "approve"),
            ("class", "high"),
            ("licence", LICENCE),
        ];
        let done = step(&mut manager, &decide, &approve).await;
        let place = format!("/console/parties/{id}");
        if !granted {
            done.shows(422, "Chỉ tổ chức chứng thực chữ ký số");
            step(&mut manager, &decide, &approve[..2])
                .await
                .goes_to(&review);
            let none = manager.post(&format!("{place}/unlicense"), &[]).await;
            none.shows(409, "không có giấy phép");
            continue;
        }
        done.goes_to(&review);
        manager.get(&place).await.shows(200, LICENCE);
        browser
            .get(&format!("/developers/{id}"))
            .await
            .shows(200, LICENCE);
        let forbidden = auditor.post(&format!("{place}/unlicense"), &[]).await;
        assert_eq!(forbidden.status, 403);
        manager
            .post(&format!("{place}/unlicense"), &[])
            .await
            .goes_to(&place);
        assert!(!manager.get(&place).await.text().contains(LICENCE));
    }
}
