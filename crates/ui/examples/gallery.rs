//! Writes pages that show every component in the product's theme:
//! `cargo run -p ui --example gallery -- out-folder`, then open `citizen.html` and `officer.html`.

use std::{fs, io, path::Path};

use maud::{DOCTYPE, Markup, Render, html};
use ui::{
    Action, BackLink, Button, ButtonLink, Card, Cell, Checkboxes, Choice, Clock, ClockState,
    Content, DateInput, Details, DocumentCard, EmptyState, ErrorMessage, ErrorSummary, FileUpload,
    Footer, Icon, Input, InsetText, Legend, NotificationBanner, Pagination, Panel, PasswordInput,
    PhaseBanner, Portrait, Portraits, Radios, Row, Select, SelectOption, SkipLink, Split, Stat,
    Stats, Step, StepState, SummaryList, Tab, TabBar, Table, Tabs, Tag, TakePhoto, Task, TaskList,
    TaskStatus, Textarea, Tile, Tiles, Timeline, Tone, Verdict, VerdictKind, WarningText,
};

fn main() -> io::Result<()> {
    let out = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/gallery".into());
    let out = Path::new(&out);
    for asset in ui::assets::all() {
        let path = out.join(asset.url.trim_start_matches('/'));
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let text = String::from_utf8(asset.bytes.to_vec())
            .ok()
            .filter(|_| asset.name.ends_with("css"));
        match text {
            Some(css) => fs::write(path, css.replace("\"/assets/", "\"../../assets/"))?,
            None => fs::write(path, asset.bytes)?,
        }
    }
    let pages = [
        ("home", "", home()),
        ("wallet", "", wallet()),
        ("form", "", form()),
        ("done", "", done()),
        ("messages", "", messages()),
        ("inspect", "", inspect()),
        ("officer", "dd-wide", officer()),
    ];
    for (name, class, body) in pages {
        fs::write(out.join(format!("{name}.html")), page(class, &body).0)?;
    }
    Ok(())
}

fn asset(name: &str) -> &'static str {
    ui::assets::url(name).trim_start_matches('/')
}

fn page(class: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html.govuk-template lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Định Danh" }
                link rel="stylesheet" href=(asset("app.css"));
                link rel="icon" href=(asset("icon.svg"));
                script type="module" src=(asset("app.js")) {}
            }
            body class={ "govuk-template__body " (class) } {
                (SkipLink::new("#content", "Bỏ qua đến nội dung chính"))
                div.dd-official { div.govuk-width-container {
                    details {
                        summary { (Icon::Lock) b { "dinhdanh.example.vn" } span.dd-official__word { "Trang chính thức." } span.dd-official__how { "Cách nhận biết" } }
                        p.dd-official__more { "Hãy kiểm tra địa chỉ. Cán bộ không bao giờ hỏi mật khẩu hoặc mã xác thực của bạn." }
                    }
                } }
                header.dd-header { div.dd-header__bar.govuk-width-container {
                    a.dd-brand href="/" {
                        img src=(asset("icon.svg")) alt="" width="40" height="40";
                        span.dd-brand__name { "Định Danh" span.dd-brand__audience { "Định danh điện tử" } }
                    }
                    div.dd-header__tools {
                        nav.dd-lang aria-label="Ngôn ngữ" { span aria-current="true" lang="vi" { "VI" } a href="?lang=en" lang="en" { "EN" } }
                    }
                } }
                (body)
                (Footer::new("Thông tin hỗ trợ").link("/help", "Trợ giúp").link("/accessibility", "Khả năng tiếp cận").link("/text", "Chữ lớn hơn").note("Phiên bản 2.1.0"))
            }
        }
    }
}

fn tabs(current: usize) -> TabBar {
    TabBar::new("Mục chính")
        .tab("/", Icon::Home, "Trang chủ", current == 0)
        .tab("/wallet", Icon::Wallet, "Ví giấy tờ", current == 1)
        .tab("/personal", Icon::Person, "Cá nhân", current == 2)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "reads better where it is called"
)]
fn main_of(content: Markup) -> Markup {
    html! { div.govuk-width-container { main.govuk-main-wrapper #content { (content) } } }
}

fn photo() -> &'static str {
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 128'%3E%3Crect width='96' height='128' fill='%23cfdbea'/%3E%3Ccircle cx='48' cy='52' r='24' fill='%23d9a884'/%3E%3Cpath d='M22 50c0-34 52-34 52 0-8-14-44-14-52 0z' fill='%23241d1a'/%3E%3Cpath d='M8 128c2-34 20-44 40-44s38 10 40 44z' fill='%2320416f'/%3E%3C/svg%3E"
}

fn identity() -> DocumentCard {
    DocumentCard::new("identity", Icon::Card, "Căn cước")
        .issuer("Bộ Công an")
        .status(Tag::new(Tone::Good, "Mức độ 2"))
        .holder("NGUYỄN THỊ HƯƠNG GIANG")
        .photo(photo(), "Ảnh chân dung")
        .field("Số định danh", "074•••••1234")
        .field("Ngày sinh", "02/09/1990")
        .field("Có giá trị đến", "02/09/2030")
}

fn home() -> Markup {
    html! {
        (tabs(0))
        (main_of(html! {
            p.govuk-caption-l { "Xin chào" }
            h1.govuk-heading-l { "Nguyễn Thị Hương Giang" }
            (identity())
            h2.govuk-heading-m { "Bạn muốn làm gì?" }
            (Tiles(vec![
                Tile::new("/show", Icon::Scan, "Xuất trình giấy tờ").text("Mã QR đổi sau mỗi 15 giây"),
                Tile::new("/add", Icon::Wallet, "Tích hợp giấy tờ").text("Giấy phép lái xe, thẻ bảo hiểm y tế…"),
                Tile::new("/log", Icon::Eye, "Ai đã xem dữ liệu của tôi").text("3 lần trong tháng này"),
                Tile::new("/lock", Icon::Lock, "Khóa tài khoản").text("Có hiệu lực ngay").danger(),
            ]))
        }))
    }
}

fn wallet() -> Markup {
    html! {
        (tabs(1))
        (main_of(html! {
            h1.govuk-heading-l { "Ví giấy tờ" }
            (DocumentCard::new("licence", Icon::Car, "Giấy phép lái xe").issuer("Cục Đường bộ Việt Nam")
                .status(Tag::new(Tone::Good, "Còn hiệu lực")).holder("NGUYỄN THỊ HƯƠNG GIANG").photo(photo(), "Ảnh chân dung")
                .field("Số", "790•••••0042").field("Hạng", "B, A1").field("Có giá trị đến", "15/06/2031").href("/wallet/1"))
            (DocumentCard::new("health", Icon::Health, "Thẻ bảo hiểm y tế").issuer("Bảo hiểm xã hội Việt Nam")
                .status(Tag::new(Tone::Waiting, "Chờ xác thực")).field("Số", "HC4••••••5678")
                .note(html! { "Hạn trả lời: " strong { "24/11/2026 17:00" } }).href("/wallet/2"))
            (DocumentCard::new("passport", Icon::Passport, "Hộ chiếu").issuer("Cục Quản lý xuất nhập cảnh")
                .status(Tag::new(Tone::Bad, "Hết hạn")).field("Số", "C12•••89").field("Hết hạn", "01/03/2026").dimmed(true).href("/wallet/3"))
            (ButtonLink::new("/wallet/add", "Tích hợp thông tin"))
            (EmptyState::new(Icon::Wallet, "Ví của bạn chưa có giấy tờ", "Ba giấy tờ hay được tích hợp nhất: giấy phép lái xe, thẻ bảo hiểm y tế, hộ chiếu.")
                .action(ButtonLink::new("/wallet/add", "Tích hợp thông tin").render()))
            h2.govuk-heading-m { "Yêu cầu đang xử lý" }
            (Timeline(vec![
                Step::new(StepState::Done, "Đã tiếp nhận", "21/11/2026 08:15"),
                Step::new(StepState::Current, "Đang đối chiếu với Cục Đường bộ", "Còn 5 giờ làm việc"),
                Step::new(StepState::Ahead, "Có kết quả", Content::default()),
            ]))
        }))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what `error` takes")]
fn error(text: &str) -> Option<ErrorMessage> {
    Some(ErrorMessage::new("Lỗi", text))
}

fn form() -> Markup {
    html! {
        div.govuk-width-container {
            nav.dd-back aria-label="Quay lại" { (BackLink::new("/", "Quay lại")) }
            main.govuk-main-wrapper #content { div.dd-narrow {
                (ErrorSummary::new("Có vấn đề cần sửa").item("licence", "Số giấy phép lái xe phải có 12 chữ số").item("issued", "Ngày cấp phải ở trong quá khứ"))
                h1.govuk-heading-l { "Thông tin giấy phép lái xe" }
                form method="post" {
                    (Input::new("licence", "Số giấy phép lái xe").hint("12 chữ số, có thể gõ dấu cách").digits().width(20).value("790 123 00").error(error("Số giấy phép lái xe phải có 12 chữ số")))
                    (Select::new("class", "Hạng").options([SelectOption::new("", "Chọn hạng"), SelectOption::new("B", "B"), SelectOption::new("C1", "C1")]))
                    (DateInput::new("issued", "Ngày cấp", ["Ngày", "Tháng", "Năm"]).hint("Ví dụ 27 3 2019").values(["31", "2", "2031"]).error(error("Ngày cấp phải ở trong quá khứ")))
                    (Radios::new("how", Legend::from("Bạn muốn nhận kết quả bằng cách nào?")).items([
                        Choice::new("sms", "Tin nhắn SMS").reveals(Input::new("phone", "Số điện thoại").autocomplete("tel").render()),
                        Choice::new("mail", "Thư điện tử").hint("Chỉ báo có tin, không kèm dữ liệu"),
                    ]).value("mail"))
                    (PasswordInput::new("password", "Mật khẩu").show("Hiện").show_label("Hiện mật khẩu").hide("Ẩn").hide_label("Ẩn mật khẩu"))
                    (Textarea::new("note", "Ghi chú (không bắt buộc)").limit(200, "Tối đa 200 ký tự").rows(3))
                    (FileUpload::new("paper", "Ảnh chụp giấy phép").accept("image/jpeg"))
                    (TakePhoto::new("portrait", "Ảnh chân dung").open("Dùng máy ảnh").shoot("Chụp ảnh").again("Chụp lại").taken("Đã chụp ảnh").refused("Không mở được máy ảnh; hãy chọn tệp"))
                    (Checkboxes::bare("true").items([Choice::new("yes", "Tôi cam đoan các thông tin trên là đúng")]))
                    div.govuk-button-group { (Button::new("Tiếp tục")) (Button::secondary("Lưu và thoát")) (Button::warning("Hủy yêu cầu")) a.govuk-link href="/" { "Để sau" } }
                }
            } }
        }
    }
}

fn done() -> Markup {
    main_of(html! { div.dd-narrow {
        (Panel::new("Đã gửi yêu cầu").text(html! { "Mã hồ sơ" br; strong { "GPLX-2026-0042" } }))
        h2.govuk-heading-m { "Điều gì xảy ra tiếp theo" }
        p.govuk-body { "Chúng tôi đối chiếu với Cục Đường bộ Việt Nam và trả lời trước " strong { "17:00 ngày 24/11/2026" } "." }
        (SummaryList::new([
            Row::new("Giấy tờ", "Giấy phép lái xe"),
            Row::new("Số", "790•••••0042").action(Action::new("/c", "Sửa", "số giấy phép lái xe")),
            Row::new("Hạng", "B, A1").action(Action::new("/c", "Sửa", "hạng")),
        ]).card(Card::new("Thông tin đã gửi")))
        (InsetText::new("Không ai được gọi điện yêu cầu bạn đọc mã xác thực."))
        (Details::new("Nếu quá hạn mà chưa có kết quả", "Hồ sơ tự chuyển lên cấp trên. Bạn có thể nhắc từ trang này."))
        span.dd-code { "482 913" }
        (ButtonLink::new("/wallet", "Về ví giấy tờ"))
    } })
}

fn messages() -> Markup {
    main_of(html! {
        h1.govuk-heading-l { "Thông điệp" }
        (PhaseBanner::new("Bản trình diễn", "Mọi người và số liệu ở đây đều là giả."))
        (NotificationBanner::new("Thông báo", "Thẻ căn cước của bạn hết hạn sau 30 ngày."))
        (NotificationBanner::new("Thành công", "Đã gỡ thiết bị “Điện thoại cũ”.").success(true).title_id("s"))
        (WarningText::new("Cảnh báo", "Khóa tài khoản sẽ dừng mọi lần đăng nhập và xuất trình giấy tờ."))
        p { @for (tone, word) in [(Tone::Info, "Đang xử lý"), (Tone::Good, "Còn hiệu lực"), (Tone::Waiting, "Chờ xác thực"), (Tone::Bad, "Từ chối"), (Tone::Quiet, "Đã gỡ")] { (Tag::new(tone, word)) " " } }
        (TaskList::new([
            Task::new("Xác nhận số điện thoại", TaskStatus::Plain("Đã xong".into())).href("/1"),
            Task::new("Ảnh chân dung", TaskStatus::Tag(Tag::new(Tone::Info, "Chưa làm"))).href("/2").hint("Cần máy ảnh hoặc tệp ảnh"),
            Task::new("Gửi hồ sơ", TaskStatus::Tag(Tag::new(Tone::Quiet, "Chưa thể làm"))),
        ]))
        (Pagination::new("Trang").previous("/1", "Trước", "").page(1, "/1", "Trang 1", false).page(2, "/2", "Trang 2", true).gap().page(9, "/9", "Trang 9", false).next("/3", "Sau", ""))
        (Tabs::new("Lọc", [Tab::new("/a", "Của tôi").count(3).current(true), Tab::new("/b", "Đơn vị").count(41), Tab::new("/c", "Quá hạn").count(2)]))
    })
}

fn inspect() -> Markup {
    main_of(html! {
        (Verdict::new(VerdictKind::Valid, "HỢP LỆ", "Kiểm tra trực tuyến lúc 08:15:02"))
        (identity())
        (Verdict::new(VerdictKind::Caution, "ĐÃ CŨ", "Mã đã hiện quá 60 giây; đề nghị người xuất trình mở mã mới."))
        (Verdict::new(VerdictKind::Invalid, "ĐÃ THU HỒI", "Không dùng giấy tờ này."))
    })
}

fn officer() -> Markup {
    main_of(html! {
        h1.govuk-heading-l { "Yêu cầu mở khóa" }
        (Stats(vec![
            Stat::new("Chờ tôi", 3).tone(Tone::Waiting), Stat::new("Cả đơn vị", 41),
            Stat::new("Quá hạn", 2).tone(Tone::Bad).note("Đã báo cấp trên"), Stat::new("Đúng hạn tháng này", "98,7 %").tone(Tone::Good),
        ]))
        (Tabs::new("Hàng đợi", [Tab::new("/a", "Của tôi").count(3).current(true), Tab::new("/b", "Đơn vị").count(41), Tab::new("/c", "Quá hạn").count(2)]))
        (Table::new(["Mã", "Người yêu cầu", "Căn cứ", "Thời hạn", "Trạng thái"])
            .row([Cell::new(html! { a.govuk-link href="/1" { "MK-0001" } }), "Trần Văn Bình".into(), "Theo yêu cầu chủ thể".into(), Cell::new(html! { (Clock::new(ClockState::Over, "quá 3 giờ").due("2026-11-21", "20/11 17:00")) }), Cell::new(Tag::new(Tone::Info, "Đang xử lý").render())])
            .row([Cell::new(html! { a.govuk-link href="/2" { "MK-0002" } }), "Lê Thị Hồng".into(), "Thẻ bị thu hồi".into(), Cell::new(html! { (Clock::new(ClockState::Near, "còn 5 giờ").due("2026-11-21", "22/11 17:00")) }), Cell::new(Tag::new(Tone::Waiting, "Chờ bổ sung").render())])
            .row([Cell::new(html! { a.govuk-link href="/3" { "MK-0003" } }), "Phạm Ngọc Ánh".into(), "Hộ chiếu hết hạn".into(), Cell::new(html! { (Clock::new(ClockState::Running, "còn 14 giờ").due("2026-11-21", "23/11 17:00")) (Clock::new(ClockState::Paused, "tạm dừng")) (Clock::new(ClockState::Met, "đúng hạn")) }), Cell::new(Tag::new(Tone::Good, "Đã duyệt").render())]))
        (Split::new(
            html! {
                h2.govuk-heading-m { "Công dân" }
                (SummaryList::new([Row::new("Họ và tên", "Trần Văn Bình"), Row::new("Số định danh", "074•••••1234"), Row::new("Địa chỉ", html! { "Phường Bến Thà" span.dd-differs { "n" } "h" })]))
            },
            html! {
                h2.govuk-heading-m { "So sánh khuôn mặt" }
                (Portraits::new([
                    Portrait::new(photo(), "Ảnh trong cơ sở dữ liệu", "Cơ sở dữ liệu").note("12/03/2021"),
                    Portrait::new(photo(), "Ảnh trong chip", "Chip thẻ").note("Đọc 08:15"),
                    Portrait::missing("Tại quầy", "Chưa chụp"),
                ]).result(Tone::Waiting, "Chưa rõ · 0,61 (ngưỡng 0,72)"))
                div.govuk-button-group { (Button::new("Phê duyệt")) (Button::secondary("Chuyển cấp trên")) (Button::warning("Từ chối")) }
            },
        ).left_label("Công dân").right_label("Chứng cứ"))
    })
}
