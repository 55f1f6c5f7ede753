//! The lists behind `names`. Kinh surnames stand with their share of 10,000 people.

#[rustfmt::skip]
pub(super) const SURNAMES: &[(&str, u32)] = &[
    ("Nguyễn", 3840), ("Trần", 1210), ("Lê", 950), ("Phạm", 700), ("Hoàng", 510), ("Phan", 450), ("Vũ", 390),
    ("Đặng", 210), ("Bùi", 200), ("Đỗ", 140), ("Hồ", 130), ("Ngô", 130), ("Dương", 100), ("Trương", 90),
    ("Đinh", 80), ("Đoàn", 60), ("Trịnh", 60), ("Đào", 60), ("Lý", 50), ("Lâm", 50), ("Mai", 50),
    ("Cao", 50), ("Lương", 50), ("Hà", 50), ("Phùng", 30), ("Lưu", 30), ("Tạ", 30), ("Châu", 25),
    ("Thái", 25), ("Tô", 20), ("Chu", 20), ("Vương", 20), ("Tăng", 20), ("Quách", 18), ("Kiều", 15),
    ("Từ", 12), ("La", 12), ("Triệu", 12), ("Nghiêm", 10), ("Đồng", 10), ("Văn", 10), ("Tôn", 6),
    ("Âu", 5), ("Ông", 4), ("Khổng", 4), ("Ninh", 4), ("Thân", 4), ("Ứng", 2), ("Ỷ", 1),
];

#[rustfmt::skip]
pub(super) const MALE_MIDDLE_OLD: &[&str] = &[
    "Văn", "Văn", "Văn", "Văn", "Văn", "Hữu", "Đình", "Bá", "Xuân", "Công", "Ngọc", "Đức",
    "Trọng", "Viết", "Sỹ", "Khắc", "Thế", "Quang",
];

#[rustfmt::skip]
pub(super) const MALE_MIDDLE: &[&str] = &[
    "Văn", "Văn", "Văn", "Minh", "Quang", "Quốc", "Thanh", "Hữu", "Đức", "Công", "Xuân", "Đình",
    "Ngọc", "Trọng", "Thành", "Tuấn", "Hoàng", "Tiến", "Mạnh", "Anh", "Hồng", "Việt",
];

#[rustfmt::skip]
pub(super) const MALE_MIDDLE_NEW: &[&str] = &[
    "Gia", "Bảo", "Minh", "Nhật", "Duy", "Hoàng", "Đăng", "Thiên", "Tuấn", "Anh", "Đức", "Khánh",
    "Quốc", "Hải", "Phúc", "Hữu", "Thành", "Trung", "Việt", "Văn", "Quang", "Khôi",
];

#[rustfmt::skip]
pub(super) const FEMALE_MIDDLE: &[&str] = &[
    "Ngọc", "Thu", "Thanh", "Kim", "Bích", "Mỹ", "Hồng", "Phương", "Thùy", "Minh", "Diệu", "Hoài",
    "Như", "Mai", "Tuyết", "Cẩm", "Thúy", "Xuân", "Lệ", "Ánh",
];

#[rustfmt::skip]
pub(super) const FEMALE_MIDDLE_NEW: &[&str] = &[
    "Bảo", "Gia", "Khánh", "Ngọc", "Quỳnh", "Tường", "Minh", "Phương", "An", "Thảo", "Thanh", "Hà",
    "Yến", "Diệu", "Linh", "Như", "Tuệ", "Hải", "Trúc", "Cát", "Kiều", "Nhã",
];

#[rustfmt::skip]
pub(super) const MALE_GIVEN_OLD: &[&str] = &[
    "Tám", "Bảy", "Sáu", "Năm", "Út", "Hùng", "Dũng", "Sơn", "Thành", "Lợi", "Lộc", "Phước",
    "Thọ", "Đức", "Hòa", "Bình", "Cường", "Chiến", "Thắng", "Tài", "Hải", "Minh", "Quý", "Ất",
    "Đệ", "Khiêm", "Bền", "Chính", "Ngữ", "Tạo", "Oanh", "Vượng", "Ẩn",
];

#[rustfmt::skip]
pub(super) const MALE_GIVEN: &[&str] = &[
    "Hùng", "Dũng", "Tuấn", "Hải", "Sơn", "Nam", "Long", "Cường", "Thắng", "Trung", "Hiếu", "Việt",
    "Đạt", "Phong", "Tùng", "Thịnh", "Kiên", "Quân", "Toàn", "Vinh", "Phúc", "Hưng", "Nghĩa", "Khoa",
    "Lâm", "Tiến", "Bình", "Quyết", "Mạnh", "Đông", "Hậu", "Tú", "Duy", "Đăng", "Linh", "Hiển",
    "Thuận", "Tấn", "Sang", "Vũ", "Bảo", "Nhân", "Thiện", "Luân", "Khải",
];

#[rustfmt::skip]
pub(super) const MALE_GIVEN_NEW: &[&str] = &[
    "Khôi", "Khang", "Bảo", "Minh", "Phúc", "An", "Huy", "Nam", "Khoa", "Đăng", "Kiệt", "Phát",
    "Long", "Thịnh", "Quân", "Nhân", "Hưng", "Anh", "Bách", "Dương", "Lâm", "Nguyên", "Vinh", "Tuệ",
    "Hiếu", "Trí", "Đức", "Duy", "Phong", "Khánh", "Tùng", "Quang", "Thiện", "Vương", "Khải",
];

#[rustfmt::skip]
pub(super) const FEMALE_GIVEN_OLD: &[&str] = &[
    "Hoa", "Lan", "Huệ", "Cúc", "Mai", "Đào", "Liễu", "Tư", "Năm", "Bảy", "Chín", "Lựu",
    "Nhàn", "Hiền", "Thơm", "Tươi", "Bưởi", "Nở", "Sen", "Lành", "Thảo", "Nga", "Hồng", "Loan",
    "Phượng", "Yến", "Oanh", "Xuân", "Thu", "Tâm", "Kỷ", "Ngữ", "Điểm", "Ngọ", "Tẻo",
];

#[rustfmt::skip]
pub(super) const FEMALE_GIVEN: &[&str] = &[
    "Hương", "Hoa", "Lan", "Hạnh", "Hằng", "Thủy", "Hà", "Nga", "Linh", "Trang", "Thảo", "Huyền",
    "Mai", "Yến", "Phương", "Dung", "Ngọc", "Vân", "Nhung", "Tuyết", "Hiền", "Loan", "Oanh", "Thu",
    "Quyên", "Trinh", "Diễm", "Ánh", "Bích", "Châu", "Duyên", "Giang", "Nguyệt", "Phượng", "Quỳnh", "Thúy",
    "Tiên", "Trâm", "Uyên", "Xuân", "Tuyền", "Đào", "Liên", "Hậu", "Mỹ", "Nhi", "Thơ", "Quỵnh",
];

#[rustfmt::skip]
pub(super) const FEMALE_GIVEN_NEW: &[&str] = &[
    "An", "Anh", "Ngọc", "Nhi", "Hân", "Vy", "Trâm", "Thư", "My", "Linh", "Chi", "Ngân",
    "Quỳnh", "Trang", "Châu", "Khuê", "Thảo", "Tiên", "Uyên", "Như", "Diệp", "Giang", "Hà", "Mai",
    "Yến", "Đan", "Nghi", "Vân", "Trúc", "Phương", "Thy", "Ý", "Lam", "Dương", "Ánh", "Mẫn",
    "Băng", "Tuyền",
];

#[rustfmt::skip]
pub(super) const TAY_SURNAMES: &[&str] = &[
    "Nông", "Hoàng", "Lương", "Chẩu", "Ma", "Bế", "Lục", "Lý", "Vi", "Hà", "Triệu", "Đàm",
    "Lành", "Nguyễn",
];

#[rustfmt::skip]
pub(super) const THAI_SURNAMES: &[&str] = &[
    "Lò", "Cầm", "Quàng", "Tòng", "Cà", "Lường", "Hoàng", "Vì", "Bạc", "Điêu", "Lù",
];

#[rustfmt::skip]
pub(super) const THAI_MALE: &[&str] = &[
    "Inh", "Pâng", "Hặc", "Xuân", "Chiến", "Thoan", "Ún", "Dũng", "Thương", "Bun", "Pọm", "Hịa",
];

#[rustfmt::skip]
pub(super) const THAI_FEMALE: &[&str] = &[
    "Ín", "Hoa", "Ban", "Xôm", "Lả", "Pấng", "Thiêm", "Ọi", "Duyên", "Hịa", "Bun",
];

#[rustfmt::skip]
pub(super) const HMONG_SURNAMES: &[&str] = &[
    "Giàng", "Vàng", "Sùng", "Thào", "Lầu", "Mùa", "Hạng", "Cứ", "Ly", "Vừ", "Tráng",
];

#[rustfmt::skip]
pub(super) const HMONG_MALE: &[&str] = &[
    "Páo", "Tủa", "Sình", "Chống", "Dếnh", "Chớ", "Lử", "Phử", "Súa", "Vảng", "Dơ", "Lềnh",
];

#[rustfmt::skip]
pub(super) const HMONG_FEMALE: &[&str] = &[
    "Mỷ", "Dợ", "Pàng", "Sua", "Máy", "Chở", "Dính", "Xia", "Mo", "Sáy",
];

#[rustfmt::skip]
pub(super) const MUONG_SURNAMES: &[&str] = &[
    "Bùi", "Bùi", "Đinh", "Quách", "Hà", "Nguyễn", "Phùng", "Xa",
];

#[rustfmt::skip]
pub(super) const KHMER_SURNAMES: &[&str] = &[
    "Thạch", "Sơn", "Kim", "Danh", "Lâm", "Châu", "Kiên", "Trà", "Lý",
];

#[rustfmt::skip]
pub(super) const KHMER_MALE: &[&str] = &[
    "Sóc Kha", "Ra Đi", "Sô Phiếp", "Chanh Đa", "Đa Ra", "Sa Rây", "Hoàng Na", "Thia", "Sô Phol", "Pết",
];

#[rustfmt::skip]
pub(super) const KHMER_FEMALE: &[&str] = &[
    "Sà Rinh", "Ngọc Lan", "Sô Phia", "Chanh Thu", "Na Ri", "Sà Rây", "Thu Thảo", "Đa Quy", "Sóc Khen",
];

#[rustfmt::skip]
pub(super) const EDE_SURNAMES: &[&str] = &[
    "Niê", "Niê", "Niê Kđăm", "Êban", "Mlô", "Ayũn", "Kbuôr", "Byă", "Hđơk", "Knul",
];

#[rustfmt::skip]
pub(super) const EDE_MALE: &[&str] = &[
    "Thuyên", "Khoa", "Wôn", "Bhiông", "Djuang", "Phôn", "Nuê", "Blŭ", "Thiên", "Sôm",
];

#[rustfmt::skip]
pub(super) const EDE_FEMALE: &[&str] = &[
    "Linh", "Loan", "Yar", "Djuôn", "Nga", "Bling", "Wê", "Nhung", "Mlai", "Rôsi",
];

#[rustfmt::skip]
pub(super) const KHO_MALE: &[&str] = &[
    "Brèo", "Brỗi", "Điệp", "Bình", "Sơn", "Thế", "Vinh", "Tài", "Brếu", "Lợi",
];

#[rustfmt::skip]
pub(super) const KHO_FEMALE: &[&str] = &[
    "Thơm", "Hương", "Đim", "Nhẻo", "Xuyến", "Lý", "Mừng", "Hiếu", "Niêm",
];
