//! The desk for relying parties: what a lock stops, and whose a resource is.

use app::relying_parties::desk::{Asked, change, register, renew_secret, submit};
use app::relying_parties::{Kinds, Least};
use app::{Cx, Error};
use domain::fault::Fault;
use domain::ids::{ClientId, SubjectId};
use domain::relying_party::Dossier;
use oidc::client::{Class, ClientAuth};

use super::house::{House, both};
use super::services::locked;

both!(
    a_change_that_was_under_way_when_the_lock_came_does_not_commit,
    a_resource_is_of_one_client,
);

fn asked(resources: &str) -> Asked<'_> {
    Asked {
        name: "Trường học",
        purpose: "Xem điểm",
        redirect_uris: "https://truong.example/",
        post_logout_redirect_uris: "",
        backchannel_logout_uri: "",
        backchannel_logout_session_required: false,
        auth: ClientAuth::SecretBasic,
        class: Class::Web,
        certificate_name: "",
        certificate_bound: false,
        jwks: "",
        jwks_uri: "",
        claims: &[],
        least: Least::default(),
        kinds: Kinds {
            own: true,
            resources,
            ..Kinds::default()
        },
        passcode: "",
    }
}

async fn made(house: &House, cx: &Cx) -> ClientId {
    register(&house.app, cx, &asked("")).await.unwrap().id
}

// law: D59-19.3.a
async fn a_change_that_was_under_way_when_the_lock_came_does_not_commit(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (_, device) = house.holder(house.subject).await;
    let id = made(&house, &cx).await;
    // As after a slow jwks_uri: the page let him in before the lock was acknowledged.
    locked(&house, &device).await;
    let app = &house.app;
    let refused = [
        register(app, &cx, &asked("")).await.err(),
        change(app, &cx, (id, 1), &asked("")).await.err(),
        renew_secret(app, &cx, id, (false, "")).await.err(),
        submit(app, &cx, id, &Dossier::default()).await.err(),
    ];
    for (at, error) in refused.into_iter().enumerate() {
        assert!(matches!(error, Some(Error::SignIn)), "{at}: {error:?}");
    }
}

async fn a_resource_is_of_one_client(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let other = SubjectId::from_bytes([2; 16]);
    house.settle("074190009999", other, "0987654321").await;
    let (_, stranger) = house.holder(other).await;
    let api = asked("https://truong.example/api\nhttps://truong.example/api/");
    let made = register(&house.app, &cx, &api).await;
    let id = made.unwrap().id;
    let taken = Fault::new("resources", "client-resource-taken");
    for spelling in [
        "https://truong.example/api",
        "https://TRUONG.example:443/api/",
    ] {
        let refused = register(&house.app, &stranger, &asked(spelling))
            .await
            .err();
        let Some(Error::Invalid(faults)) = refused else {
            panic!("{spelling}: {refused:?}");
        };
        assert_eq!(faults, vec![taken.clone()]);
    }
    change(&house.app, &cx, (id, 1), &asked("")).await.unwrap();
    let free = asked("https://truong.example/api");
    register(&house.app, &stranger, &free).await.unwrap();
}
