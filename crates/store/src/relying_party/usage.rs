//! How much each client uses, by day (D59-31.2): a fee, a limit and a look at misuse rest on it. Numbers
//! only; nobody's name is in them.

use domain::ids::ClientId;
use jiff::civil::Date;

use crate::{Error, Result, Source, Tx};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Somebody signed in to the service.
    SignIn,
    /// A code or refresh token was exchanged.
    Exchange,
    /// The holder's facts were read.
    Reading,
}

impl Use {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::SignIn, Self::Exchange, Self::Reading];

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.as_str() == text)
    }

    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Exchange => "exchange",
            Self::Reading => "reading",
        }
    }
}

/// So many rows a client, day and use: acts at once wait for one another a sixteenth as often.
const PARTS: i64 = 16;

pub(crate) const COUNT: &str = "INSERT INTO party_use (client, day, kind, part, uses) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (client, day, kind, part) DO UPDATE SET uses = party_use.uses + excluded.uses";

/// Counts so many uses; `chance`: a random byte, to spread the rows.
pub async fn count(
    tx: &mut Tx,
    client: ClientId,
    day: Date,
    of: Use,
    (chance, many): (u8, i64),
) -> Result<()> {
    execute!(
        tx,
        COUNT,
        client.as_bytes().as_slice(),
        day.to_string(),
        of.as_str(),
        i64::from(chance) % PARTS,
        many
    )?;
    Ok(())
}

pub(crate) const SUM: &str = "SELECT CAST(COALESCE(SUM(uses), 0) AS BIGINT) FROM party_use \
     WHERE client = $1 AND day >= $2 AND kind = $3";

/// How often a client used something since a day.
pub async fn since(source: &mut impl Source, client: ClientId, day: Date, of: Use) -> Result<u64> {
    let day = day.to_string();
    let client = client.as_bytes().as_slice();
    let (sum,) = fetch_one!(source, (i64,), SUM, client, day.as_str(), of.as_str())?;
    u64::try_from(sum).map_err(|_| Error::Corrupt("party_use"))
}

row! {
    struct DayRow {
        day: String,
        kind: String,
        uses: i64,
    }
}

pub(crate) const DAYS: &str = "SELECT day, kind, CAST(SUM(uses) AS BIGINT) AS uses FROM party_use \
     WHERE client = $1 AND day >= $2 GROUP BY day, kind ORDER BY day DESC, kind";

/// D59-31.2: what a client used since a day, by day and kind, the latest first.
pub async fn by_day(
    source: &mut impl Source,
    client: ClientId,
    since: Date,
) -> Result<Vec<(Date, Use, u64)>> {
    let corrupt = || Error::Corrupt("party_use");
    let since = since.to_string();
    let client = client.as_bytes().as_slice();
    fetch_all!(source, DayRow, DAYS, client, since.as_str())?
        .into_iter()
        .map(|row| {
            let day = row.day.parse().map_err(|_| corrupt())?;
            let of = Use::parse(&row.kind).ok_or_else(corrupt)?;
            Ok((day, of, u64::try_from(row.uses).map_err(|_| corrupt())?))
        })
        .collect()
}
