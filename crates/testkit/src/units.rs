//! Police offices for tests, loaded through the register's own table.

use app::App;
use domain::registers::{Register, UnitKind, UnitLevel, UnitRecord};
use store::Audit;
use store::registers::Loader;

/// A police office under another.
pub fn police(code: &str, name: &str, level: UnitLevel, parent: Option<&str>) -> UnitRecord {
    UnitRecord {
        code: code.into(),
        name: name.into(),
        kind: UnitKind::Police,
        level,
        parent: parent.map(str::to_owned),
        province: None,
        address: "1 Tran Phu".into(),
        phone: "02743000000".into(),
        valid_from: "2020-01-01".parse().expect("a day"),
        valid_to: None,
    }
}

/// Loads offices into the register.
pub async fn load(app: &App, records: &[UnitRecord]) {
    let mut tx = app.db.begin().await.expect("a transaction");
    let mut loader = Loader::new(store::registers::table(Register::Units));
    for record in records {
        let mut cells = Vec::new();
        store::unit::cells(record, &mut cells);
        loader.rows(&mut tx, cells).await.expect("a row");
    }
    loader.finish(&mut tx).await.expect("rows");
    tx.commit(Audit::Bookkeeping("test")).await.expect("kept");
}
