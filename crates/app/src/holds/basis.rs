//! The legal basis of a hold, by the decree it was judged by (I10).

use domain::account::SubjectKind;
use domain::hold::{Ground, Hold};
use domain::regime::{Basis, Regime};
use domain::time::viet_nam_date;
use jiff::Timestamp;

/// D59-19.1.a, D59-19.2.a, D59-19.3.a, D69-15.1: where the ground stands in the decree in force when the hold was placed.
pub const fn basis(hold: &Hold) -> Basis {
    of(hold.ground, hold.holder, hold.regime)
}

const fn of(ground: Ground, holder: SubjectKind, regime: Regime) -> Basis {
    match regime {
        Regime::Decree59 => Basis {
            rule: ground.basis(holder),
            regime,
            article: 19,
            clause: Some(match holder {
                SubjectKind::Citizen => 1,
                SubjectKind::Foreigner => 2,
                SubjectKind::Organisation => 3,
            }),
            point: Some(if matches!(ground, Ground::AuthorityRequest) {
                'b'
            } else {
                'a'
            }),
        },
        Regime::Decree69 if matches!(ground, Ground::AuthorityRequest) => Basis {
            rule: "D69-15.2r",
            regime,
            article: 15,
            clause: Some(3),
            point: None,
        },
        Regime::Decree69 => {
            let (rule, clause) = match holder {
                SubjectKind::Citizen => ("D69-15.1", 1),
                SubjectKind::Foreigner | SubjectKind::Organisation => ("D69-15.2", 2),
            };
            Basis {
                rule,
                regime,
                article: 15,
                clause: Some(clause),
                point: None,
            }
        }
    }
}

/// The decree in force now; the first one where the clock stands before it.
pub(crate) fn regime(now: Timestamp) -> Regime {
    Regime::on(viet_nam_date(now)).unwrap_or(Regime::Decree59)
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-19.2.a, D59-19.3.a, D69-15.2
    #[test]
    fn foreigners_and_organisations_have_clauses_of_their_own() {
        for (holder, ground, clause, rule) in [
            (SubjectKind::Foreigner, Ground::StayExpired, 2, "D59-19.2.a"),
            (
                SubjectKind::Organisation,
                Ground::Dissolved,
                3,
                "D59-19.3.a",
            ),
        ] {
            let old = of(ground, holder, Regime::Decree59);
            assert_eq!((old.rule, old.clause), (rule, Some(clause)));
            let new = of(ground, holder, Regime::Decree69);
            assert_eq!((new.rule, new.clause), ("D69-15.2", Some(2)));
        }
    }

    // law: D59-19.1.a.v, D69-15.1
    #[test]
    fn a_hold_cites_the_decree_of_its_day() {
        let old = of(Ground::Death, SubjectKind::Citizen, Regime::Decree59);
        assert_eq!(
            (old.rule, old.article, old.point),
            ("D59-19.1.a.iv", 19, Some('a'))
        );
        let new = of(Ground::Death, SubjectKind::Citizen, Regime::Decree69);
        assert_eq!((new.rule, new.article, new.point), ("D69-15.1", 15, None));
        let day = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(regime(day("2024-06-30T16:59:59Z")), Regime::Decree59);
        assert_eq!(regime(day("2024-06-30T17:00:00Z")), Regime::Decree69);
    }
}
