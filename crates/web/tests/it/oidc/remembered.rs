//! A registration that this node remembers never outlives a change that another node made: the database is
//! written behind its back here.

use domain::relying_party::Phase;
use store::relying_party::client::{self, Client as Stored};
use testkit::TestApp;

use super::{Service, refused};
use crate::holds::holder;

const OWN: [(&str, &str); 2] = [("own_tokens", "yes"), ("scopes", "grades:read")];
const MACHINE: [(&str, &str); 2] = [
    ("grant_type", "client_credentials"),
    ("scope", "grades:read"),
];

async fn elsewhere(test: &TestApp, id: &str, change: impl FnOnce(&mut Stored)) {
    let mut tx = test.app.db.begin().await.unwrap();
    let found = client::find(&mut tx, id.parse().unwrap()).await.unwrap();
    let mut found = found.unwrap();
    change(&mut found);
    client::save(&mut tx, &found).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

fn edited(stored: &mut Stored, from: &str, to: &str) {
    assert!(
        stored.registration.contains(from),
        "{}",
        stored.registration
    );
    stored.registration = stored.registration.replace(from, to);
}

// law: D59-22.1
#[tokio::test]
async fn a_suspension_shows_at_each_door_though_the_node_remembers_otherwise() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let mut service = Service::with(&test, 1, &OWN).await;
    let (_, mut person) = holder(&test, 2).await;
    let tokens = service
        .tokens(&mut person, "openid profile offline_access")
        .await;
    let code = service.code(&mut person, "openid").await;
    assert_eq!(service.call("/oidc/token", &MACHINE).await.status, 200);
    assert!(service.active(&tokens.access).await);
    assert_eq!(service.userinfo(&tokens.access).await.status, 200);

    elsewhere(&test, &service.id, |c| c.phase = Phase::Suspended).await;
    let own = service.call("/oidc/token", &MACHINE).await;
    refused(&own, 401, "invalid_client");
    refused(&service.exchange(&code).await, 401, "invalid_client");
    refused(
        &service.refresh(&tokens.refresh).await,
        401,
        "invalid_client",
    );
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
    for token in [tokens.access.as_str(), tokens.refresh.as_str(), "x"] {
        let asked = service.call("/oidc/introspect", &[("token", token)]).await;
        refused(&asked, 401, "invalid_client");
    }

    elsewhere(&test, &service.id, |c| c.phase = Phase::Production).await;
    assert!(service.active(&tokens.access).await);
    assert_eq!(service.refresh(&tokens.refresh).await.status, 200);
}

#[tokio::test]
async fn a_secret_that_was_replaced_elsewhere_proves_nothing_here() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let mut service = Service::with(&test, 1, &OWN).await;
    let (_, mut person) = holder(&test, 2).await;
    let tokens = service.tokens(&mut person, "openid offline_access").await;
    let mut kept = None;
    elsewhere(&test, &service.id, |c| {
        kept = c.secret.replace(vec![7; 32]);
    })
    .await;
    refused(
        &service.call("/oidc/token", &MACHINE).await,
        401,
        "invalid_client",
    );
    refused(
        &service.refresh(&tokens.refresh).await,
        401,
        "invalid_client",
    );
    let asked = service
        .call("/oidc/introspect", &[("token", &tokens.access)])
        .await;
    refused(&asked, 401, "invalid_client");
    // The one that it has now is not the one that is remembered, and is taken all the same.
    elsewhere(&test, &service.id, |c| c.secret = kept).await;
    assert_eq!(service.call("/oidc/token", &MACHINE).await.status, 200);
    assert!(service.active(&tokens.access).await);
    assert_eq!(service.refresh(&tokens.refresh).await.status, 200);
}

#[tokio::test]
async fn what_a_client_may_ask_follows_its_registration_at_once() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let mut service = Service::with(&test, 1, &OWN).await;
    assert_eq!(service.call("/oidc/token", &MACHINE).await.status, 200);
    elsewhere(&test, &service.id, |c| {
        edited(c, "grades:read", "grades:write")
    })
    .await;
    refused(
        &service.call("/oidc/token", &MACHINE).await,
        400,
        "invalid_scope",
    );
    elsewhere(&test, &service.id, |c| {
        edited(c, "grades:write", "grades:read")
    })
    .await;
    assert_eq!(service.call("/oidc/token", &MACHINE).await.status, 200);
    elsewhere(&test, &service.id, |c| {
        edited(c, "client_credentials", "refresh_token")
    })
    .await;
    let taken = service.call("/oidc/token", &MACHINE).await;
    refused(&taken, 400, "unauthorized_client");
}
