//! What the pages are measured against: an empty handler that makes one indexed read on the same
//! database; `/` reads as the pages do, on the request's own thread, `/pool` through sqlx as most
//! services do. `bare FILE.sqlite MASTER.key NUMBER`; prints its address.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use store::account::{Identifier, subject_of};
use store::{Db, MasterKey, Settings, Snapshot};

type Failure = Box<dyn std::error::Error>;

type There = State<(Db, String)>;

async fn read(State((db, number)): There) -> StatusCode {
    match db.read().await {
        Ok(source) => look(source, &number).await,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn pooled(State((db, number)): There) -> StatusCode {
    match db.scan().await {
        Ok(source) => look(source, &number).await,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn look(mut source: Snapshot, number: &str) -> StatusCode {
    match subject_of(&mut source, Identifier::Number, number).await {
        Ok(Some(_)) => StatusCode::OK,
        Ok(None) => StatusCode::NOT_FOUND,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "whoever started it reads the address")]
async fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let (Some(file), Some(key), Some(number)) = (args.next(), args.next(), args.next()) else {
        return Err("use: bare FILE.sqlite MASTER.key NUMBER".into());
    };
    // The database exists, and with it its keys: nothing random is needed.
    let mut nothing = |_: &mut [u8]| {};
    let master = MasterKey::load_or_make(&PathBuf::from(key), &mut nothing)?;
    let db = Db::open(
        &Settings::Lite {
            file: PathBuf::from(file),
        },
        &master,
        &mut nothing,
    )
    .await?;
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    println!("{}", listener.local_addr()?);
    Ok(axum::serve(
        listener,
        Router::new()
            .route("/", get(read))
            .route("/pool", get(pooled))
            .with_state((db, number)),
    )
    .await?)
}
