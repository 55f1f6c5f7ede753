//! Names as lists of words, and how a stated one agrees with the register's.

use std::cmp::Ordering;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{Difference, Reason, Set};
use crate::person::fold;

/// A name's words in lower case, NFC, one blank between. Hyphens, dots and apostrophes part words: `H'Hen Niê` and
/// `H' Hen Niê` are one name.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(String);

crate::redacted_debug!(Name);

/// Longest name, in characters, as `person::FullName` has it.
const LONGEST: usize = 120;

impl Name {
    /// Reads a name as a file or the register holds it.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        if text.len() > LONGEST * 16 {
            return Err(Reason::TooLong);
        }
        let mut name = String::with_capacity(text.len());
        if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
            lower(text.chars(), &mut name)?;
        } else {
            lower(text.nfc(), &mut name)?;
        }
        if name.is_empty() {
            let blank = text.trim().is_empty();
            return Err(if blank {
                Reason::Empty
            } else {
                Reason::NotAName
            });
        }
        if name.chars().count() > LONGEST {
            return Err(Reason::TooLong);
        }
        Ok(Self(name))
    }

    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }

    /// Its words without marks, sorted: the same whatever their order.
    pub fn folded(&self) -> Vec<String> {
        let mut words: Vec<String> = self.words().map(fold).collect();
        words.sort_unstable();
        words
    }
}

fn lower(chars: impl Iterator<Item = char>, name: &mut String) -> Result<(), Reason> {
    let mut apart = false;
    for c in chars {
        if c.is_alphabetic() || is_combining_mark(c) {
            if apart && !name.is_empty() {
                name.push(' ');
            }
            apart = false;
            name.extend(c.to_lowercase());
        } else if c.is_whitespace() || matches!(c, '-' | '.' | '\'' | '’') {
            apart = true;
        } else {
            return Err(Reason::NotAName);
        }
    }
    Ok(())
}

/// In what a stated name differs from the held one; `None` where they are different names.
pub(super) fn compare(stated: &[&str], held: &[&str]) -> Option<Set<Difference>> {
    if stated == held {
        return Some(Set::default());
    }
    if stated.len() == held.len() {
        return in_order(stated, held).or_else(|| in_any_order(stated, held));
    }
    middle_left_out(stated, held)
}

/// Word by word; one of them may have a slip.
fn in_order(stated: &[&str], held: &[&str]) -> Option<Set<Difference>> {
    let mut found = Set::default();
    for (a, b) in stated.iter().zip(held) {
        let word = word(a, b)?;
        if word.has(Difference::NameSlip) && found.has(Difference::NameSlip) {
            return None;
        }
        found = found.and(word);
    }
    Some(found)
}

/// The same words, marks aside, in another order.
fn in_any_order(stated: &[&str], held: &[&str]) -> Option<Set<Difference>> {
    let sorted = |words: &[&str]| {
        let mut words: Vec<(String, String)> = words
            .iter()
            .map(|word| (fold(word), (*word).to_owned()))
            .collect();
        words.sort_unstable();
        words
    };
    let (stated, held) = (sorted(stated), sorted(held));
    let mut found = Set::from([Difference::WordOrder]);
    for ((folded, a), (other, b)) in stated.iter().zip(&held) {
        if folded != other {
            return None;
        }
        found = found.and(word(a, b).filter(|word| !word.has(Difference::NameSlip))?);
    }
    Some(found)
}

/// First and last word agree, and what stands between is there in order, but not all of it.
fn middle_left_out(stated: &[&str], held: &[&str]) -> Option<Set<Difference>> {
    let plain = |a: &str, b: &str| word(a, b).filter(|word| !word.has(Difference::NameSlip));
    let ([first, middle @ .., last], [held_first, rest @ .., held_last]) = (stated, held) else {
        return None;
    };
    let mut found = Set::from([Difference::MiddleLeftOut]);
    found = found.and(plain(first, held_first)?);
    found = found.and(plain(last, held_last)?);
    let mut rest = rest.iter();
    for a in middle {
        found = found.and(rest.find_map(|b| plain(a, b))?);
    }
    (stated.len() < held.len()).then_some(found)
}

/// In what one word differs from another; `None` where it is another word.
fn word(stated: &str, held: &str) -> Option<Set<Difference>> {
    if stated == held {
        return Some(Set::default());
    }
    let (a, b) = (Parts::of(stated), Parts::of(held));
    if a.letters == b.letters {
        if a.marks.iter().all(|mark| b.marks.contains(mark)) {
            return Some(Set::from([Difference::MarksMissing]));
        }
        if a.shape() == b.shape() && a.tones() == b.tones() {
            return Some(Set::from([Difference::TonePlace]));
        }
    }
    // Where the stated word has no marks at all, a slip is looked for in the letters.
    let bare = a.marks.is_empty() && !b.marks.is_empty() && one_slip(&a.letters, &b.letters);
    if bare {
        return Some(Set::from([Difference::NameSlip, Difference::MarksMissing]));
    }
    let letters = |word: &str| word.chars().collect::<Vec<_>>();
    one_slip(&letters(stated), &letters(held)).then(|| Set::from([Difference::NameSlip]))
}

/// A word taken apart.
struct Parts {
    /// Without marks.
    letters: Vec<char>,
    /// Each mark with the place of its letter.
    marks: Vec<(usize, char)>,
}

/// The stroke of the letter đ, which has no decomposition.
const STROKE: char = '\u{335}';

impl Parts {
    fn of(word: &str) -> Self {
        let mut parts = Self {
            letters: Vec::with_capacity(word.len()),
            marks: Vec::new(),
        };
        for c in word.nfd() {
            let at = parts.letters.len().saturating_sub(1);
            if is_combining_mark(c) {
                parts.marks.push((at, c));
            } else if c == '\u{111}' {
                parts.letters.push('d');
                parts.marks.push((parts.letters.len() - 1, STROKE));
            } else {
                parts.letters.push(c);
            }
        }
        parts
    }

    fn is_tone(c: char) -> bool {
        matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
    }

    /// Tones, wherever they stand.
    fn tones(&self) -> Vec<char> {
        let marks = self.marks.iter().map(|(_, mark)| *mark);
        marks.filter(|mark| Self::is_tone(*mark)).collect()
    }

    /// All other marks.
    fn shape(&self) -> Vec<(usize, char)> {
        let marks = self.marks.iter().copied();
        marks.filter(|(_, mark)| !Self::is_tone(*mark)).collect()
    }
}

/// Whether one letter is wrong, missing, too much, or changed places with its neighbour. A word of one letter would be
/// any other of one letter.
fn one_slip(one: &[char], other: &[char]) -> bool {
    if one.len().max(other.len()) < 2 || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let one = one.get(same..).unwrap_or_default();
    let other = other.get(same..).unwrap_or_default();
    if let ([first, second, rest @ ..], [a, b, behind @ ..]) = (one, other)
        && (first, second, rest) == (b, a, behind)
    {
        return true;
    }
    let without = |letters: &[char], skip: usize| letters.get(skip..).unwrap_or_default().to_vec();
    match one.len().cmp(&other.len()) {
        Ordering::Equal => !one.is_empty() && without(one, 1) == without(other, 1),
        Ordering::Greater => without(one, 1) == other,
        Ordering::Less => one == without(other, 1),
    }
}
