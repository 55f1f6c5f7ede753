//! Organisations through the pages: asking, acting, empowering, locking.

mod consent;
mod journey;
mod refusals;
mod spared;
mod staff;

use testkit::organisations::{company, register};
use testkit::people::{PASSCODE, Person};
use testkit::{Client, TestApp};

use crate::holds::holder;

/// A representative who has signed in, and the tax code of his company.
pub(crate) async fn representative(test: &TestApp, n: u32) -> (Person, Client, String) {
    let (person, browser) = holder(test, n).await;
    let record = company(n, &person);
    register(&test.app, &record).await;
    (person, browser, record.code.as_str().to_owned())
}

/// Registers by the pages and takes possession; gives the organisation's address.
pub(crate) async fn opened(test: &TestApp, n: u32) -> (Person, Client, String, String) {
    let (person, mut browser, code) = representative(test, n).await;
    let place = issued(&mut browser, &code).await;
    browser
        .post(&format!("{place}/activate"), &[("passcode", PASSCODE)])
        .await
        .goes_to(&place);
    (person, browser, code, place)
}

/// Asks for the account of a company in the register.
pub(crate) async fn issued(browser: &mut Client, code: &str) -> String {
    let begun = browser.post("/organisations/new", &[("code", code)]).await;
    let request = begun.location().to_owned();
    assert!(
        request.starts_with("/organisations/requests/reg_"),
        "{}",
        begun.words()
    );
    browser.post(&request, &[]).await.goes_to(&request);
    let page = browser.get(&request).await;
    page.shows(200, "Đã cấp tài khoản");
    let text = page.text();
    let (_, rest) = text.split_once("href=\"/organisations/sub_").unwrap();
    let id = rest.split('"').next().unwrap();
    format!("/organisations/sub_{id}")
}

/// A hidden value of a form on a page.
fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&mark).unwrap();
    rest.split('"').next().unwrap().to_owned()
}
