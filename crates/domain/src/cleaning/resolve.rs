//! Whom of the register a row may mean.

use super::{
    Absence, Difference, Field, Held, Name, Set, StatedNumber, Subscriber, Verdict, judge,
};
use crate::person::BirthDate;

/// The register, as far as rows are looked up in it.
pub trait People {
    /// The person with twelve digits.
    fn by_number(&self, number: u64) -> Option<Held<'_>>;
    /// Everybody to whom the register links an old number, with it in [`Held::old`].
    fn by_old(&self, old: u32) -> Vec<Held<'_>>;
    /// Everybody with the name's words, marks and order aside, and that very date of birth.
    fn by_name(&self, name: &Name, birth: BirthDate) -> Vec<Held<'_>>;
}

/// R50-2: the verdict on a row, and who is meant where it is [`Verdict::Exact`] or [`Verdict::Likely`].
///
/// A number decides. Only where the register does not know it, or where it leads to somebody else, the row may mean
/// the one person whose number is a slip of the hand away and whose name and date of birth it has. Without a number,
/// or with an old one that nobody is linked to, name and full date of birth must be one person's alone.
pub fn resolve<'p>(row: &Subscriber, people: &'p impl People) -> (Verdict, Option<Held<'p>>) {
    match row.number {
        Some(StatedNumber::Twelve { number, .. }) => {
            let pointed = people.by_number(number).map(|held| meant(row, held));
            match pointed {
                Some(found @ (Verdict::Conflict(_), _)) => by_slip(row, people, found),
                Some(found) => found,
                None => by_slip(row, people, (Verdict::NotFound(Absence::Unknown), None)),
            }
        }
        Some(StatedNumber::Old { number, .. }) => {
            let linked = people.by_old(number);
            if linked.is_empty() {
                return by_name(row, people, Absence::Unknown);
            }
            // An old number was sometimes given twice: whoever agrees is meant, if he is alone.
            let conflict = shared(linked.iter().map(|held| judge(row, held)));
            let agree = agreeing(row, linked);
            alone(agree).unwrap_or((conflict, None))
        }
        None => by_name(row, people, Absence::Nobody),
    }
}

type Found<'p> = (Verdict, Option<Held<'p>>);

fn meant<'p>(row: &Subscriber, held: Held<'p>) -> Found<'p> {
    let verdict = judge(row, &held);
    let named = matches!(verdict, Verdict::Exact | Verdict::Likely(_));
    (verdict, named.then_some(held))
}

/// Those of the candidates with whom nothing is in conflict.
fn agreeing<'p>(row: &Subscriber, candidates: Vec<Held<'p>>) -> Vec<Found<'p>> {
    let judged = candidates.into_iter().map(|held| meant(row, held));
    judged
        .filter(|(verdict, _)| !matches!(verdict, Verdict::Conflict(_)))
        .collect()
}

/// The one that agrees; `None` where nobody does.
fn alone(mut agreeing: Vec<Found<'_>>) -> Option<Found<'_>> {
    let last = agreeing.pop();
    if agreeing.is_empty() {
        last
    } else {
        Some((Verdict::NotFound(Absence::Several), None))
    }
}

/// The fields of all conflicts.
fn shared(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let fields = verdicts.fold(
        Set::default(),
        |fields: Set<Field>, verdict| match verdict {
            Verdict::Conflict(more) => fields.and(more),
            Verdict::Exact
            | Verdict::Likely(_)
            | Verdict::Deceased
            | Verdict::DuplicateNumber
            | Verdict::NotFound(_)
            | Verdict::Malformed(_) => fields,
        },
    );
    Verdict::Conflict(fields)
}

/// Everybody of the row's name and full date of birth.
fn namesakes<'p>(row: &Subscriber, people: &'p impl People) -> Vec<Held<'p>> {
    match row.birth {
        Some(birth) if birth.date.day().is_some() => people.by_name(&row.name, birth.date),
        Some(_) | None => Vec::new(),
    }
}

fn by_slip<'p>(row: &Subscriber, people: &'p impl People, otherwise: Found<'p>) -> Found<'p> {
    alone(agreeing(row, namesakes(row, people))).unwrap_or(otherwise)
}

/// Without a number a death is not told either: nothing but what a notice in a newspaper says was stated.
fn by_name<'p>(row: &Subscriber, people: &'p impl People, otherwise: Absence) -> Found<'p> {
    let found = alone(agreeing(row, namesakes(row, people)));
    let missing = |verdict: &Verdict| match verdict {
        Verdict::Likely(differences) => differences.has(Difference::NumberMissing),
        Verdict::NotFound(_) => true,
        Verdict::Exact
        | Verdict::Conflict(_)
        | Verdict::Deceased
        | Verdict::DuplicateNumber
        | Verdict::Malformed(_) => false,
    };
    found
        .filter(|(verdict, _)| missing(verdict))
        .unwrap_or((Verdict::NotFound(otherwise), None))
}
