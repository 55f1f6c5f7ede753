use super::*;

const SAMPLE: &str =
    "# profile basic Basic OP\nbasic\toidcc-server\nbasic\toidcc-scope-address\tno address\n";

#[test]
fn tells_what_has_a_test_and_what_has_none() {
    let suite = read(SAMPLE).unwrap();
    let mut found = Found::default();
    let body =
        "// law: APP-1\n// conformance: oidcc-server\n#[tokio::test]\nasync fn signs_in() {}\n";
    scan(&suite, "a.rs", body, &mut found);
    let page = render(&suite, &found);
    assert!(page.contains("| oidcc-server | `signs_in` (a.rs) | pass |"));
    assert!(page.contains("| oidcc-scope-address |  | **gap**: no address |"));
    assert!(page.contains("| Basic OP | 2 | 1 | 1 |"));
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
