use super::*;

async fn connect(handle: &PgHandle) -> PgConnection {
    PgConnection::connect(&handle.url).await.unwrap()
}

async fn make_table(url: String) -> Result<(), PgError> {
    let mut connection = PgConnection::connect(&url).await?;
    run(
        &mut connection,
        "create table thing (id bigint primary key)".to_owned(),
    )
    .await?;
    connection.close().await.map_err(PgError::from)
}

#[tokio::test]
async fn each_test_has_its_own_database() {
    let one = fresh_database().await.unwrap();
    let other = fresh_database().await.unwrap();
    run(
        &mut connect(&one).await,
        "create table thing (id bigint)".to_owned(),
    )
    .await
    .unwrap();
    let there: Option<String> = sqlx::query_scalar("select to_regclass('thing')::text")
        .fetch_one(&mut connect(&other).await)
        .await
        .unwrap();
    assert_eq!(there, None);
    assert_ne!(one.url, other.url);
}

#[tokio::test]
async fn copies_of_the_template_are_apart() {
    let one = migrated_database("selftest", make_table).await.unwrap();
    let other = migrated_database("selftest", make_table).await.unwrap();
    run(
        &mut connect(&one).await,
        "insert into thing values (1)".to_owned(),
    )
    .await
    .unwrap();
    let count: i64 = sqlx::query_scalar("select count(*) from thing")
        .fetch_one(&mut connect(&other).await)
        .await
        .unwrap();
    assert_eq!(count, 0);
}

#[tokio::test]
async fn a_dropped_handle_removes_its_database() {
    let handle = fresh_database().await.unwrap();
    let open = connect(&handle).await;
    let name = handle.name.clone();
    drop(handle);
    let mut admin = server().unwrap().connect().await.unwrap();
    let there: bool =
        sqlx::query_scalar("select exists (select 1 from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&mut admin)
            .await
            .unwrap();
    assert!(!there);
    drop(open);
}

#[test]
fn a_server_of_its_own_ends_with_its_value() {
    let cluster = Cluster::start().unwrap();
    let home = cluster.home().to_path_buf();
    assert!(cluster::runs_in(&home));
    drop(cluster);
    assert!(!home.exists());
}
