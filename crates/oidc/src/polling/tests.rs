//! RFC 8628 §3.5 as a table.

use super::*;

#[test]
fn every_question_has_its_answer() {
    let (waiting, allowed, denied) = (Stage::Waiting, Stage::Allowed, Stage::Denied);
    let cases = [
        (waiting, None, 5, 100, Err(("authorization_pending", 5))),
        (waiting, Some(95), 5, 100, Err(("authorization_pending", 5))),
        (waiting, Some(96), 5, 100, Err(("slow_down", 10))),
        (waiting, Some(91), 10, 100, Err(("slow_down", 15))),
        (
            waiting,
            Some(90),
            10,
            100,
            Err(("authorization_pending", 10)),
        ),
        (waiting, None, 5, 600, Err(("expired_token", 5))),
        (allowed, Some(99), 5, 100, Ok(())),
        (allowed, None, 5, 599, Ok(())),
        (allowed, None, 5, 600, Err(("expired_token", 5))),
        (denied, None, 5, 100, Err(("access_denied", 5))),
        (denied, None, 5, 600, Err(("expired_token", 5))),
    ];
    for (stage, last, interval, now, want) in cases {
        let request = Polled {
            stage,
            expires: 600,
            interval,
            last,
        };
        let got = match judge(&request, now) {
            Verdict::Redeem => Ok(()),
            Verdict::Refuse(error, wait) => {
                assert_eq!(error.code.status(), 400);
                Err((error.code.as_str(), wait))
            }
        };
        assert_eq!(got, want, "{request:?} at {now}");
    }
}
