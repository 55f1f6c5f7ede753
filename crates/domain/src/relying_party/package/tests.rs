use jiff::Timestamp;

use super::*;
use crate::account::{Level, Possession, SubjectKind};
use crate::hold::{Channel, Hold};
use crate::ids::{HoldId, SubjectId};
use crate::regime::Regime;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const ISSUED: &str = "2024-08-01T02:00:00Z";

fn read(serial: &str, from: &str, to: &str) -> Result<Certificate, Wrong> {
    Certificate::read((serial, from, to), at(ISSUED), at("2024-08-02T02:00:00Z"))
}

// law: R50-3
#[test]
fn a_report_names_a_certificate_that_can_have_come_of_the_package() {
    let (from, to) = ("2024-08-01T02:05:00Z", "2027-08-01T02:05:00Z");
    let whole = read("0A1b", from, to).unwrap();
    assert_eq!(whole.serial, "0a1b");
    assert_eq!((whole.not_before, whole.not_after), (at(from), at(to)));
    let (long, longer) = ("f".repeat(40), "f".repeat(41));
    for (serial, from, to, want) in [
        ("", from, to, Some(Wrong::Serial)),
        ("0x1", from, to, Some(Wrong::Serial)),
        ("số", from, to, Some(Wrong::Serial)),
        (&longer, from, to, Some(Wrong::Serial)),
        (&long, from, to, None),
        ("1", "", to, Some(Wrong::Time)),
        ("1", from, "2027-08-01", Some(Wrong::Time)),
        ("1", to, from, Some(Wrong::Order)),
        ("1", from, from, Some(Wrong::Order)),
        ("1", from, "2024-08-02T02:00:00Z", Some(Wrong::Order)),
        ("1", "2024-07-31T01:59:59Z", to, Some(Wrong::Order)),
        ("1", "2024-07-31T02:00:00Z", to, None),
        ("1", from, "2029-08-01T17:00:00Z", None),
        ("1", from, "2029-08-01T17:00:01Z", Some(Wrong::Long)),
    ] {
        assert_eq!(read(serial, from, to).err(), want, "{serial} {from} {to}");
    }
}

fn hold(ground: Ground, n: u8, since: Timestamp, channel: Channel) -> Hold {
    Hold {
        id: HoldId::from_bytes([n; 16]),
        ground,
        holder: SubjectKind::Citizen,
        reason: None,
        since,
        until: None,
        channel,
        source: String::new(),
        regime: Regime::Decree59,
    }
}

// law: R50-3, D59-19.1.a.iv
#[test]
fn a_provider_is_told_the_gravest_and_since_when() {
    let (one, two, now) = (
        at("2024-08-02T00:00:00Z"),
        at("2024-08-03T00:00:00Z"),
        at("2024-08-04T00:00:00Z"),
    );
    let own = |since| hold(Ground::OwnRequest, 1, since, Channel::App);
    let card = |since| hold(Ground::CardWithdrawn, 2, since, Channel::Date);
    let death = |since| hold(Ground::Death, 3, since, Channel::Date);
    for (holds, changed, want) in [
        (vec![], None, Standing::Good),
        (vec![], Some(two), Standing::DataChanged(two)),
        (vec![own(two)], Some(one), Standing::Suspended(two)),
        (vec![own(two), card(one)], None, Standing::Suspended(one)),
        (vec![own(one), death(two)], Some(one), Standing::Ended(two)),
        (vec![card(at("2024-09-01T00:00:00Z"))], None, Standing::Good),
    ] {
        let account = Account {
            subject: SubjectId::from_bytes([1; 16]),
            kind: SubjectKind::Citizen,
            level: Level::Two,
            possession: Possession::Activated { at: one },
            holds,
        };
        let told = Standing::of(&account, changed, now);
        assert_eq!(told, want);
        assert_eq!(told.since().is_none(), told.as_str() == "good");
    }
}
