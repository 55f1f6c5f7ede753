//! The table behind `places`.

use super::{
    District, Province,
    Region::{Centre, North, South},
};

#[rustfmt::skip]
pub(crate) static PROVINCES: [Province; 63] = [
    Province { code: "001", weight: 8_500, region: North, old_prefix: "01", districts: ["Quận Hoàn Kiếm", "Quận Cầu Giấy", "Huyện Đông Anh"] },
    Province { code: "002", weight: 890, region: North, old_prefix: "07", districts: ["Thành phố Hà Giang", "Huyện Đồng Văn", "Huyện Vị Xuyên"] },
    Province { code: "004", weight: 540, region: North, old_prefix: "08", districts: ["Thành phố Cao Bằng", "Huyện Trùng Khánh", "Huyện Quảng Hòa"] },
    Province { code: "006", weight: 320, region: North, old_prefix: "09", districts: ["Thành phố Bắc Kạn", "Huyện Ba Bể", "Huyện Chợ Đồn"] },
    Province { code: "008", weight: 800, region: North, old_prefix: "07", districts: ["Thành phố Tuyên Quang", "Huyện Sơn Dương", "Huyện Chiêm Hóa"] },
    Province { code: "010", weight: 770, region: North, old_prefix: "06", districts: ["Thành phố Lào Cai", "Thị xã Sa Pa", "Huyện Bảo Thắng"] },
    Province { code: "011", weight: 640, region: North, old_prefix: "04", districts: ["Thành phố Điện Biên Phủ", "Huyện Tuần Giáo", "Huyện Mường Chà"] },
    Province { code: "012", weight: 480, region: North, old_prefix: "04", districts: ["Thành phố Lai Châu", "Huyện Tam Đường", "Huyện Than Uyên"] },
    Province { code: "014", weight: 1_300, region: North, old_prefix: "05", districts: ["Thành phố Sơn La", "Huyện Mộc Châu", "Huyện Thuận Châu"] },
    Province { code: "015", weight: 850, region: North, old_prefix: "06", districts: ["Thành phố Yên Bái", "Thị xã Nghĩa Lộ", "Huyện Văn Chấn"] },
    Province { code: "017", weight: 870, region: North, old_prefix: "11", districts: ["Thành phố Hòa Bình", "Huyện Mai Châu", "Huyện Lạc Sơn"] },
    Province { code: "019", weight: 1_340, region: North, old_prefix: "09", districts: ["Thành phố Thái Nguyên", "Thành phố Phổ Yên", "Huyện Đại Từ"] },
    Province { code: "020", weight: 800, region: North, old_prefix: "08", districts: ["Thành phố Lạng Sơn", "Huyện Cao Lộc", "Huyện Hữu Lũng"] },
    Province { code: "022", weight: 1_380, region: North, old_prefix: "10", districts: ["Thành phố Hạ Long", "Thành phố Cẩm Phả", "Huyện Vân Đồn"] },
    Province { code: "024", weight: 1_890, region: North, old_prefix: "12", districts: ["Thành phố Bắc Giang", "Huyện Lục Ngạn", "Thị xã Việt Yên"] },
    Province { code: "025", weight: 1_520, region: North, old_prefix: "13", districts: ["Thành phố Việt Trì", "Huyện Lâm Thao", "Huyện Thanh Sơn"] },
    Province { code: "026", weight: 1_200, region: North, old_prefix: "13", districts: ["Thành phố Vĩnh Yên", "Huyện Tam Đảo", "Huyện Bình Xuyên"] },
    Province { code: "027", weight: 1_520, region: North, old_prefix: "12", districts: ["Thành phố Bắc Ninh", "Thành phố Từ Sơn", "Huyện Yên Phong"] },
    Province { code: "030", weight: 1_950, region: North, old_prefix: "14", districts: ["Thành phố Hải Dương", "Thành phố Chí Linh", "Huyện Cẩm Giàng"] },
    Province { code: "031", weight: 2_100, region: North, old_prefix: "03", districts: ["Quận Ngô Quyền", "Quận Kiến An", "Huyện Thủy Nguyên"] },
    Province { code: "033", weight: 1_290, region: North, old_prefix: "14", districts: ["Thành phố Hưng Yên", "Thị xã Mỹ Hào", "Huyện Văn Giang"] },
    Province { code: "034", weight: 1_880, region: North, old_prefix: "15", districts: ["Thành phố Thái Bình", "Huyện Đông Hưng", "Huyện Tiền Hải"] },
    Province { code: "035", weight: 880, region: North, old_prefix: "16", districts: ["Thành phố Phủ Lý", "Thị xã Duy Tiên", "Huyện Kim Bảng"] },
    Province { code: "036", weight: 1_890, region: North, old_prefix: "16", districts: ["Thành phố Nam Định", "Huyện Hải Hậu", "Huyện Ý Yên"] },
    Province { code: "037", weight: 1_010, region: North, old_prefix: "16", districts: ["Thành phố Ninh Bình", "Thành phố Tam Điệp", "Huyện Kim Sơn"] },
    Province { code: "038", weight: 3_740, region: North, old_prefix: "17", districts: ["Thành phố Thanh Hóa", "Thành phố Sầm Sơn", "Huyện Hoằng Hóa"] },
    Province { code: "040", weight: 3_440, region: Centre, old_prefix: "18", districts: ["Thành phố Vinh", "Huyện Nam Đàn", "Huyện Quỳnh Lưu"] },
    Province { code: "042", weight: 1_320, region: Centre, old_prefix: "18", districts: ["Thành phố Hà Tĩnh", "Thị xã Hồng Lĩnh", "Huyện Nghi Xuân"] },
    Province { code: "044", weight: 910, region: Centre, old_prefix: "19", districts: ["Thành phố Đồng Hới", "Thị xã Ba Đồn", "Huyện Bố Trạch"] },
    Province { code: "045", weight: 650, region: Centre, old_prefix: "19", districts: ["Thành phố Đông Hà", "Thị xã Quảng Trị", "Huyện Gio Linh"] },
    Province { code: "046", weight: 1_160, region: Centre, old_prefix: "19", districts: ["Thành phố Huế", "Thị xã Hương Thủy", "Huyện Phú Lộc"] },
    Province { code: "048", weight: 1_240, region: Centre, old_prefix: "20", districts: ["Quận Hải Châu", "Quận Sơn Trà", "Huyện Hòa Vang"] },
    Province { code: "049", weight: 1_520, region: Centre, old_prefix: "20", districts: ["Thành phố Tam Kỳ", "Thành phố Hội An", "Huyện Thăng Bình"] },
    Province { code: "051", weight: 1_250, region: Centre, old_prefix: "21", districts: ["Thành phố Quảng Ngãi", "Huyện Bình Sơn", "Huyện Mộ Đức"] },
    Province { code: "052", weight: 1_510, region: Centre, old_prefix: "21", districts: ["Thành phố Quy Nhơn", "Thị xã An Nhơn", "Huyện Tây Sơn"] },
    Province { code: "054", weight: 880, region: Centre, old_prefix: "22", districts: ["Thành phố Tuy Hòa", "Thị xã Sông Cầu", "Huyện Tuy An"] },
    Province { code: "056", weight: 1_260, region: Centre, old_prefix: "22", districts: ["Thành phố Nha Trang", "Thành phố Cam Ranh", "Huyện Diên Khánh"] },
    Province { code: "058", weight: 600, region: Centre, old_prefix: "26", districts: ["Thành phố Phan Rang - Tháp Chàm", "Huyện Ninh Phước", "Huyện Ninh Hải"] },
    Province { code: "060", weight: 1_260, region: Centre, old_prefix: "26", districts: ["Thành phố Phan Thiết", "Thị xã La Gi", "Huyện Bắc Bình"] },
    Province { code: "062", weight: 580, region: Centre, old_prefix: "23", districts: ["Thành phố Kon Tum", "Huyện Đăk Hà", "Huyện Ngọc Hồi"] },
    Province { code: "064", weight: 1_610, region: Centre, old_prefix: "23", districts: ["Thành phố Pleiku", "Thị xã An Khê", "Huyện Chư Sê"] },
    Province { code: "066", weight: 1_930, region: Centre, old_prefix: "24", districts: ["Thành phố Buôn Ma Thuột", "Thị xã Buôn Hồ", "Huyện Krông Pắc"] },
    Province { code: "067", weight: 680, region: Centre, old_prefix: "24", districts: ["Thành phố Gia Nghĩa", "Huyện Đắk Mil", "Huyện Cư Jút"] },
    Province { code: "068", weight: 1_340, region: Centre, old_prefix: "25", districts: ["Thành phố Đà Lạt", "Thành phố Bảo Lộc", "Huyện Di Linh"] },
    Province { code: "070", weight: 1_040, region: South, old_prefix: "28", districts: ["Thành phố Đồng Xoài", "Thị xã Bình Long", "Huyện Bù Đăng"] },
    Province { code: "072", weight: 1_190, region: South, old_prefix: "29", districts: ["Thành phố Tây Ninh", "Thị xã Hòa Thành", "Huyện Gò Dầu"] },
    Province { code: "074", weight: 5_660, region: South, old_prefix: "28", districts: ["Thành phố Thủ Dầu Một", "Thành phố Dĩ An", "Huyện Dầu Tiếng"] },
    Province { code: "075", weight: 3_260, region: South, old_prefix: "27", districts: ["Thành phố Biên Hòa", "Thành phố Long Khánh", "Huyện Long Thành"] },
    Province { code: "077", weight: 1_190, region: South, old_prefix: "27", districts: ["Thành phố Vũng Tàu", "Thành phố Bà Rịa", "Huyện Xuyên Mộc"] },
    Province { code: "079", weight: 9_500, region: South, old_prefix: "02", districts: ["Quận 1", "Quận Bình Thạnh", "Huyện Củ Chi"] },
    Province { code: "080", weight: 1_750, region: South, old_prefix: "30", districts: ["Thành phố Tân An", "Huyện Bến Lức", "Huyện Đức Hòa"] },
    Province { code: "082", weight: 1_790, region: South, old_prefix: "31", districts: ["Thành phố Mỹ Tho", "Thị xã Cai Lậy", "Huyện Chợ Gạo"] },
    Province { code: "083", weight: 1_300, region: South, old_prefix: "32", districts: ["Thành phố Bến Tre", "Huyện Ba Tri", "Huyện Mỏ Cày Nam"] },
    Province { code: "084", weight: 1_020, region: South, old_prefix: "33", districts: ["Thành phố Trà Vinh", "Thị xã Duyên Hải", "Huyện Cầu Ngang"] },
    Province { code: "086", weight: 1_030, region: South, old_prefix: "33", districts: ["Thành phố Vĩnh Long", "Thị xã Bình Minh", "Huyện Long Hồ"] },
    Province { code: "087", weight: 1_600, region: South, old_prefix: "34", districts: ["Thành phố Cao Lãnh", "Thành phố Sa Đéc", "Huyện Tháp Mười"] },
    Province { code: "089", weight: 1_910, region: South, old_prefix: "35", districts: ["Thành phố Long Xuyên", "Thành phố Châu Đốc", "Huyện Chợ Mới"] },
    Province { code: "091", weight: 1_760, region: South, old_prefix: "37", districts: ["Thành phố Rạch Giá", "Thành phố Hà Tiên", "Huyện Gò Quao"] },
    Province { code: "092", weight: 1_260, region: South, old_prefix: "36", districts: ["Quận Ninh Kiều", "Quận Cái Răng", "Huyện Phong Điền"] },
    Province { code: "093", weight: 730, region: South, old_prefix: "36", districts: ["Thành phố Vị Thanh", "Thành phố Ngã Bảy", "Huyện Phụng Hiệp"] },
    Province { code: "094", weight: 1_200, region: South, old_prefix: "36", districts: ["Thành phố Sóc Trăng", "Thị xã Vĩnh Châu", "Huyện Kế Sách"] },
    Province { code: "095", weight: 930, region: South, old_prefix: "38", districts: ["Thành phố Bạc Liêu", "Thị xã Giá Rai", "Huyện Hồng Dân"] },
    Province { code: "096", weight: 1_210, region: South, old_prefix: "38", districts: ["Thành phố Cà Mau", "Huyện Năm Căn", "Huyện Trần Văn Thời"] },
];

/// All nine districts and 91 communes, with the statistical codes of the districts.
#[rustfmt::skip]
pub(crate) const BINH_DUONG: &[District] = &[
    District { code: "718", name: "Thành phố Thủ Dầu Một", communes: &["Phường Hiệp Thành", "Phường Phú Lợi", "Phường Phú Cường", "Phường Phú Hòa", "Phường Phú Thọ", "Phường Chánh Nghĩa", "Phường Định Hòa", "Phường Hòa Phú", "Phường Phú Mỹ", "Phường Phú Tân", "Phường Tân An", "Phường Hiệp An", "Phường Tương Bình Hiệp", "Phường Chánh Mỹ"] },
    District { code: "719", name: "Huyện Bàu Bàng", communes: &["Thị trấn Lai Uyên", "Xã Trừ Văn Thố", "Xã Cây Trường II", "Xã Long Nguyên", "Xã Lai Hưng", "Xã Tân Hưng", "Xã Hưng Hòa"] },
    District { code: "720", name: "Huyện Dầu Tiếng", communes: &["Thị trấn Dầu Tiếng", "Xã Minh Hòa", "Xã Minh Thạnh", "Xã Minh Tân", "Xã Định An", "Xã Long Hòa", "Xã Định Thành", "Xã Định Hiệp", "Xã An Lập", "Xã Long Tân", "Xã Thanh An", "Xã Thanh Tuyền"] },
    District { code: "721", name: "Thành phố Bến Cát", communes: &["Phường Mỹ Phước", "Phường Chánh Phú Hòa", "Phường An Điền", "Phường An Tây", "Phường Thới Hòa", "Phường Hòa Lợi", "Phường Tân Định", "Xã Phú An"] },
    District { code: "722", name: "Huyện Phú Giáo", communes: &["Thị trấn Phước Vĩnh", "Xã An Linh", "Xã Phước Sang", "Xã An Thái", "Xã An Long", "Xã An Bình", "Xã Tân Hiệp", "Xã Tam Lập", "Xã Tân Long", "Xã Vĩnh Hòa", "Xã Phước Hòa"] },
    District { code: "723", name: "Thành phố Tân Uyên", communes: &["Phường Uyên Hưng", "Phường Tân Phước Khánh", "Phường Vĩnh Tân", "Phường Hội Nghĩa", "Phường Tân Hiệp", "Phường Khánh Bình", "Phường Phú Chánh", "Phường Tân Vĩnh Hiệp", "Phường Thạnh Phước", "Phường Thái Hòa", "Xã Bạch Đằng", "Xã Thạnh Hội"] },
    District { code: "724", name: "Thành phố Dĩ An", communes: &["Phường Dĩ An", "Phường Tân Bình", "Phường Tân Đông Hiệp", "Phường Bình An", "Phường Bình Thắng", "Phường Đông Hòa", "Phường An Bình"] },
    District { code: "725", name: "Thành phố Thuận An", communes: &["Phường An Thạnh", "Phường Lái Thiêu", "Phường Bình Chuẩn", "Phường Thuận Giao", "Phường An Phú", "Phường Hưng Định", "Xã An Sơn", "Phường Bình Nhâm", "Phường Bình Hòa", "Phường Vĩnh Phú"] },
    District { code: "726", name: "Huyện Bắc Tân Uyên", communes: &["Thị trấn Tân Thành", "Thị trấn Tân Bình", "Xã Bình Mỹ", "Xã Tân Lập", "Xã Tân Định", "Xã Lạc An", "Xã Hiếu Liêm", "Xã Đất Cuốc", "Xã Tân Mỹ", "Xã Thường Tân"] },
];

#[rustfmt::skip]
pub(super) const NORTHERN_COMMUNES: &[&str] = &[
    "Trần Phú", "Lê Lợi", "Quang Trung", "Minh Khai", "Đông Sơn", "Tân Lập", "Hồng Thái", "Yên Bình",
    "Phúc Thành", "Đại Đồng", "Hòa Bình", "Vĩnh Thịnh", "Tân Tiến", "Kim Sơn", "Cao Thắng", "Hợp Thành",
    "Bắc Sơn", "Thanh Bình", "Đồng Tâm",
];

#[rustfmt::skip]
pub(super) const CENTRAL_COMMUNES: &[&str] = &[
    "Vĩnh Hải", "Phước Hòa", "Hòa Thuận", "An Hải", "Nghĩa Lộ", "Tịnh Khê", "Bình Minh", "Đức Phong",
    "Quảng Phú", "Hương Long", "Phú Lâm", "Xuân Thành", "Ea Tam", "Tân An", "Lộc Sơn", "Nhơn Bình",
    "Cam Lộc", "Thạch Linh", "Trường Thi",
];

#[rustfmt::skip]
pub(super) const SOUTHERN_COMMUNES: &[&str] = &[
    "Tân Phú", "An Bình", "Long Hòa", "Phú Thạnh", "Mỹ Phước", "Bình Hưng", "Tân Thạnh", "Vĩnh Hòa",
    "Hiệp Thành", "Phước Long", "Thới An", "Tân Hưng", "Mỹ Lợi", "An Khánh", "Lộc Ninh", "Thạnh Mỹ",
    "Hòa Tân", "Bình Đức", "Long Thới",
];

#[rustfmt::skip]
pub(super) const STREETS: &[&str] = &[
    "Lê Lợi", "Nguyễn Trãi", "Trần Hưng Đạo", "Hai Bà Trưng", "Lý Thường Kiệt", "Điện Biên Phủ", "Cách Mạng Tháng Tám", "Nguyễn Huệ",
    "Phan Chu Trinh", "Hoàng Văn Thụ", "Ngô Quyền", "Yersin", "Bạch Đằng", "30 Tháng 4", "Đại lộ Bình Dương", "Hùng Vương",
];
