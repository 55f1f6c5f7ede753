use super::*;

const SAMPLE: &str = "# profile basic Basic OP\nbasic\toidcc-server\nbasic\toidcc-scope-address\tno address\n\
     basic\toidcc-codereuse\t\trefused\nbasic\toidcc-signals-error\t\trefused\n";

#[test]
fn tells_what_has_a_test_and_what_has_none() {
    let suite = read(SAMPLE).unwrap();
    let mut found = Found::default();
    let body =
        "// law: APP-1\n// conformance: oidcc-server\n#[tokio::test]\nasync fn signs_in() {}\n";
    scan(&suite, "a.rs", body, &mut found);
    let page = render(&suite, &found, &Calibration::default());
    assert!(page.contains("| oidcc-server | `signs_in` (a.rs) | pass |  |"));
    assert!(page.contains("| oidcc-scope-address |  | **gap**: no address |  |"));
    assert!(page.contains("| oidcc-codereuse |  | **gap** |  |"));
    assert!(page.contains("| Basic OP | 4 | 1 | 3 | 2 | 0 |"));
    assert!(!page.contains("beyond the suite"));
}

#[test]
fn tells_what_the_other_provider_refuses_too() {
    let suite = read(SAMPLE).unwrap();
    let rows = "# a note\ncode twice\toidcc-codereuse\tinvalid_grant\tinvalid_grant\t\n\
                code late\toidcc-codereuse\tinvalid_grant\taccepted\tRFC 6749 4.1.2\n\
                -\toidcc-signals-error\t\t\tno signals\n\
                no code\t\tinvalid_request\tpage\ta clause\n";
    let page = render(&suite, &Found::default(), &calibration::read(rows).unwrap());
    assert!(page.contains(
        "| oidcc-codereuse |  | **gap** | accepts; ours invalid_grant: RFC 6749 4.1.2<br>refuses too: invalid_grant |"
    ));
    assert!(page.contains("| oidcc-signals-error |  | **gap** | not calibrated: no signals |"));
    assert!(page.contains("| no code | invalid_request | page | a clause |"));
    assert!(page.contains("| Basic OP | 4 | 0 | 4 | 2 | 1 |"));
    for wrong in [
        "code twice\toidcc-codereuse\tinvalid_grant\taccepted\t\n",
        "code twice\toidcc-codereuse\n",
        "a\t\tx\tx\t\na\t\tx\tx\t\n",
        "-\toidcc-codereuse\t\t\t\n",
    ] {
        assert!(calibration::read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_must_be_refused_has_a_row_and_every_row_a_module() {
    let suite = read(SAMPLE).unwrap();
    let faults = |rows: &str| calibrated(&suite, &calibration::read(rows).unwrap());
    let both = "a\toidcc-codereuse\tx\tx\t\n-\toidcc-signals-error\t\t\tno signals\n";
    assert!(faults(both).is_empty());
    assert_eq!(faults("").len(), 2, "nothing is known of either");
    let one = faults("a\toidcc-codereuse\tx\tx\t\n");
    assert_eq!(one.len(), 1);
    assert!(one[0].contains("oidcc-signals-error"), "{}", one[0]);
    // It answers what is right, so nothing stands beside it.
    let idle = faults(&format!("{both}b\toidcc-server\tx\tx\t\n"));
    assert_eq!(idle.len(), 1);
    assert!(idle[0].contains("oidcc-server"), "{}", idle[0]);
}

#[test]
fn tells_what_is_wrong() {
    let suite = read(SAMPLE).unwrap();
    let mut found = Found::default();
    let body = "// conformance: oidcc-unheard\n#[test]\nfn a() {}\n// conformance: oidcc-server\nfn helper() {}\n";
    scan(&suite, "a.rs", body, &mut found);
    assert_eq!(found.faults.len(), 2, "{:?}", found.faults);
    assert!(read("basic\toidcc-server\n").is_err());
    assert!(read("# profile basic B\nbasic\ta\nbasic\ta\n").is_err());
}
