//! Telecoms' files of subscribers: cleaning them, bad ones, going on after a kill, how good the verdicts are.

mod bad;
mod good;
mod quality;
mod resume;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use app::cleaning::{
    BLOCK, CHECKPOINT, Clean, CleanError, Column, Correct, Encoding, Report, clean,
};
use app::registers::{BATCH_LINES, Import, import};
use domain::registers::Register;
use serde_json::Value;

use crate::kit::Kit;

const POPULATION: &str = "number,old_number,name,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait\n";

/// Two living, one dead, one whose old number is linked.
const PEOPLE: &str = "\
079190001234,023456789,Nguyễn Thị Thúy Ánh,1990-02-03,female,079,Bí mật 1,living,,,
001085000077,,Hoàng Văn Đức,1985-11-30,male,001,Bí mật 2,living,,,
066185000500,,H' Hen Niê,1985,female,066,Bí mật 3,living,,,
074050999011,,Lê Văn Tám,1950-05-06,male,074,Bí mật 4,dead,2020-01-01,,
";

/// How a test cleans.
struct How<'a> {
    columns: &'a [(Column, String)],
    encoding: Option<Encoding>,
    correct: Correct,
    block: usize,
    checkpoint: u64,
    /// Stops after so many blocks.
    blocks: usize,
}

const USUAL: How<'_> = How {
    columns: &[],
    encoding: None,
    correct: Correct {
        name: false,
        number: false,
    },
    block: BLOCK,
    checkpoint: CHECKPOINT,
    blocks: usize::MAX,
};

impl Kit {
    async fn people(&self, rows: &str) {
        let file = self
            .folder
            .write("population.csv", format!("{POPULATION}{rows}"));
        let command = Import {
            register: Register::Population,
            file: &file,
            batch_lines: BATCH_LINES,
            progress: &mut |_| ControlFlow::Continue(()),
        };
        let report = import(&self.app, &self.operator(), command).await.unwrap();
        assert_eq!(report.rejected, 0, "{:?}", report.sample);
    }

    async fn clean(&self, file: &Path, how: &How<'_>) -> Result<Report, CleanError> {
        let mut blocks = 0;
        let command = Clean {
            file,
            folder: None,
            columns: how.columns,
            encoding: how.encoding,
            correct: how.correct,
            block: how.block,
            checkpoint: how.checkpoint,
            sample: None,
            progress: &mut |_| {
                blocks += 1;
                if blocks >= how.blocks {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        };
        clean(&self.app, &self.operator(), command).await
    }

    /// Writes and cleans a file.
    async fn cleaned(&self, bytes: impl AsRef<[u8]>, how: &How<'_>) -> Result<Report, CleanError> {
        let file = self.folder.write("subscribers.csv", bytes);
        self.clean(&file, how).await
    }

    fn results(&self) -> PathBuf {
        self.folder.path().join("subscribers.cleaned")
    }

    fn result(&self, name: &str) -> String {
        std::fs::read_to_string(self.results().join(name)).unwrap()
    }

    fn summary(&self) -> Value {
        serde_json::from_str(&self.result("summary.json")).unwrap()
    }
}
