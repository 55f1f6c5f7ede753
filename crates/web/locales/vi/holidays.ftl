# Lịch ngày làm việc (WD-1 đến WD-5).
menu-holidays = Ngày làm việc
holidays-year = Năm
holidays-year-hint = Từ 2022 đến 2050
holidays-show = Xem
holidays-of = Ngày nghỉ và ngày làm bù năm { $year }
holidays-missing = Năm { $year } chưa có bảng. Vẫn tính cuối tuần và ngày lễ cố định, chưa tính Tết và nghỉ bù: hạn trong năm đó chỉ là tạm tính.
holidays-proposal = Theo quy định có thể nghỉ các ngày sau. Thủ tướng quyết định Tết và ngày Quốc khánh thứ hai: hãy nhận đề xuất rồi sửa cho đúng.
holidays-adopt = Nhận đề xuất
holidays-day = Ngày
holidays-day-hint = Ngày/tháng/năm
holidays-what = Loại
holidays-name = Tên
holidays-kind-off = Nghỉ
holidays-kind-working = Làm việc
holidays-do-off = Cơ quan nghỉ
holidays-do-working = Làm bù vào thứ bảy hoặc chủ nhật
holidays-do-remove = Bỏ ngày khỏi bảng
holidays-change = Thay đổi một ngày
holidays-words = Tên ngày, hoặc lý do bỏ
holidays-words-hint = Nêu quyết định làm căn cứ. Không quá 200 ký tự.
holidays-preview = Xem tác động
holidays-confirm-title = Thay đổi lịch?
holidays-terms = Thời hạn đang chạy qua ngày này
holidays-running = { $count ->
    [0] Không có
   *[other] { $count } hồ sơ
 }
holidays-promised = Hạn đã hẹn được giữ nguyên. Thay đổi chỉ tính cho hồ sơ tiếp nhận từ bây giờ.
holidays-save = Thay đổi lịch
holidays-name-new-year = Tết Dương lịch
holidays-name-tet = Tết Nguyên đán
holidays-name-hung-kings = Giỗ Tổ Hùng Vương
holidays-name-reunion = Ngày Chiến thắng
holidays-name-labour = Ngày Quốc tế lao động
holidays-name-national = Quốc khánh
holidays-name-compensation = Nghỉ bù ngày lễ trùng cuối tuần
error-holidays-year = Năm phải từ { $from } đến { $to }
error-holidays-kind = Chọn việc làm với ngày này
error-holidays-words = Viết tên ngày hoặc lý do bỏ
error-holidays-not-weekend = Chỉ thứ bảy hoặc chủ nhật mới làm bù được
error-holidays-twice = Ngày này đã có trong bảng
error-holidays-none = Ngày này không có trong bảng
refused-holidays-adopt-first = Năm này chưa có bảng. Hãy nhận đề xuất trước.
refused-holidays-adopted = Năm này đã có bảng.
activity-holiday-changed = Thay đổi lịch ngày làm việc
