//! What is drawn can be typed.

use proptest::prelude::*;

use super::*;

#[test]
fn as_people_type_it() {
    for text in [
        "WDJB-MJHT",
        "wdjbmjht",
        " wdjb mjht ",
        "w.d.j.b.m.j.h.t",
        "WDJB–MJHT",
    ] {
        let code = UserCode::parse(text);
        assert_eq!(code.map(|code| code.shown()).as_deref(), Some("WDJB-MJHT"));
    }
    let long = format!("WDJBMJHT{}", " ".repeat(60));
    for text in [
        "",
        "WDJB-MJH",
        "WDJB-MJHTT",
        "WDJA-MJHT",
        "WDJ1-MJHT",
        "WĐJB-MJHT",
        &long,
    ] {
        assert_eq!(UserCode::parse(text), None, "{text}");
    }
}

#[test]
fn a_code_is_not_in_logs() {
    let code = UserCode::parse("WDJB-MJHT").unwrap();
    assert!(!format!("{code:?}").contains("WDJB"));
}

proptest! {
    #[test]
    fn what_is_drawn_is_read_again(random in any::<[u8; 8]>()) {
        let code = UserCode::draw(random);
        prop_assert_eq!(UserCode::parse(&code.shown()), Some(code.clone()));
        prop_assert_eq!(code.shown().len(), 9);
    }
}
