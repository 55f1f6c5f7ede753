//! Trust anchors in the console.

use domain::actor::Role;
use jiff::SignedDuration;
use testkit::TestApp;
use testkit::cards::{Country, fingerprint};
use testkit::certificates::pem;

use super::kit::take_in;
use crate::holds::staff;

const PLACE: &str = "/console/anchors";

// law: D59-14.2.a2
#[tokio::test]
async fn a_manager_takes_in_what_the_ministry_handed_over() {
    let test = TestApp::new().await;
    let country = Country::new("VN");
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    manager.get(PLACE).await.shows(200, "Chưa tin cơ quan nào");
    let fingerprint = country.fingerprint();
    let list = country.list(false);
    take_in(&mut manager, &list, "")
        .await
        .shows(422, "không phải là chứng thư");
    take_in(&mut manager, &country.csca, "")
        .await
        .shows(422, "Gõ dấu vân");
    take_in(&mut manager, &country.csca, &"0".repeat(64))
        .await
        .shows(422, "đừng tin tệp này");
    let file = pem("CERTIFICATE", &country.csca);
    take_in(&mut manager, file.as_bytes(), &fingerprint)
        .await
        .goes_to(PLACE);
    let page = manager.get(PLACE).await;
    page.shows(200, "Test CSCA");
    page.shows(200, "Chưa có danh sách thu hồi");
    take_in(&mut manager, &country.csca, &fingerprint)
        .await
        .shows(422, "đã được nạp");
    take_in(&mut manager, &list, "").await.goes_to(PLACE);
    manager.get(PLACE).await.shows(200, "Đang tin");
    take_in(&mut manager, &list, "")
        .await
        .shows(422, "đã được nạp");
    take_in(&mut manager, &country.list(true), "")
        .await
        .goes_to(PLACE);
    take_in(&mut manager, &list, "")
        .await
        .shows(422, "danh sách mới hơn");
    test.advance(SignedDuration::from_hours(40 * 24));
    let mut later = staff(&test, Role::Manager, "QL02").await;
    later.get(PLACE).await.shows(200, "quá hạn");
}

fn played(name: &str) -> Vec<u8> {
    let text = include_str!("../../../../chip/tests/cards/master.json");
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    let digits = json[name].as_str().unwrap();
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    pairs.map(byte).collect()
}

// law: D59-14.2.a2
#[tokio::test]
async fn a_master_list_does_not_bring_back_what_was_withdrawn() {
    let test = TestApp::new().await;
    test.clock.set("2027-06-01T03:00:00Z".parse().unwrap());
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    let own = fingerprint(&played("csca"));
    take_in(&mut manager, &played("csca"), &own)
        .await
        .goes_to(PLACE);
    take_in(&mut manager, &played("list"), "")
        .await
        .goes_to(PLACE);
    let list = played("good");
    take_in(&mut manager, &list, "").await.goes_to(PLACE);
    let page = manager.get(PLACE).await;
    page.shows(200, "Test CSCA 2");
    take_in(&mut manager, &list, "")
        .await
        .shows(422, "không có cơ quan mới nào");
    let mut source = test.app.db.read().await.unwrap();
    let stored = store::anchor::all(&mut source).await.unwrap();
    drop(source);
    let second = stored.iter().find(|a| a.subject.contains("CSCA 2"));
    let second = second.unwrap().certificate.clone();
    let anchor = fingerprint(&second);
    let form = [("anchor", anchor.as_str()), ("words", "khóa bị lộ")];
    manager
        .post("/console/anchors/withdraw", &form)
        .await
        .goes_to(PLACE);
    take_in(&mut manager, &list, "")
        .await
        .shows(422, "1 cơ quan trong đó đã bị thôi tin");
    manager.get(PLACE).await.shows(200, "khóa bị lộ");
    let told = format!("{PLACE}?withdrawn=1");
    manager
        .get(&told)
        .await
        .shows(200, "1 cơ quan trong danh sách chủ vẫn bị thôi tin");
    take_in(&mut manager, &second, &anchor).await.goes_to(PLACE);
    let page = manager.get(PLACE).await;
    assert!(!page.text().contains("khóa bị lộ"));
}

#[tokio::test]
async fn what_is_no_authority_of_ours_is_refused_by_name() {
    let test = TestApp::new().await;
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    let (own, other) = (Country::new("VN"), Country::new("VN"));
    take_in(&mut manager, &own.csca, &own.fingerprint())
        .await
        .goes_to(PLACE);
    let foreign = Country::new("XX");
    let web = testkit::certificates::Certificate::alone("localhost");
    for (file, words) in [
        (Vec::new(), "Chọn một tệp"),
        (b"hello".to_vec(), "không phải là chứng thư"),
        (foreign.csca.clone(), "quốc gia XX"),
        (web.der.clone(), "không ghi quốc gia"),
        (other.list(false), "danh sách này"),
    ] {
        take_in(&mut manager, &file, &foreign.fingerprint())
            .await
            .shows(422, words);
    }
    test.clock.set("2041-01-01T00:00:00Z".parse().unwrap());
    let mut manager = staff(&test, Role::Manager, "QL03").await;
    take_in(&mut manager, &other.csca, &other.fingerprint())
        .await
        .shows(422, "hết hiệu lực");
}

// law: D59-4.4, D59-32..38
#[tokio::test]
async fn withdrawing_needs_a_reason_and_a_manager() {
    let test = TestApp::new().await;
    let country = super::kit::trusted(&test).await;
    let mut manager = staff(&test, Role::Manager, "QL09").await;
    let anchor = country.fingerprint();
    let withdraw = |words: &'static str| [("anchor", anchor.clone()), ("words", words.to_owned())];
    for role in [Role::Officer, Role::CallCentre] {
        let mut other = staff(&test, role, "TD09").await;
        other.get(PLACE).await.shows(403, "");
    }
    let mut auditor = staff(&test, Role::Auditor, "KT01").await;
    let page = auditor.get(PLACE).await;
    page.shows(200, "Test CSCA");
    assert!(!page.text().contains("name=\"file\""));
    let form = withdraw("lý do");
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
    auditor
        .post("/console/anchors/withdraw", &form)
        .await
        .shows(403, "");
    take_in(&mut auditor, &country.csca, &anchor)
        .await
        .shows(403, "");
    let empty = [("anchor", anchor.as_str()), ("words", " ")];
    manager
        .post("/console/anchors/withdraw", &empty)
        .await
        .shows(422, "Ghi lý do");
    manager
        .post("/console/anchors/withdraw", &form)
        .await
        .goes_to(PLACE);
    let page = manager.get(PLACE).await;
    page.shows(200, "Đã thôi tin");
    page.shows(200, "lý do");
    manager
        .post("/console/anchors/withdraw", &form)
        .await
        .shows(404, "");
    // It may be trusted again, by the same certificate.
    take_in(&mut manager, &country.csca, &anchor)
        .await
        .goes_to(PLACE);
}
