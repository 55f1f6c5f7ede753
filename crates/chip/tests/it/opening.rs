//! The way into a chip, at the level of commands: by PACE on every curve, by basic access control where
//! there is no PACE that we speak, and never by trying again.

use chip::active::Challenge;
use chip::agreement::begin;
use chip::group::{File, Group, Unspoken};
use chip::reader::{Access, Asked, ChipReader, Terminal, agree, read};
use chip::{DigestFlaw, Failure, Genuine, ReadFailure};
use dmrtd::lds::efcard_access::EfCardAccess;
use dmrtd::passport::Passport;
use dmrtd::proto::can_key::CanKey;

use super::applet::{Card, Curve, Way};
use super::kit::{Table, Wire, challenge, group, seed, simulated};

const ENTROPY: [u8; 160] = [0x5A; 160];

fn can(number: &str) -> Access {
    Access::Can(number.to_owned())
}

/// Entropy whose two scalars differ.
fn terminal(wire: &Wire) -> Terminal<Wire> {
    let mut entropy = ENTROPY;
    entropy[80..].fill(0x3C);
    Terminal::new(wire.clone(), entropy)
}

fn way(cipher: u8, parameter: u8) -> Way {
    Way {
        curve: Curve::of(parameter),
        cipher,
        parameter,
    }
}

/// EF.CardAccess with these ways: the last two numbers of each protocol, and its parameters.
fn offered(ways: &[[u8; 3]]) -> Vec<u8> {
    let option = |[mapping, cipher, parameter]: &[u8; 3]| {
        let protocol = [
            0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, *mapping, *cipher,
        ];
        let version = [0x02, 1, 2, 0x02, 1, *parameter];
        [&[0x30, 0x12, 0x06, 0x0A], &protocol[..], &version].concat()
    };
    let options: Vec<u8> = ways.iter().flat_map(option).collect();
    let size = u8::try_from(options.len()).expect("short");
    [&[0x31, size], &options[..]].concat()
}

/// The chip of `good`, which speaks these ways.
fn speaking(ways: &[(u8, u8)]) -> Card {
    let options: Vec<[u8; 3]> = ways
        .iter()
        .map(|(cipher, curve)| [2, *cipher, *curve])
        .collect();
    Card {
        outside: [(0x1C, offered(&options))].into(),
        ways: ways.iter().map(|(c, p)| way(*c, *p)).collect(),
        ..simulated(&Table::of("good"), "answer")
    }
}

// law: D59-14.2.a2
#[test]
fn a_chip_opens_by_pace_on_every_curve_with_every_cipher() {
    for (cipher, parameter, name) in [
        (2, 12, "AES-128 P-256"),
        (3, 13, "AES-192 brainpoolP256r1"),
        (4, 15, "AES-256 P-384"),
        (2, 16, "AES-128 brainpoolP384r1"),
        (4, 17, "AES-256 brainpoolP512r1"),
        (3, 18, "AES-192 P-521"),
    ] {
        let card = speaking(&[(cipher, parameter)]);
        let com = card.files[&0x1E].clone();
        for (access, by) in [
            (can("000015"), "CAN"),
            (Access::Seed(card.seed.clone()), "zone"),
        ] {
            let wire = Wire::to(card.clone());
            let mut engine = terminal(&wire);
            assert_eq!(engine.open(&access), Ok(()), "{name}");
            assert_eq!(engine.file(File::Com).as_ref(), Ok(&com), "{name}");
            let engine = engine.engine();
            assert!(engine.ends_with(&format!("PACE {by} {name}")), "{engine}");
            assert!(engine.len() <= 60);
        }
    }
}

// law: D59-24.4
#[test]
fn a_whole_card_is_read_by_pace_and_shows_twice_that_it_is_no_copy() {
    let table = Table::of("good-pace");
    let wire = Wire::to(Card {
        ways: vec![way(2, 12), way(4, 16)],
        bac: false,
        extended: true,
        ..simulated(&table, "answer")
    });
    let mut engine = terminal(&wire);
    let asked = Asked {
        groups: [1, 2, 13].map(group).into(),
        challenge: challenge(&table),
    };
    let brought = read(&mut engine, &can("000015"), &asked).expect("read");
    assert_eq!(brought.access, table.access);
    assert_eq!(brought.groups, table.groups);
    assert!(brought.engine.ends_with("PACE CAN AES-256 brainpoolP384r1"));
    let begun = begin(&brought.groups[&Group::DG14], &[0x77; 80]).expect("begun");
    let answer = agree(&mut engine, &begun).expect("an answer");
    let agreed = begun.finish(&answer).expect("agreed");
    let mut reading = brought.reading(Challenge::new(challenge(&table)));
    reading.chip = Some(agreed);
    let card = table.verdict(reading).expect("the card");
    assert_eq!(card.genuine(), Genuine::Both);
    // The master file is never selected: some cards do not know it.
    let selected = |c: &&Vec<u8>| c[1] == 0xA4 && c[2] == 0;
    assert_eq!(wire.0.borrow().log.iter().filter(selected).count(), 0);
}

#[test]
fn another_reader_opens_the_same_chip_by_pace() {
    for (cipher, parameter) in [(2, 12), (4, 12), (3, 13), (4, 15), (4, 16), (2, 18)] {
        let card = speaking(&[(cipher, parameter)]);
        let sod = card.files[&0x1D].clone();
        let mut passport = Passport::new(Wire::to(card));
        let access = passport.api_mut().read_file_by_sfi(0x1C).expect("read");
        let access = EfCardAccess::from_bytes(access).expect("EF.CardAccess");
        let key = CanKey::new("000015").expect("six digits");
        passport.start_session_pace(key, &access).expect("opened");
        passport.read_ef_com().expect("EF.COM");
        let read = passport.api_mut().read_file_by_sfi(0x1D);
        assert_eq!(read.ok(), Some(sod), "{cipher} {parameter}");
    }
}

#[test]
fn a_wrong_access_number_is_tried_once_and_named() {
    for (tries, failure) in [
        (None, ReadFailure::WrongNumber(None)),
        (Some(5), ReadFailure::WrongNumber(Some(4))),
        (Some(2), ReadFailure::WrongNumber(Some(1))),
        // The last try is left to the holder.
        (Some(1), ReadFailure::NumberBlocked),
        (Some(0), ReadFailure::NumberBlocked),
    ] {
        let wire = Wire::to(Card {
            tries,
            ..speaking(&[(2, 12)])
        });
        let mut engine = terminal(&wire);
        assert_eq!(engine.open(&can("000016")), Err(failure), "{tries:?}");
        let asked = wire.instructions().len();
        assert!(asked <= 7, "{asked}");
        // Whoever asks again asks nothing of the chip but the beginning.
        assert_eq!(engine.open(&can("000016")), Err(ReadFailure::Lost));
        assert_eq!(wire.instructions().len(), asked);
        let left = wire.0.borrow().card.tries;
        assert_eq!(left, tries.map(|t| if t > 1 { t - 1 } else { t }));
    }
    // The right one opens it at the next reading.
    let wire = Wire::to(Card {
        tries: Some(5),
        ..speaking(&[(2, 12)])
    });
    let wrong = Err(ReadFailure::WrongNumber(Some(4)));
    assert_eq!(terminal(&wire).open(&can("000016")), wrong);
    wire.0.borrow_mut().reset();
    assert_eq!(terminal(&wire).open(&can("000015")), Ok(()));
}

#[test]
fn wrong_lines_and_an_impostor_are_refused() {
    let other = seed(&Table::of("expired-card"));
    let wire = Wire::to(speaking(&[(2, 12)]));
    let opened = terminal(&wire).open(&Access::Seed(other));
    assert_eq!(opened, Err(ReadFailure::Refused));
    // It is not tried by the older way, which a chip may count together with the newer.
    assert!(!wire.instructions().contains(&0x84));
    let wire = Wire::to(Card {
        impostor: true,
        ..speaking(&[(2, 12)])
    });
    let opened = terminal(&wire).open(&can("000015"));
    assert_eq!(opened, Err(ReadFailure::Refused));
}

#[test]
fn without_pace_the_lines_open_the_chip_by_the_older_way() {
    let table = Table::of("good");
    let wire = Wire::to(simulated(&table, "answer"));
    let mut engine = terminal(&wire);
    let nothing = Err(ReadFailure::Unspoken(Unspoken::Nothing));
    assert_eq!(engine.open(&can("000015")), nothing);
    assert_eq!(engine.access_file(), None);
    assert_eq!(engine.open(&Access::Seed(seed(&table))), Ok(()));
    assert!(engine.engine().ends_with(" BAC"));
}

#[test]
fn ways_that_we_do_not_speak_are_named_and_the_older_way_is_taken_where_there_is_one() {
    let ways = offered(&[[2, 4, 10], [4, 2, 13]]);
    for (bac, opened) in [
        (true, Ok(())),
        (false, Err(ReadFailure::Unspoken(Unspoken::Curve(10)))),
    ] {
        let wire = Wire::to(Card {
            outside: [(0x1C, ways.clone())].into(),
            bac,
            ..simulated(&Table::of("good"), "answer")
        });
        let number = terminal(&wire).open(&can("000015"));
        let unspoken = ReadFailure::Unspoken(Unspoken::Curve(10));
        assert_eq!(number, Err(unspoken));
        let seed = Access::Seed(wire.0.borrow().card.seed.clone());
        let mut engine = terminal(&wire);
        assert_eq!(engine.open(&seed), opened);
        assert_eq!(engine.access_file(), Some(&ways[..]));
    }
    let failure = Failure::Access(ReadFailure::Unspoken(Unspoken::Curve(10)));
    assert_eq!(failure.about().as_deref(), Some("P-224"));
}

#[test]
fn strong_ways_that_somebody_strikes_out_are_missed_once_dg14_is_authentic() {
    let struck = offered(&[[2, 2, 12]]);
    let table = Table::of("good-pace");
    let wire = Wire::to(Card {
        outside: [(0x1C, struck)].into(),
        ways: vec![way(2, 12), way(4, 16)],
        extended: true,
        ..simulated(&table, "answer")
    });
    let asked = Asked {
        groups: [1, 2, 13].map(group).into(),
        challenge: challenge(&table),
    };
    let read = read(&mut terminal(&wire), &can("000015"), &asked);
    // The chip itself has two sets of parameters and wants to be told which.
    assert_eq!(
        read.map(|_| ()),
        Err(Failure::Access(ReadFailure::Status(0x6A88)))
    );
    for access in [offered(&[[2, 2, 12]]), offered(&[[2, 2, 12], [2, 4, 13]])] {
        let mut table = Table::of("good-pace");
        table.access = Some(access);
        assert_eq!(table.verify(), Err(DigestFlaw::AccessAltered.into()));
    }
    // The order does not matter, and a card whose reader saw no such file is judged without it.
    for access in [Some(offered(&[[2, 4, 16], [2, 2, 12]])), None] {
        let mut table = Table::of("good-pace");
        table.access = access;
        table.verify().expect("the card");
    }
}
