//! What a source told lately: off unless configured, never pictures, never many, never long.

use std::collections::{HashMap, VecDeque};

use app::exchange::wire::Body;
use domain::exchange::Question;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// Most answers kept; the oldest goes first.
const MOST: usize = 1000;

type Key = (Question, Option<String>);

/// Answers by question.
pub(super) struct Cache {
    found_for: SignedDuration,
    none_for: SignedDuration,
    kept: HashMap<Key, (Timestamp, Value)>,
    order: VecDeque<Key>,
}

fn key(question: Question, body: &Body) -> Option<Key> {
    match question {
        Question::Person
        | Question::Card
        | Question::Licence
        | Question::Health
        | Question::Passport
        | Question::Business => Some((question, body.number.clone())),
        // Pictures stay with their register; a search is of people whom nobody named yet.
        Question::PopulationPortrait
        | Question::CardPortrait
        | Question::Prints
        | Question::Search => None,
    }
}

impl Cache {
    /// That keeps records, and their absence, so long.
    pub(super) fn new(found_for: SignedDuration, none_for: SignedDuration) -> Self {
        Self {
            found_for,
            none_for,
            kept: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    fn time(&self, record: &Value) -> SignedDuration {
        if record.is_null() {
            self.none_for
        } else {
            self.found_for
        }
    }

    /// What was told lately, and how long ago.
    pub(super) fn find(
        &self,
        question: Question,
        body: &Body,
        now: Timestamp,
    ) -> Option<(Value, SignedDuration)> {
        let (at, record) = self.kept.get(&key(question, body)?)?;
        let age = now.duration_since(*at);
        (!age.is_negative() && age < self.time(record)).then(|| (record.clone(), age))
    }

    /// Keeps what was told.
    pub(super) fn keep(&mut self, question: Question, body: &Body, record: &Value, now: Timestamp) {
        let Some(key) = key(question, body).filter(|_| self.time(record).is_positive()) else {
            return;
        };
        if self
            .kept
            .insert(key.clone(), (now, record.clone()))
            .is_none()
        {
            self.order.push_back(key);
        }
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.kept.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(number: &str) -> Body {
        Body {
            salt: String::new(),
            number: Some(number.to_owned()),
            name: None,
            birth_year: None,
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn answers_are_told_again_for_their_time_and_pictures_never() {
        let mut cache = Cache::new(SignedDuration::from_secs(60), SignedDuration::from_secs(5));
        cache.keep(Question::Card, &body("1"), &json!({"a": 1}), at(100));
        cache.keep(Question::Card, &body("2"), &Value::Null, at(100));
        cache.keep(Question::CardPortrait, &body("1"), &json!("x"), at(100));
        let find = |question, number, second| {
            let found = cache.find(question, &body(number), at(second));
            found.map(|(_, age)| age.as_secs())
        };
        assert_eq!(find(Question::Card, "1", 130), Some(30));
        assert_eq!(find(Question::Card, "1", 160), None);
        assert_eq!(
            find(Question::Card, "1", 99),
            None,
            "a clock that went back"
        );
        assert_eq!(find(Question::Card, "2", 104), Some(4));
        assert_eq!(find(Question::Card, "2", 105), None);
        assert_eq!(find(Question::Person, "1", 101), None, "another question");
        assert_eq!(find(Question::CardPortrait, "1", 101), None);
    }

    #[test]
    fn off_it_keeps_nothing_and_on_it_stays_small() {
        let mut off = Cache::new(SignedDuration::ZERO, SignedDuration::ZERO);
        off.keep(Question::Card, &body("1"), &json!(1), at(0));
        assert!(off.kept.is_empty() && off.order.is_empty());
        let mut on = Cache::new(SignedDuration::from_hours(1), SignedDuration::ZERO);
        for number in 0..=MOST {
            on.keep(Question::Card, &body(&number.to_string()), &json!(1), at(0));
        }
        assert_eq!((on.kept.len(), on.order.len()), (MOST, MOST));
        assert!(on.find(Question::Card, &body("0"), at(1)).is_none());
    }
}
