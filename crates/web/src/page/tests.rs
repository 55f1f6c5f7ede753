use std::sync::Arc;

use axum::http::StatusCode;
use maud::html;
use ui::Input;

use super::*;

fn view(lang: Lang) -> View {
    View {
        lang,
        larger_text: false,
        path: "/wallet/licence".into(),
        query: "step=2".into(),
        csrf: "c".repeat(64),
        home: "/",
        request_id: "0042".into(),
        site: Arc::new(Site::new(
            "https://DinhDanh.example/x",
            "2.1.0",
            Arc::new(|_| {}),
        )),
    }
}

#[test]
fn a_page_has_one_heading_a_main_and_a_way_to_skip() {
    let view = view(Lang::Vi);
    let page = Page::new(&view, Audience::Citizen, "Ví giấy tờ")
        .tab(Tab::Wallet)
        .signed_in("Giang", "/sign-out");
    let html = page.render(html! { h1.govuk-heading-l { "Ví giấy tờ" } }).0;
    for (part, count) in [
        ("<h1", 1),
        ("<main", 1),
        ("href=\"#content\"", 1),
        ("id=\"content\"", 1),
        ("aria-current=\"page\"", 1),
        ("<title>Ví giấy tờ – Định Danh</title>", 1),
    ] {
        assert_eq!(html.matches(part).count(), count, "{part}");
    }
    assert!(html.contains("<b>dinhdanh.example</b>"));
    assert!(html.contains("href=\"/wallet/licence?step=2&amp;lang=en\""));
    assert!(!html.contains("style=\"") && !html.contains("onclick"));
}

#[test]
fn errors_change_title_status_and_stand_first() {
    let view = view(Lang::En);
    let mut errors = Errors::new(Lang::En);
    assert_eq!(
        Page::new(&view, Audience::Citizen, "Licence")
            .errors(&errors)
            .respond(html! {})
            .status(),
        StatusCode::OK
    );
    errors.add("licence", "Enter 12 digits");
    let page = Page::new(&view, Audience::Citizen, "Licence")
        .back("/wallet")
        .errors(&errors)
        .narrow();
    let field = Input::new("licence", "Number")
        .value("<b>")
        .error(errors.of("licence"));
    let body = view.form("", html! { (field) });
    let html = page.render(&body).0;
    assert_eq!(
        page.respond(&body).status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(html.contains("<title>Error: Licence – Dinh Danh</title>"));
    assert!(html.contains("<a href=\"#licence\">Enter 12 digits</a>"));
    assert!(html.find("govuk-error-summary") < html.find("<form"));
    assert!(
        html.contains("value=\"&lt;b&gt;\"") && html.contains("aria-describedby=\"licence-error\"")
    );
}

#[test]
fn every_asset_a_page_names_is_there() {
    let html = Page::new(&view(Lang::Vi), Audience::Counter, "x")
        .render(html! {})
        .0;
    assert!(!html.contains("/assets/missing"));
}

#[test]
fn every_fault_has_words_in_both_languages() {
    for lang in Lang::ALL {
        for status in [400, 403, 404, 413, 429, 500, 503] {
            for part in ["title", "text"] {
                let key = format!("fault-{status}-{part}");
                assert_ne!(crate::i18n::t(lang, &key), key);
            }
        }
        assert_eq!(
            fault(&view(lang), StatusCode::IM_A_TEAPOT).status(),
            StatusCode::IM_A_TEAPOT
        );
    }
}
