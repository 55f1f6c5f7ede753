//! R50-5: what came of a pilot, province by province, as it stood when a day was over.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority::{Operation, require};
use domain::ids::PilotId;
use domain::pilot::Pilot;
use domain::pilot::figures::{Figures, Outcome};
use domain::pilot::period::{Period, Typed};
use domain::province::ProvinceCode;
use domain::time::viet_nam_date;
use jiff::ToSpan;
use jiff::civil::Date;
use store::pilot::{self, Stored};
use store::pilot_report::{self as counts, Span, Step};

use crate::{App, Cx, Error, Result};

/// By which provinces the figures are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// The 63 of birth registration, by which a pilot opens.
    #[default]
    Before,
    /// The 34 of today.
    Today,
}

impl By {
    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Today => "today",
        }
    }

    fn of(self, province: ProvinceCode) -> ProvinceCode {
        match self {
            Self::Before => province,
            Self::Today => province.today(),
        }
    }
}

/// What a report is asked of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Days as typed.
    pub days: Typed<'a>,
    /// By which provinces.
    pub by: By,
}

/// One province of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// Accounts of level 2.
    pub eligible: u64,
    /// Persons locked within the span.
    pub locked: u64,
    /// Their requests.
    pub figures: Figures,
    /// Of these, asked anew for a paper whose earlier request was refused.
    pub again: u64,
    /// Of these, their holder was locked while they waited.
    pub held_up: u64,
    /// The requests of the span before, as they stood equally long after it.
    pub before: Figures,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of which pilot.
    pub pilot: Stored,
    /// Of which days.
    pub period: Period,
    /// The span of equal length before, with which it is compared.
    pub before: Option<Period>,
    /// By which provinces.
    pub by: By,
    /// Its provinces in order of their codes.
    pub areas: BTreeMap<ProvinceCode, Area>,
    /// All of them.
    pub all: Area,
    /// First day of each step, and requests by outcome in the order of [`Outcome::ALL`].
    pub trend: Vec<(Date, Vec<u64>)>,
}

/// The areas of a report while they are counted.
struct Sums {
    provinces: BTreeSet<ProvinceCode>,
    by: By,
    areas: BTreeMap<ProvinceCode, Area>,
    all: Area,
}

impl Sums {
    fn of(pilot: &Pilot, by: By) -> Self {
        let empty = |province: &ProvinceCode| (by.of(*province), Area::default());
        Self {
            provinces: pilot.provinces.clone(),
            by,
            areas: pilot.provinces.iter().map(empty).collect(),
            all: Area::default(),
        }
    }

    /// A province of the pilot; another is none of its.
    fn here(&self, code: &str) -> Option<ProvinceCode> {
        let province = ProvinceCode::parse(code).ok()?;
        self.provinces.contains(&province).then_some(province)
    }

    /// Adds to the area of a province and to all.
    fn add(&mut self, code: &str, add: impl Fn(&mut Area)) {
        let area = self.here(code).map(|province| self.by.of(province));
        if let Some(area) = area.and_then(|area| self.areas.get_mut(&area)) {
            add(area);
            add(&mut self.all);
        }
    }
}

/// Counts a pilot's requests of its provinces; nothing in it is about one person.
pub async fn report(app: &App, cx: &Cx, id: PilotId, asked: &Asked<'_>) -> Result<Report> {
    require(&cx.actor, Operation::ReadPilots)?;
    let mut source = app.db.scan().await?;
    let pilot = pilot::load(&mut source, id).await?.ok_or(Error::NotFound)?;
    let period = Period::read(&asked.days, &pilot.pilot, viet_nam_date(cx.now))?;
    let span_of = |period: &Period| Span {
        pilot: id,
        kind: pilot.pilot.kind,
        from: period.start(),
        to: period.end(),
        at: period.until(cx.now),
    };
    let span = span_of(&period);
    let lines = counts::lines(&mut source, &span).await?;
    let before = period.before();
    let earlier = match &before {
        Some(before) => counts::lines(&mut source, &span_of(before)).await?,
        None => Vec::new(),
    };
    let detours = counts::detours(&mut source, &span).await?;
    let steps = counts::steps(&mut source, &span, period.step()).await?;
    let people = pilot.pilot.conditions.people;
    let eligible = counts::eligible(&mut source, span.at, people).await?;
    let locked = counts::locked(&mut source, (span.from, span.to), people).await?;

    let mut sums = Sums::of(&pilot.pilot, asked.by);
    for (code, line) in &lines {
        sums.add(code, |area| area.figures.add(line));
    }
    for (code, line) in &earlier {
        sums.add(code, |area| area.before.add(line));
    }
    let count = |count: i64| u64::try_from(count).unwrap_or_default();
    for row in &detours {
        sums.add(&row.province, |area| {
            area.again += count(row.again);
            area.held_up += count(row.locked);
        });
    }
    for row in &eligible {
        sums.add(&row.province, |area| area.eligible += count(row.count));
    }
    for row in &locked {
        sums.add(&row.province, |area| area.locked += count(row.count));
    }
    let trend = trend(
        &period,
        steps
            .iter()
            .filter(|step| sums.here(&step.province).is_some()),
    );
    Ok(Report {
        by: asked.by,
        before,
        period,
        areas: sums.areas,
        all: sums.all,
        trend,
        pilot,
    })
}

/// Every step of the span, also those without a request.
fn trend<'a>(period: &Period, steps: impl Iterator<Item = &'a Step>) -> Vec<(Date, Vec<u64>)> {
    let last = period.to.min(period.on);
    let next = |day: &Date| day.checked_add(period.step().days()).ok();
    let first = std::iter::successors(Some(period.from), next).take_while(|day| *day <= last);
    let mut trend: Vec<(Date, Vec<u64>)> = first
        .map(|day| (day, vec![0; Outcome::ALL.len()]))
        .collect();
    for step in steps {
        let place = Outcome::ALL.iter().position(|one| *one == step.outcome);
        let cell = trend
            .get_mut(step.step)
            .zip(place)
            .and_then(|((_, row), place)| row.get_mut(place));
        if let Some(cell) = cell {
            *cell += step.count;
        }
    }
    trend
}
