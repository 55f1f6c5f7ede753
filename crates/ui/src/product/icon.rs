use maud::{Markup, Render, html};

use crate::raw::trusted_static;

/// Small line drawings; each stands beside a word, so all are hidden from screen readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Home,
    Wallet,
    Person,
    Lock,
    Unlock,
    Check,
    Cross,
    Warning,
    Clock,
    Pause,
    Shield,
    Card,
    Car,
    Passport,
    Health,
    Phone,
    Camera,
    Eye,
    Bell,
    Search,
    Building,
    Scan,
    Question,
}

impl Icon {
    fn paths(self) -> &'static str {
        match self {
            Icon::Home => {
                r#"<path d="M3.5 11 12 4l8.5 7"/><path d="M6 9.5V20h12V9.5M10 20v-6h4v6"/>"#
            }
            Icon::Wallet => {
                r#"<path d="M4 7h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 7a2.5 2.5 0 0 1 2.5-3H16v3"/><path d="M20 11.5h-4a2 2 0 0 0 0 4h4"/>"#
            }
            Icon::Person => {
                r#"<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.800-6 7.500-6s6.700 2 7.500 6"/>"#
            }
            Icon::Lock => {
                r#"<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.500M12 14.500v2.500"/>"#
            }
            Icon::Unlock => {
                r#"<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 7.700-1.500M12 14.500v2.500"/>"#
            }
            Icon::Check => r#"<path d="m5 12.500 4.500 4.500L19 7.500"/>"#,
            Icon::Cross => r#"<path d="m6.500 6.500 11 11m0-11-11 11"/>"#,
            Icon::Warning => r#"<path d="M12 4 2.500 20h19z"/><path d="M12 10v4.500m0 2.300v.2"/>"#,
            Icon::Clock => r#"<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5l3.500 2"/>"#,
            Icon::Pause => r#"<circle cx="12" cy="12" r="8.500"/><path d="M9.800 9v6m4.400-6v6"/>"#,
            Icon::Shield => {
                r#"<path d="M12 3.500 4.500 6v6c0 4.500 3.200 7.300 7.500 8.500 4.300-1.200 7.500-4 7.500-8.500V6z"/><path d="m8.800 12 2.300 2.300 4.200-4.300"/>"#
            }
            Icon::Card => {
                r#"<rect x="3" y="5.500" width="18" height="13" rx="2"/><circle cx="8.500" cy="11" r="2"/><path d="M5.500 16c.5-1.700 1.600-2.300 3-2.300s2.500.6 3 2.300M14 10h4m-4 3.500h4"/>"#
            }
            Icon::Car => {
                r#"<path d="M4 16.500v-4l2-5.500h12l2 5.500v4zM4 12.500h16"/><path d="M6 16.500v2m12-2v2M7.500 14.500h.1m8.900 0h.1"/>"#
            }
            Icon::Passport => {
                r#"<rect x="5" y="3.500" width="14" height="17" rx="2"/><circle cx="12" cy="10.500" r="3.500"/><path d="M8.500 10.500h7M9 17.500h6"/>"#
            }
            Icon::Health => {
                r#"<path d="M12 20s-7.500-4.300-7.500-10A4.200 4.200 0 0 1 12 7.500 4.200 4.200 0 0 1 19.500 10c0 5.700-7.500 10-7.500 10z"/><path d="M12 10.500v4M10 12.500h4"/>"#
            }
            Icon::Phone => {
                r#"<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/>"#
            }
            Icon::Camera => {
                r#"<path d="M4 8h3.500L9 5.500h6L16.500 8H20v11H4z"/><circle cx="12" cy="13" r="3.500"/>"#
            }
            Icon::Eye => {
                r#"<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z"/><circle cx="12" cy="12" r="3"/>"#
            }
            Icon::Bell => {
                r#"<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500h4"/>"#
            }
            Icon::Search => {
                r#"<circle cx="10.500" cy="10.500" r="6"/><path d="m15 15 5.500 5.500"/>"#
            }
            Icon::Building => r#"<path d="M4 20V9.500l8-5 8 5V20M3 20h18M8 12v5m4-5v5m4-5v5"/>"#,
            Icon::Scan => {
                r#"<path d="M4 8.500V4h4.500M15.500 4H20v4.500M20 15.500V20h-4.500M8.500 20H4v-4.500M4 12h16"/>"#
            }
            Icon::Question => {
                r#"<circle cx="12" cy="12" r="8.500"/><path d="M9.500 9.700A2.500 2.500 0 1 1 12 12.500v1.300m0 2.500v.2"/>"#
            }
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.dd-icon viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
                (trusted_static(self.paths()))
            }
        }
    }
}
