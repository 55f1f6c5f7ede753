use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::actor::AuthLevel;
use crate::chip_reading::ChipHolder;
use crate::evidence::{Band, MatchOutcome, Whose};
use crate::person::{BirthDate, FullName, Identity, PersonNumber, Sex};
use crate::registers::{CardForm, CardRecord, CardStatus};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn identity() -> Identity {
    Identity {
        number: PersonNumber::parse("074190001234").unwrap(),
        name: FullName::parse("Nguyễn Thị Ánh").unwrap(),
        birth: BirthDate::parse("1990-02-03").unwrap(),
        sex: Sex::Female,
    }
}

fn chip() -> ChipHolder {
    let identity = identity();
    ChipHolder {
        number: identity.number,
        name: Some(identity.name),
        latin: "NGUYEN, THI ANH".into(),
        birth: Some(identity.birth),
        sex: Some(Sex::Female),
        issued_on: Some(day("2021-06-15")),
        expires_on: day("2030-02-03"),
    }
}

fn card() -> CardRecord {
    CardRecord {
        number: identity().number,
        form: CardForm::Chip,
        issued_on: day("2021-06-15"),
        expires_on: Some(day("2030-02-03")),
        status: CardStatus::Valid,
        changed_on: None,
    }
}

type Change = fn(&mut ChipHolder);

fn held(change_chip: Change, change_card: fn(&mut CardRecord)) -> Result<CardHeld, NotProven> {
    let (mut chip, mut card) = (chip(), card());
    change_chip(&mut chip);
    change_card(&mut card);
    card_held(&chip, &identity(), Some(&card), day("2027-01-01"))
}

// law: D59-24.3, D59-19.1.a.iii, D59-3.3
#[test]
fn a_card_counts_that_its_holder_has_now() {
    assert!(held(|_| {}, |_| {}).is_ok());
    let unknown = card_held(&chip(), &identity(), None, day("2027-01-01"));
    assert_eq!(unknown, Err(NotProven::CardUnknown));
    // What the chip does not tell differs from nothing, save for the day that tells a card from a replaced one.
    assert!(
        held(
            |chip| (chip.name, chip.birth, chip.sex) = (None, None, None),
            |_| {}
        )
        .is_ok()
    );
    assert_eq!(
        held(|chip| chip.issued_on = None, |_| {}),
        Err(NotProven::CardUndated)
    );
    let other: [(Change, NotProven); 5] = [
        (
            |chip| chip.number = PersonNumber::parse("074190001235").unwrap(),
            NotProven::Differs,
        ),
        (
            |chip| chip.name = FullName::parse("Nguyễn Thị Anh").ok(),
            NotProven::Differs,
        ),
        (
            |chip| chip.birth = BirthDate::parse("1990-02-04").ok(),
            NotProven::Differs,
        ),
        (
            |chip| chip.issued_on = Some(day("2016-06-15")),
            NotProven::CardReplaced,
        ),
        (
            |chip| chip.expires_on = day("2028-02-03"),
            NotProven::CardReplaced,
        ),
    ];
    for (change, want) in other {
        assert_eq!(held(change, |_| {}), Err(want));
    }
    let lost: [fn(&mut CardRecord); 4] = [
        |card| card.status = CardStatus::Withdrawn,
        |card| card.status = CardStatus::Held,
        |card| card.status = CardStatus::Lost,
        |card| card.expires_on = Some(day("2026-12-31")),
    ];
    for change in lost {
        assert_eq!(held(|_| {}, change), Err(NotProven::CardInvalid));
    }
}

const fn compared(band: Band) -> MatchOutcome {
    MatchOutcome::Compared { score: 500, band }
}

// law: D59-24.3
#[test]
fn a_face_counts_that_is_the_one_on_every_record() {
    let (yes, unclear, no) = (
        compared(Band::Match),
        compared(Band::Unclear),
        compared(Band::NoMatch),
    );
    let unread = MatchOutcome::NotCompared {
        whose: Whose::Reference,
        why: "face-no-face".into(),
    };
    for (chip, registers, want) in [
        (&yes, vec![], None),
        (&yes, vec![yes.clone(), yes.clone()], None),
        (&unclear, vec![], Some(NotProven::Unclear)),
        (&unread, vec![yes.clone()], Some(NotProven::Unclear)),
        (&no, vec![yes.clone()], Some(NotProven::OtherFace)),
        (&yes, vec![unclear.clone()], Some(NotProven::Unclear)),
        (&yes, vec![unread.clone()], Some(NotProven::Unclear)),
        (
            &yes,
            vec![unclear.clone(), no.clone()],
            Some(NotProven::OtherFace),
        ),
        (&unread, vec![no.clone()], Some(NotProven::OtherFace)),
    ] {
        let found = OnRecord {
            chip,
            registers: &registers,
        };
        assert_eq!(face_shown(found).err(), want, "{chip:?} {registers:?}");
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

fn raised() -> Raised {
    let card = card_held(&chip(), &identity(), Some(&card()), day("2027-01-01")).unwrap();
    let match_ = compared(Band::Match);
    let face = face_shown(OnRecord {
        chip: &match_,
        registers: &[],
    });
    Raised {
        at: at(0),
        means: means(&card, &face.unwrap()).to_vec(),
    }
}

// law: D59-24.3, D59-24.4
#[test]
fn chip_and_face_raise_to_level_three_for_a_while_and_never_to_four() {
    let two = (AuthLevel::TWO, vec![Means::Password, Means::OneTimeCode]);
    let raised = raised();
    for (seconds, level, lets_in) in [
        (-1, 2, false),
        (0, 3, true),
        (299, 3, true),
        (300, 3, false),
        (899, 3, false),
        (900, 2, false),
        (86_400, 2, false),
    ] {
        let (reached, used) = reached(two.clone(), Some(&raised), at(seconds));
        assert_eq!(reached.get(), level, "{seconds}");
        assert_eq!(used.contains(&Means::Portrait), level == 3, "{seconds}");
        assert_eq!(raised.lets_in(at(seconds)), lets_in, "{seconds}");
    }
    assert_eq!(raised.until(), at(900));
    assert_eq!(reached(two.clone(), None, at(0)), two);
    // Chip alone is possession, which a code was already.
    let chip_alone = Raised {
        means: vec![Means::IdCard],
        ..raised
    };
    assert_eq!(
        reached(two, Some(&chip_alone), at(0)).0,
        AuthLevel::TWO,
        "no face, no level 3"
    );
    assert_eq!(
        crate::means::level(&Means::ALL).map(AuthLevel::get),
        Some(3),
        "what a telephone can show reaches no level 4"
    );
}

#[test]
fn raised_means_are_told_to_services() {
    let used = (AuthLevel::TWO, vec![Means::Password, Means::OneTimeCode]);
    let (_, used) = reached(used, Some(&raised()), at(1));
    assert_eq!(crate::means::amr(&used).join(" "), "pwd otp sc face mfa");
}

proptest! {
    // law: D59-24.3
    #[test]
    fn a_level_never_falls_below_the_sign_in(level in 1_i64..=4, after in -2_000_i64..2_000) {
        let level = AuthLevel::from_stored(level).unwrap();
        let now = at(0) + SignedDuration::from_secs(after);
        let (reached, _) = reached((level, Vec::new()), Some(&raised()), now);
        prop_assert!(reached >= level);
        prop_assert!(reached.get() <= level.get().max(3));
    }
}
