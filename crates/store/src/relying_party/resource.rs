//! Which client a resource belongs to (RFC 8707): tokens for it are made for that one alone.

use domain::ids::ClientId;

use crate::{Error, Result, Source, Tx};

row! {
    struct OwnerRow {
        client: Vec<u8>,
    }
}

pub(crate) const TAKE: &str = "INSERT INTO party_resource (uri, host, client) VALUES ($1, $2, $3) ON CONFLICT (uri) DO NOTHING";

/// Takes a resource for a client; nothing happens where it belongs to one already.
pub async fn take(tx: &mut Tx, (uri, host): (&str, &str), client: ClientId) -> Result<()> {
    execute!(tx, TAKE, uri, host, client.as_bytes().as_slice())?;
    Ok(())
}

pub(crate) const OWNER: &str = "SELECT client FROM party_resource WHERE uri = $1";

/// Whose a resource is.
pub async fn owner(source: &mut impl Source, uri: &str) -> Result<Option<ClientId>> {
    let row = fetch_optional!(source, OwnerRow, OWNER, uri)?;
    row.as_ref().map(client).transpose()
}

pub(crate) const ON_HOST: &str = "SELECT DISTINCT r.client AS client FROM party_resource r JOIN client c ON c.id = r.client \
     WHERE r.host = $1 AND c.phase IN ('production', 'suspended') LIMIT 100";

/// The clients that were connected and have a resource on a host.
pub async fn connected_on(source: &mut impl Source, host: &str) -> Result<Vec<ClientId>> {
    fetch_all!(source, OwnerRow, ON_HOST, host)?
        .iter()
        .map(client)
        .collect()
}

pub(crate) const RELEASE: &str = "DELETE FROM party_resource WHERE client = $1";

/// Gives up all that a client has.
pub async fn release(tx: &mut Tx, client: ClientId) -> Result<()> {
    execute!(tx, RELEASE, client.as_bytes().as_slice())?;
    Ok(())
}

fn client(row: &OwnerRow) -> Result<ClientId> {
    ClientId::try_from(row.client.as_slice()).map_err(|_| Error::Corrupt("party_resource"))
}
