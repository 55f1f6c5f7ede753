//! Courses for staff, the roles that need them, and who passed (R50-7). Few rows, shared by all nodes.

use domain::actor::Role;
use domain::ids::StaffId;
use domain::time::{from_millis, millis};
use domain::training::{CourseCode, Need, Passed};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// A course as offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its name.
    pub code: CourseCode,
    /// Its title, in the language it is held in.
    pub title: String,
    /// Where it is taken (`https`).
    pub address: String,
    /// For how many months a pass counts; for good where there are none.
    pub months: Option<u8>,
    /// Since when it is offered.
    pub offered: Timestamp,
    /// When it was withdrawn.
    pub withdrawn: Option<Timestamp>,
}

row! {
    struct CourseRow {
        code: String,
        title: String,
        address: String,
        months: Option<i64>,
        offered_at: i64,
        withdrawn_at: Option<i64>,
    }
}

fn corrupt<E>(_: E) -> Error {
    Error::Corrupt("course")
}

fn months(months: Option<i64>) -> Result<Option<u8>> {
    months.map(u8::try_from).transpose().map_err(corrupt)
}

impl TryFrom<CourseRow> for Course {
    type Error = Error;

    fn try_from(row: CourseRow) -> Result<Self> {
        Ok(Self {
            code: CourseCode::parse(&row.code).map_err(corrupt)?,
            title: row.title,
            address: row.address,
            months: months(row.months)?,
            offered: from_millis(row.offered_at),
            withdrawn: row.withdrawn_at.map(from_millis),
        })
    }
}

pub(crate) const COURSES: &str =
    "SELECT code, title, address, months, offered_at, withdrawn_at FROM course ORDER BY code";

/// Every course.
pub async fn courses(source: &mut impl Source) -> Result<Vec<Course>> {
    let rows = fetch_all!(source, CourseRow, COURSES)?;
    rows.into_iter().map(Course::try_from).collect()
}

pub(crate) const COURSE: &str =
    "SELECT code, title, address, months, offered_at, withdrawn_at FROM course WHERE code = $1";

/// One course.
pub async fn course(source: &mut impl Source, code: &CourseCode) -> Result<Option<Course>> {
    fetch_optional!(source, CourseRow, COURSE, code.as_str())?
        .map(Course::try_from)
        .transpose()
}

fn context(code: &CourseCode) -> String {
    format!("course/{code}")
}

pub(crate) const OFFER: &str = "INSERT INTO course (code, title, address, months, offered_at, secret) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO NOTHING";

/// Offers a course with the secret that its provider signs with; `false` where its name is used.
pub async fn offer(tx: &mut Tx, course: &Course, secret: &[u8]) -> Result<bool> {
    let secret = tx.keys().seal(&context(&course.code), secret)?;
    let added = execute!(
        tx,
        OFFER,
        course.code.as_str(),
        course.title.as_str(),
        course.address.as_str(),
        course.months.map(i64::from),
        millis(course.offered),
        secret
    )?;
    Ok(added == 1)
}

pub(crate) const SET_SECRET: &str = "UPDATE course SET secret = $2 WHERE code = $1";

/// Replaces the secret: what was signed with the one before counts no more.
pub async fn set_secret(tx: &mut Tx, code: &CourseCode, secret: &[u8]) -> Result<()> {
    let secret = tx.keys().seal(&context(code), secret)?;
    execute!(tx, SET_SECRET, code.as_str(), secret)?;
    Ok(())
}

pub(crate) const SECRET: &str =
    "SELECT secret FROM course WHERE code = $1 AND withdrawn_at IS NULL";

/// The secret of a course that is offered.
pub async fn secret(source: &mut impl Source, code: &CourseCode) -> Result<Option<Vec<u8>>> {
    let row = fetch_optional!(source, (Vec<u8>,), SECRET, code.as_str())?;
    let keys = source.keys();
    row.map(|(sealed,)| keys.open(&context(code), &sealed))
        .transpose()
}

pub(crate) const WITHDRAW: &str =
    "UPDATE course SET withdrawn_at = $2 WHERE code = $1 AND withdrawn_at IS NULL";
pub(crate) const FORGET_NEEDS: &str = "DELETE FROM course_need WHERE course = $1";

/// Withdraws a course: nobody needs it any more; what was passed stays on record. `false` where it was withdrawn.
pub async fn withdraw(tx: &mut Tx, code: &CourseCode, at: Timestamp) -> Result<bool> {
    let changed = execute!(tx, WITHDRAW, code.as_str(), millis(at))?;
    execute!(tx, FORGET_NEEDS, code.as_str())?;
    Ok(changed == 1)
}

row! {
    struct NeedRow {
        role: String,
        course: String,
        from_day: String,
    }
}

pub(crate) const NEEDS: &str = "SELECT n.role, n.course, n.from_day FROM course_need n \
     JOIN course c ON c.code = n.course WHERE c.withdrawn_at IS NULL ORDER BY n.course, n.role";

/// What every role needs.
pub async fn needs(source: &mut impl Source) -> Result<Vec<Need>> {
    let rows = fetch_all!(source, NeedRow, NEEDS)?;
    let need = |row: NeedRow| {
        Ok(Need {
            role: Role::parse(&row.role).ok_or(Error::Corrupt("course_need"))?,
            course: CourseCode::parse(&row.course).map_err(corrupt)?,
            from: row.from_day.parse().map_err(corrupt)?,
        })
    };
    rows.into_iter().map(need).collect()
}

pub(crate) const SET_NEED: &str = "INSERT INTO course_need (role, course, from_day) VALUES ($1, $2, $3) \
     ON CONFLICT (role, course) DO UPDATE SET from_day = excluded.from_day";

/// A role needs a course from a day on; a day before is replaced.
pub async fn set_need(tx: &mut Tx, need: &Need) -> Result<()> {
    execute!(
        tx,
        SET_NEED,
        need.role.as_str(),
        need.course.as_str(),
        need.from.to_string()
    )?;
    Ok(())
}

pub(crate) const END_NEED: &str = "DELETE FROM course_need WHERE role = $1 AND course = $2";

/// A role needs a course no more; `false` where it did not.
pub async fn end_need(tx: &mut Tx, role: Role, course: &CourseCode) -> Result<bool> {
    Ok(execute!(tx, END_NEED, role.as_str(), course.as_str())? == 1)
}

pub(crate) const MARK: &str = "INSERT INTO course_mark (mark, staff, course) VALUES ($1, $2, $3) ON CONFLICT (mark) DO NOTHING";

/// Notes by which mark a provider will know somebody.
pub async fn mark(tx: &mut Tx, mark: &[u8], staff: StaffId, course: &CourseCode) -> Result<()> {
    execute!(tx, MARK, mark, staff.as_bytes().as_slice(), course.as_str())?;
    Ok(())
}

pub(crate) const OF_MARK: &str = "SELECT staff FROM course_mark WHERE mark = $1 AND course = $2";

/// Whom a provider means by a mark, for this course.
pub async fn of_mark(
    source: &mut impl Source,
    mark: &[u8],
    course: &CourseCode,
) -> Result<Option<StaffId>> {
    let row = fetch_optional!(source, (Vec<u8>,), OF_MARK, mark, course.as_str())?;
    row.map(|(staff,)| {
        StaffId::try_from(staff.as_slice()).map_err(|_| Error::Corrupt("course_mark"))
    })
    .transpose()
}

pub(crate) const NOTE: &str =
    "INSERT INTO course_message (message, body) VALUES ($1, $2) ON CONFLICT (message) DO NOTHING";
pub(crate) const NOTED: &str = "SELECT body FROM course_message WHERE message = $1";

/// Whether a message is a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It is.
    New,
    /// It was sent before, and said the same.
    Again,
    /// Its identifier was used before, for something else.
    Other,
}

/// Notes a provider's message.
pub async fn note(tx: &mut Tx, message: &[u8], body: &[u8]) -> Result<Noted> {
    if execute!(tx, NOTE, message, body)? == 1 {
        return Ok(Noted::New);
    }
    let known = fetch_optional!(tx, (Vec<u8>,), NOTED, message)?;
    Ok(match known {
        Some((known,)) if known == body => Noted::Again,
        Some(_) | None => Noted::Other,
    })
}

pub(crate) const PASS: &str = "INSERT INTO course_pass (staff, course, passed_at, told_at) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (staff, course, passed_at) DO NOTHING";

/// Notes that somebody passed at an instant.
pub async fn pass(
    tx: &mut Tx,
    staff: StaffId,
    (course, at, told): (&CourseCode, Timestamp, Timestamp),
) -> Result<()> {
    execute!(
        tx,
        PASS,
        staff.as_bytes().as_slice(),
        course.as_str(),
        millis(at),
        millis(told)
    )?;
    Ok(())
}

pub(crate) const TAKE_BACK: &str = "UPDATE course_pass SET taken_back_at = $4 \
     WHERE staff = $1 AND course = $2 AND passed_at <= $3 AND taken_back_at IS NULL";

/// Takes back what somebody passed up to an instant; `false` where nothing stood.
pub async fn take_back(
    tx: &mut Tx,
    staff: StaffId,
    (course, up_to, now): (&CourseCode, Timestamp, Timestamp),
) -> Result<bool> {
    let changed = execute!(
        tx,
        TAKE_BACK,
        staff.as_bytes().as_slice(),
        course.as_str(),
        millis(up_to),
        millis(now)
    )?;
    Ok(changed > 0)
}

row! {
    struct PassRow {
        staff: Vec<u8>,
        course: String,
        months: Option<i64>,
        passed_at: i64,
    }
}

fn passed(row: &PassRow) -> Result<Passed> {
    let course = CourseCode::parse(&row.course).map_err(corrupt)?;
    let at = from_millis(row.passed_at);
    Ok(Passed::of(course, at, months(row.months)?))
}

pub(crate) const PASSED: &str = "SELECT p.staff, p.course, c.months, p.passed_at FROM course_pass p \
     JOIN course c ON c.code = p.course WHERE p.staff = $1 AND p.taken_back_at IS NULL ORDER BY p.passed_at";

/// What somebody passed.
pub async fn passed_by(source: &mut impl Source, staff: StaffId) -> Result<Vec<Passed>> {
    let rows = fetch_all!(source, PassRow, PASSED, staff.as_bytes().as_slice())?;
    rows.iter().map(passed).collect()
}

pub(crate) const ALL_PASSED: &str = "SELECT p.staff, p.course, c.months, p.passed_at FROM course_pass p \
     JOIN course c ON c.code = p.course JOIN staff m ON m.id = p.staff \
     WHERE p.taken_back_at IS NULL AND m.disabled_at IS NULL ORDER BY p.passed_at";

/// What everybody who may sign in passed.
pub async fn passed_by_all(source: &mut impl Source) -> Result<Vec<(StaffId, Passed)>> {
    let rows = fetch_all!(source, PassRow, ALL_PASSED)?;
    let one = |row: PassRow| {
        let staff = StaffId::try_from(row.staff.as_slice());
        let staff = staff.map_err(|_| Error::Corrupt("course_pass"))?;
        Ok((staff, passed(&row)?))
    };
    rows.into_iter().map(one).collect()
}
