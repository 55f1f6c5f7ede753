//! Register files: loading them, reading them back, closing a register.

mod bad;
mod good;
mod portrait;
mod print;
mod resume;
mod state;

use std::ops::ControlFlow;
use std::path::Path;

use app::registers::{Import, Report, import};
use domain::person::PersonNumber;
use domain::registers::{PersonRecord, Register};

use crate::kit::Kit;

const POPULATION: &str = "number,old_number,name,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait\n";

impl Kit {
    async fn import(&self, register: Register, file: &Path) -> app::Result<Report> {
        let mut go_on = |_| ControlFlow::Continue(());
        let command = Import {
            register,
            file,
            batch_lines: 50_000,
            progress: &mut go_on,
        };
        import(&self.app, &self.operator(), command).await
    }

    /// Writes and loads a file.
    async fn load(&self, register: Register, text: impl AsRef<[u8]>) -> app::Result<Report> {
        let file = self.folder.write("file.csv", text);
        self.import(register, &file).await
    }

    async fn person(&self, number: &str) -> Option<PersonRecord> {
        let number = PersonNumber::parse(number).unwrap();
        let mut source = self.app.db.read().await.unwrap();
        store::registers::person::by_number(&mut source, &number)
            .await
            .unwrap()
    }

    fn rejected(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("file.rejected.csv")).unwrap_or_default()
    }
}

/// A good line for the n-th person.
fn person_line(n: usize) -> String {
    format!("0741900{n:05},,Nguyễn Thị Ánh,1990-02-03,female,074,12 Lê Lợi,living,,,\n")
}

/// Line, column and code of each complaint.
fn complaints(report: &Report) -> Vec<(u64, &'static str, &'static str)> {
    report
        .sample
        .iter()
        .map(|found| (found.line, found.column, found.reason.code()))
        .collect()
}

/// The code and the subject of a refused file.
fn refusal(result: app::Result<Report>) -> (&'static str, String) {
    match result {
        Err(app::Error::Invalid(faults)) => {
            let subject = faults[0].args.first().map(|(_, subject)| subject.clone());
            (faults[0].code, subject.unwrap_or_default())
        }
        other => panic!("not refused: {other:?}"),
    }
}
