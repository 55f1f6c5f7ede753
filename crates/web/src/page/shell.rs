//! The document around a page.

use maud::{DOCTYPE, Markup, Render, html};
use ui::{BackLink, Footer, Icon, PhaseBanner, SkipLink, TabBar, assets};

use super::{Page, SignedIn, Tab, View};
use crate::{i18n::Lang, t};

pub(super) fn document(page: &Page, body: &dyn Render) -> Markup {
    let view = page.view;
    let lang = view.lang;
    let larger = if view.larger_text { " dd-larger" } else { "" };
    let wide = if page.audience.wide() { " dd-wide" } else { "" };
    html! {
        (DOCTYPE)
        html class={ "govuk-template" (larger) } lang=(lang.as_str()) {
            (head(page))
            body class={ "govuk-template__body" (wide) } {
                (SkipLink::new("#content", t!(lang, "skip-link")))
                (official(view))
                (header(page))
                (places(page))
                div.govuk-width-container {
                    @if view.site.demo {
                        section aria-label=(t!(lang, "demo-tag")) {
                            (PhaseBanner::new(t!(lang, "demo-tag"), html! {
                                (t!(lang, "demo-text")) " "
                                a.govuk-link href="/demo/post-office" { (t!(lang, "post-office-title")) }
                            }))
                        }
                    }
                    @if let Some((href, label)) = &page.back {
                        nav.dd-back aria-label=(label) { (BackLink::new(href, label)) }
                    }
                    main.govuk-main-wrapper #content lang=(lang.as_str()) {
                        div.dd-narrow[page.narrow] {
                            @if let Some(errors) = page.errors { (errors.summary()) }
                            (body)
                        }
                    }
                }
                (footer(view))
            }
        }
    }
}

fn head(page: &Page) -> Markup {
    let lang = page.view.lang;
    let words = page.title.as_str();
    let title = if page.errors.is_some() {
        t!(lang, "title-error", title = words)
    } else {
        t!(lang, "title", title = words)
    };
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            title { (title) }
            meta name="description" content=(t!(lang, "brand-description"));
            meta name="theme-color" content="#0a2145";
            meta name="format-detection" content="telephone=no";
            link rel="preload" href=(assets::url("be-vietnam-pro-400.woff2")) as="font" type="font/woff2" crossorigin;
            link rel="preload" href=(assets::url("be-vietnam-pro-700.woff2")) as="font" type="font/woff2" crossorigin;
            link rel="stylesheet" href=(assets::url("app.css"));
            link rel="icon" type="image/svg+xml" href=(assets::url("icon.svg"));
            link rel="apple-touch-icon" href=(assets::url("icon-180.png"));
            link rel="manifest" href="/manifest.webmanifest";
            script type="module" src=(assets::url("app.js")) {}
        }
    }
}

fn official(view: &View) -> Markup {
    let lang = view.lang;
    let domain = view.site.domain();
    html! {
        aside.dd-official aria-label=(t!(lang, "official-line")) {
            div.govuk-width-container {
                details {
                    summary {
                        (Icon::Lock) b { (domain) }
                        span.dd-official__word { (t!(lang, "official-line")) }
                        span.dd-official__how { (t!(lang, "official-how")) }
                    }
                    p.dd-official__more { (t!(lang, "official-more", domain = domain)) }
                }
            }
        }
    }
}

fn header(page: &Page) -> Markup {
    let view = page.view;
    let lang = view.lang;
    html! {
        header.dd-header.dd-header--account[page.signed_in.is_some()] {
            div.dd-header__bar.govuk-width-container {
                a.dd-brand href=(page.audience.home()) {
                    img src=(assets::url("icon.svg")) alt="" width="40" height="40";
                    span.dd-brand__name {
                        (t!(lang, "brand"))
                        span.dd-brand__audience { (page.audience.words(lang)) }
                    }
                }
                div.dd-header__tools {
                    @if let Some(who) = &page.signed_in { (account(view, who)) }
                    (languages(view))
                }
            }
        }
    }
}

fn account(view: &View, who: &SignedIn) -> Markup {
    html! {
        @if !who.name.is_empty() {
            span.dd-header__who {
                span.govuk-visually-hidden { (t!(view.lang, "signed-in-as", name = "")) }
                (who.name)
            }
        }
        form method="post" action=(who.sign_out) {
            (view.csrf_field())
            button type="submit" { (t!(view.lang, "sign-out")) }
        }
    }
}

fn languages(view: &View) -> Markup {
    html! {
        nav.dd-lang aria-label=(t!(view.lang, "language")) {
            @for lang in Lang::ALL {
                @let name = match lang {
                    Lang::Vi => t!(view.lang, "language-vi"),
                    Lang::En => t!(view.lang, "language-en"),
                };
                @let short = lang.as_str().to_uppercase();
                @if lang == view.lang {
                    span aria-current="true" lang=(lang.as_str()) { (short) }
                } @else {
                    a href=(view.with(&format!("lang={}", lang.as_str()))) lang=(lang.as_str())
                        hreflang=(lang.as_str()) aria-label={ (short) " – " (name) } { (short) }
                }
            }
        }
    }
}

fn places(page: &Page) -> Markup {
    let lang = page.view.lang;
    let label = t!(lang, "main-places");
    match page.tab {
        Some(tab) => TabBar::new(label)
            .tab("/", Icon::Home, t!(lang, "tab-home"), tab == Tab::Home)
            .tab(
                "/wallet",
                Icon::Wallet,
                t!(lang, "tab-wallet"),
                tab == Tab::Wallet,
            )
            .tab(
                "/personal",
                Icon::Person,
                t!(lang, "tab-personal"),
                tab == Tab::Personal,
            )
            .render(),
        None if page.menu.is_empty() => html! {},
        None => html! {
            nav.dd-tabbar aria-label=(label) {
                ul.dd-tabbar__list.govuk-width-container {
                    @for (href, words, here) in &page.menu {
                        li {
                            a.dd-tabbar__link href=(href) aria-current=[here.then_some("page")] { (words) }
                        }
                    }
                }
            }
        },
    }
}

fn footer(view: &View) -> Markup {
    let lang = view.lang;
    let (switch, words) = if view.larger_text {
        ("text=normal", t!(lang, "footer-normal"))
    } else {
        ("text=larger", t!(lang, "footer-larger"))
    };
    Footer::new(t!(lang, "footer-heading"))
        .link("/help", t!(lang, "footer-help"))
        .link("/lock", t!(lang, "footer-lock"))
        .link("/terms", t!(lang, "footer-terms"))
        .link("/accessibility", t!(lang, "footer-accessibility"))
        .link(view.with(switch), words)
        .note(t!(
            lang,
            "footer-version",
            version = view.site.version.as_str()
        ))
        .render()
}
