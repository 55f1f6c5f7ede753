use super::*;
use Limit::{CalendarDays, WorkingDays};

#[test]
fn the_day_of_receipt_chooses_the_regime() {
    for (day, regime) in [
        (date(2022, 10, 19), None),
        (date(2022, 10, 20), Some(Regime::Decree59)),
        (date(2024, 6, 30), Some(Regime::Decree59)),
        (date(2024, 7, 1), Some(Regime::Decree69)),
        (date(2030, 1, 1), Some(Regime::Decree69)),
    ] {
        assert_eq!(Regime::on(day), regime, "{day}");
    }
    for regime in Regime::ALL {
        assert_eq!(Regime::parse(regime.as_str()), Some(regime));
    }
}

// law: D59-17.1.a, D59-17.1.b, D59-17.1.c, D59-17.2.a, D59-17.2.b, D59-17.2.c, D59-17.3.a
// law: D59-17.3.b, D59-18.1, D59-19.1.c1, D59-19.4.c, D69-13, D69-14.1, D69-15.2r, D69-30
#[test]
fn terms_of_both_decrees() {
    for (kind, by_59, by_69) in [
        (ClockKind::Level1Citizen, WorkingDays(1), WorkingDays(1)),
        (ClockKind::Level2Citizen, WorkingDays(3), WorkingDays(3)),
        (
            ClockKind::CitizenWithoutChip,
            WorkingDays(7),
            WorkingDays(7),
        ),
        (ClockKind::Level1Foreigner, WorkingDays(1), WorkingDays(1)),
        (
            ClockKind::Level2ForeignerKnown,
            WorkingDays(3),
            WorkingDays(3),
        ),
        (
            ClockKind::Level2ForeignerNew,
            WorkingDays(7),
            WorkingDays(7),
        ),
        (ClockKind::OrganisationKnown, WorkingDays(1), WorkingDays(3)),
        (
            ClockKind::OrganisationNew,
            WorkingDays(15),
            CalendarDays(15),
        ),
        (ClockKind::LockCase, WorkingDays(2), WorkingDays(3)),
        (ClockKind::UnlockCase, WorkingDays(2), WorkingDays(3)),
        (ClockKind::Activation, CalendarDays(7), CalendarDays(7)),
    ] {
        assert_eq!(Regime::Decree59.term(kind).limit, by_59, "{kind:?}");
        assert_eq!(Regime::Decree69.term(kind).limit, by_69, "{kind:?}");
        assert_eq!(ClockKind::parse(kind.as_str()), Some(kind));
    }
}

// law: D59-19.1.c1, D69-15.2r
#[test]
fn the_steps_of_a_case_add_up_to_its_term() {
    for regime in Regime::ALL {
        let steps = regime.case_steps();
        let sum = steps.forward.map_or(0, Limit::days) + steps.decide.days();
        assert_eq!(regime.term(ClockKind::LockCase).limit, WorkingDays(sum));
    }
}

// law: D59-17.1.b, D59-18.1, WD-7, WD-8
#[test]
fn a_limit_gives_its_last_day() {
    let calendar = Calendar::published().unwrap();
    let friday = date(2025, 4, 4);
    assert_eq!(WorkingDays(3).due(&calendar, friday), date(2025, 4, 10));
    assert_eq!(
        CalendarDays(7).due(&calendar, date(2024, 2, 1)),
        date(2024, 2, 15)
    );
}

// law: D59-11.1, D59-11.2, D69-7.1, D69-7.2
#[test]
fn age_decides_whose_account_it_is() {
    use Footing::{Own, OwnWithRepresentative, UnderGuardian};
    let cases: [(Regime, i16, bool, Footing, Option<Level>); 9] = [
        (Regime::Decree59, 13, false, UnderGuardian, None),
        (Regime::Decree59, 14, false, Own, Some(Level::Two)),
        (Regime::Decree59, 40, true, UnderGuardian, None),
        (
            Regime::Decree69,
            0,
            false,
            OwnWithRepresentative,
            Some(Level::One),
        ),
        (
            Regime::Decree69,
            5,
            false,
            OwnWithRepresentative,
            Some(Level::One),
        ),
        (
            Regime::Decree69,
            6,
            false,
            OwnWithRepresentative,
            Some(Level::Two),
        ),
        (
            Regime::Decree69,
            13,
            false,
            OwnWithRepresentative,
            Some(Level::Two),
        ),
        (Regime::Decree69, 14, false, Own, Some(Level::Two)),
        (
            Regime::Decree69,
            40,
            true,
            OwnWithRepresentative,
            Some(Level::Two),
        ),
    ];
    for (regime, age, ward, footing, highest) in cases {
        for person in [PersonKind::Citizen, PersonKind::Foreigner] {
            let band = regime.age_band(person, age, ward);
            assert_eq!(
                (band.footing, band.highest),
                (footing, highest),
                "{regime:?} {age}"
            );
            assert_eq!(regime.own_account_age(person), 14);
        }
    }
}
