//! Subjects that cannot be compared across sectors (OpenID Connect Core §8.1).

use std::collections::BTreeSet;

use super::subject;

#[test]
fn subjects_differ_by_sector_person_and_key() {
    let mut seen = BTreeSet::new();
    for sector in ["shop.example", "tax.example", "shop.exampl"] {
        for account in [&b"e-1"[..], b"e-2", b""] {
            for key in [[1; 32], [2; 32]] {
                let sub = subject(sector, account, &key);
                assert_eq!(sub.len(), 43);
                assert_eq!(sub, subject(sector, account, &key), "the same each time");
                assert!(seen.insert(sub));
            }
        }
    }
    // The same bytes split elsewhere.
    assert!(seen.insert(subject("shop.exampl", b"ee-1", &[1; 32])));
}

/// Subjects are stored by relying parties: this one must never change.
#[test]
fn subjects_are_stable() {
    assert_eq!(
        subject("shop.example", b"account", b"key"),
        "YmZ_pvinvbqJ5s1ZQNkaMDVWoiiH4gmQJN-newEYCHY"
    );
}
