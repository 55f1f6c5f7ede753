use jiff::civil::date;

use super::*;

const AT: Timestamp = Timestamp::UNIX_EPOCH;
const BY: StaffId = StaffId::from_bytes([1; 16]);

fn draft(kind: Kind) -> Review {
    Review {
        id: ReviewId::from_bytes([2; 16]),
        client: ClientId::from_bytes([3; 16]),
        kind,
        dossier: Dossier::default(),
        proposal: None,
        checks: BTreeMap::new(),
        visit: None,
        state: State::Draft,
    }
}

fn received(kind: Kind) -> Review {
    let received = Received {
        at: AT,
        due: AT,
        regime: Regime::Decree69,
    };
    draft(kind).receive(received).unwrap()
}

fn check(holds: bool) -> Check {
    Check {
        holds,
        note: "xem hồ sơ".into(),
        by: BY,
        at: AT,
    }
}

fn visit(holds: bool) -> Visit {
    Visit {
        day: date(2024, 8, 1),
        people: "An, Bình".into(),
        finding: "đủ".into(),
        holds,
        by: BY,
    }
}

// law: D59-22.1, D59-22.2, D69-18
#[test]
fn only_a_whole_checklist_and_a_visit_lead_into_production() {
    let mut review = received(Kind::Production);
    for item in Item::ALL {
        assert_eq!(review.missing(), Some(NotNow::Item(*item)));
        let no = review.clone().check(*item, check(false)).unwrap();
        assert_eq!(no.missing(), Some(NotNow::Item(*item)));
        assert!(no.approve(BY, AT, String::new()).is_err());
        review = review.check(*item, check(true)).unwrap();
    }
    assert_eq!(review.missing(), Some(NotNow::Visit));
    let unfit = review.clone().visited(visit(false)).unwrap();
    assert_eq!(unfit.approve(BY, AT, String::new()), Err(NotNow::Visit));
    let done = review.visited(visit(true)).unwrap();
    let done = done.approve(BY, AT, String::new()).unwrap();
    assert_eq!(done.state.as_str(), "approved");
    assert_eq!(done.withdraw(AT), Err(NotNow::State));
}

// law: D59-22.2
#[test]
fn a_change_is_judged_by_purpose_and_scope_alone() {
    let review = received(Kind::Change);
    assert_eq!(
        review.clone().check(Item::Security, check(true)),
        Err(NotNow::State)
    );
    let review = review.check(Item::Purpose, check(true)).unwrap();
    let review = review.check(Item::Scope, check(true)).unwrap();
    assert!(review.approve(BY, AT, String::new()).is_ok());
}

#[test]
fn what_is_not_with_us_is_neither_checked_nor_decided() {
    let refused = received(Kind::Production)
        .refuse(BY, AT, (Refusal::Site, "chưa có khóa cửa".into()))
        .unwrap();
    let withdrawn = received(Kind::Production).withdraw(AT).unwrap();
    for review in [draft(Kind::Production), refused, withdrawn] {
        let step = review.clone().check(Item::Scope, check(true));
        assert_eq!(step, Err(NotNow::State));
        assert_eq!(review.clone().visited(visit(true)), Err(NotNow::State));
        let end = review.clone().approve(BY, AT, String::new());
        assert_eq!(end, Err(NotNow::State));
        let end = review.refuse(BY, AT, (Refusal::Site, String::new()));
        assert_eq!(end, Err(NotNow::State));
    }
}

// law: D69-18
#[test]
fn each_refusal_names_an_article_of_the_decree_of_its_day() {
    for reason in Refusal::ALL {
        assert_eq!(reason.basis(Regime::Decree59).article, 22);
        assert_eq!(reason.basis(Regime::Decree69).rule, "D69-18");
    }
    let (limit, basis) = Regime::Decree69.connection();
    assert_eq!((limit.days(), basis.map(|b| b.rule)), (30, Some("D69-18")));
    assert_eq!(Regime::Decree59.connection().1, None);
}
