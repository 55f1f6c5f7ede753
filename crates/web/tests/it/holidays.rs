//! The calendar of working days in the console.

use domain::actor::Role;
use testkit::TestApp;

use crate::holds::staff;

// law: WD-2, WD-3, WD-4, WD-5
#[tokio::test]
async fn a_manager_takes_a_year_over_and_changes_a_day() {
    let test = TestApp::new().await;
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    manager
        .get("/console/holidays")
        .await
        .shows(200, "năm 2024");
    let page = manager.get("/console/holidays?year=2027").await;
    page.shows(200, "Năm 2027 chưa có bảng");
    page.shows(200, "Nghỉ bù");
    page.shows(200, "05/02/2027");
    let early = [("day", "06/02/2027"), ("kind", "off"), ("words", "Tết")];
    manager
        .post("/console/holidays", &early)
        .await
        .shows(422, "Hãy nhận đề xuất trước");
    let year = [("year", "2027")];
    manager
        .post("/console/holidays/adopt", &year)
        .await
        .goes_to("/console/holidays?year=2027");
    manager
        .post("/console/holidays/adopt", &year)
        .await
        .shows(422, "Năm này đã có bảng");
    let add = [
        ("day", "30/08/2027"),
        ("kind", "off"),
        ("words", "QĐ 12/QĐ-TTg"),
    ];
    let seen = manager.post("/console/holidays", &add).await;
    seen.shows(200, "Hạn đã hẹn được giữ nguyên");
    assert!(
        !manager
            .get("/console/holidays?year=2027")
            .await
            .text()
            .contains("QĐ 12")
    );
    let confirmed = [&add[..], &[("confirmed", "yes")]].concat();
    manager
        .post("/console/holidays", &confirmed)
        .await
        .goes_to("/console/holidays?year=2027");
    manager
        .get("/console/holidays?year=2027")
        .await
        .shows(200, "QĐ 12/QĐ-TTg");
    manager
        .post("/console/holidays", &confirmed)
        .await
        .shows(422, "đã có trong bảng");
    // The published years did not vanish with the first row.
    manager
        .get("/console/holidays?year=2025")
        .await
        .shows(200, "26/04/2025");
    let calendar = app::calendar::calendar(&test.app).await.unwrap();
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    assert!(!calendar.is_working_day(day("2027-08-30")));
    assert!(calendar.has_year(2024) && !calendar.has_year(2028));
    let remove = [
        ("day", "30/08/2027"),
        ("kind", "remove"),
        ("words", "Nhầm"),
        ("confirmed", "yes"),
    ];
    manager
        .post("/console/holidays", &remove)
        .await
        .goes_to("/console/holidays?year=2027");
    let calendar = app::calendar::calendar(&test.app).await.unwrap();
    assert!(calendar.is_working_day(day("2027-08-30")));
}

// law: WD-3, WD-5, D59-4.4
#[tokio::test]
async fn bad_days_are_named_and_others_change_nothing() {
    let test = TestApp::new().await;
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    for (day, kind, words, want) in [
        ("01/01/2024", "off", "x", "đã có trong bảng"),
        ("02/01/2024", "remove", "x", "không có trong bảng"),
        ("02/01/2024", "working", "x", "Chỉ thứ bảy hoặc chủ nhật"),
        ("02/01/2024", "", "x", "Chọn việc làm với ngày này"),
        ("02/01/2024", "off", " ", "Viết tên ngày"),
        ("31/02/2024", "off", "x", ""),
        ("01/01/2021", "off", "x", "từ 2022 đến 2050"),
        ("01/01/2051", "off", "x", "từ 2022 đến 2050"),
    ] {
        let form = [("day", day), ("kind", kind), ("words", words)];
        let answer = manager.post("/console/holidays", &form).await;
        answer.shows(422, want);
    }
    for year in ["2021", "2051", "xx"] {
        manager
            .get(&format!("/console/holidays?year={year}"))
            .await
            .shows(422, "từ 2022 đến 2050");
        manager
            .post("/console/holidays/adopt", &[("year", year)])
            .await
            .shows(422, "từ 2022 đến 2050");
    }
    for role in [Role::Auditor, Role::Head, Role::CallCentre] {
        let mut other = staff(&test, role, "P074").await;
        other.get("/console/holidays").await.shows(403, "");
        let form = [
            ("day", "02/01/2024"),
            ("kind", "off"),
            ("words", "x"),
            ("confirmed", "yes"),
        ];
        other.post("/console/holidays", &form).await.shows(403, "");
        other
            .post("/console/holidays/adopt", &[("year", "2027")])
            .await
            .shows(403, "");
    }
}
