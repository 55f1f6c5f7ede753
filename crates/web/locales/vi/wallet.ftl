# Home, personal page, document wallet, integration requests.
home-title = Xin chào, { $name }
home-unread = Bạn có { $count } thông báo chưa đọc
home-level = Mức tài khoản
level-1-note = Có thông tin và ảnh chân dung
level-2-note = Đã xác thực tại quầy, tích hợp được giấy tờ
home-documents = Giấy tờ trong ví
home-pending = Chờ xác minh
home-pending-late = Có yêu cầu chậm hơn dự kiến
home-wallet-text = Mở giấy tờ bằng mật mã
home-integrate-text = Giấy phép lái xe, thẻ bảo hiểm y tế, hộ chiếu
home-notices = Thông báo
home-calling-text = Khi bạn đang gọi điện hoặc đứng ở quầy
home-activity = Ai đã xem dữ liệu của tôi
home-activity-text = Đăng nhập, thay đổi và mỗi lần cán bộ xem hồ sơ
home-lock = Khóa tài khoản
home-lock-text = Có hiệu lực ngay
home-level-title = Nâng lên mức 2 để tích hợp giấy tờ
home-level-text = Tài khoản mức 1 chưa tích hợp được giấy tờ vào ví.
home-level-how = Xem cách nâng mức
personal-name = Họ và tên
personal-level = Mức tài khoản
personal-level-value = Mức { $level }
personal-level-card = Tài khoản mức 2 có giá trị như thẻ căn cước công dân khi cần xuất trình thẻ; giấy tờ đã tích hợp có giá trị như chính giấy tờ đó.
personal-phone = Điện thoại
personal-email = Thư điện tử
personal-safety = Bảo mật và hoạt động
personal-sign-in = Cách đăng nhập
personal-sign-in-text = Thiết bị, khóa truy cập, mật khẩu, mật mã, số điện thoại
personal-sign-in-lead = Những gì cho bạn vào tài khoản. Người khác có một trong những thứ này thì hãy đổi hoặc xóa ngay.
personal-devices = Thiết bị
personal-devices-text = Xem thiết bị đang dùng, mã cho thiết bị mới
personal-password = Đổi mật khẩu
personal-passcode = Đặt lại mật mã
personal-passcode-text = Khi bạn quên mật mã 6 chữ số
personal-version = Phiên bản ứng dụng { $version }
wallet-back = Về ví giấy tờ
wallet-empty = Ví của bạn chưa có giấy tờ
wallet-empty-text = Ba giấy tờ hay được tích hợp nhất: giấy phép lái xe, thẻ bảo hiểm y tế, hộ chiếu.
wallet-pending = Chờ xác minh
wallet-pending-note = Dự kiến có kết quả trước { $target }
wallet-late-note = Chậm hơn dự kiến. Chúng tôi đã nhắc cơ quan quản lý dữ liệu.
wallet-refused = Chưa tích hợp được
wallet-level-title = Cần tài khoản mức 2
wallet-level-text = Giấy tờ chỉ được tích hợp vào tài khoản mức 2, vì cơ quan quản lý phải chắc chắn giấy tờ đó là của bạn.
wallet-level-where = Làm ở đâu
wallet-level-where-text = Công dân Việt Nam: đến công an xã, phường, thị trấn hoặc nơi làm thủ tục cấp thẻ căn cước công dân bất kỳ. Cán bộ chụp ảnh, lấy vân tay và đối chiếu với cơ sở dữ liệu.
wallet-level-foreigner = Người nước ngoài: đến cơ quan quản lý xuất nhập cảnh của Bộ Công an hoặc của công an cấp tỉnh, không đến công an xã, phường. Mang theo hộ chiếu hoặc giấy tờ đi lại quốc tế và, từ ngày 01/7/2024, thẻ thường trú hoặc thẻ tạm trú. Cán bộ chụp ảnh, lấy vân tay và đối chiếu với cơ sở dữ liệu.
wallet-level-bring = Mang theo
wallet-level-bring-card = Thẻ căn cước công dân gắn chíp đang dùng
wallet-level-bring-phone = Số điện thoại hoặc thư điện tử của chính bạn
wallet-level-bring-papers = Giấy tờ muốn tích hợp, nếu có
wallet-level-free = Không mất phí. Cần hỏi thêm, gọi { $phone }.
status-document-current = Còn hiệu lực
status-document-held = Đang bị tạm giữ
status-document-revoked = Đã bị thu hồi
status-document-expired = Hết hạn
status-document-removed = Đã gỡ
status-request-late = Chậm hơn dự kiến
status-request-refused = Không được chấp nhận
kind-driving-licence = Giấy phép lái xe
kind-driving-licence-source = Cục Đường bộ Việt Nam
kind-driving-licence-needs = Cần số giấy phép và hạng
kind-health-card = Thẻ bảo hiểm y tế
kind-health-card-source = Bảo hiểm xã hội Việt Nam
kind-health-card-needs = Cần mã số in trên thẻ
kind-passport = Hộ chiếu
kind-passport-source = Cục Quản lý xuất nhập cảnh
kind-passport-needs = Cần số hộ chiếu và ngày hết hạn
integrate-title = Tích hợp thông tin
integrate-text = Chúng tôi đối chiếu giấy tờ bạn khai với cơ sở dữ liệu gốc. Khớp thì giấy tờ vào ví, không khớp thì bạn được biết rõ lý do.
integrate-new = Tạo mới yêu cầu
integrate-requests = Yêu cầu của bạn
integrate-choose = Bạn muốn tích hợp giấy tờ nào?
integrate-other = Chọn giấy tờ khác
pilot-closed-title = { $kind }: chưa mở cho bạn
pilot-elsewhere = Đang thí điểm cho người đăng ký khai sinh, hoặc người nước ngoài cư trú, tại:
pilot-not-started = Thí điểm bắt đầu từ ngày { $day }. Hãy quay lại từ ngày đó.
pilot-ended = Thí điểm ở tỉnh của bạn đã kết thúc ngày { $day }. Bạn không cần làm gì.
pilot-paused = Thí điểm đang tạm dừng. Hãy quay lại sau.
pilot-paper-valid = Giấy tờ bản giấy hoặc thẻ nhựa của bạn vẫn có giá trị.
pilot-full = Thí điểm đã hết chỗ. Chỗ sẽ trống khi có yêu cầu không được chấp nhận hoặc được rút lại: hãy thử lại sau.
pilot-too-old = Thí điểm dành cho người đến { $age } tuổi.
pilot-too-young = Thí điểm dành cho người từ { $age } tuổi. Bạn đủ tuổi từ ngày { $day }.
pilot-foreigners-only = Thí điểm chỉ dành cho người nước ngoài.
pilot-citizens-only = Thí điểm chỉ dành cho công dân Việt Nam.
pilot-nowhere = Giấy tờ này không thí điểm ở tỉnh của bạn.
entry-text = Điền đúng như in trên giấy tờ. { $source } sẽ đối chiếu.
entry-confirm = Tôi xác nhận thông tin trên là đúng và đề nghị tích hợp giấy tờ này
field-licence-number = Số giấy phép lái xe
field-licence-number-hint = Thẻ nhựa (PET) có 12 chữ số, ví dụ 790 123 456 789. Giấy cũ ghi số như in trên giấy.
field-licence-class = Hạng giấy phép lái xe
field-licence-class-hint = Chọn một hạng in trên giấy phép. Nếu có nhiều hạng, chọn hạng nào cũng được.
field-health-code = Mã số thẻ bảo hiểm y tế
field-health-code-hint = 10 chữ số, hoặc đủ 15 ký tự như DN 4 79 0123456789
field-passport-number = Số hộ chiếu
field-passport-number-hint = Một chữ cái và 7 hoặc 8 chữ số, ví dụ C1234567
field-passport-expiry = Ngày hết hạn
field-passport-expiry-hint = Như in trên hộ chiếu, ví dụ 31 12 2030
class-choose = Chọn hạng
class-before-2025 = { $class } (giấy phép cấp trước năm 2025)
class-from-2025 = { $class } (giấy phép cấp từ năm 2025)
answers-title = Kiểm tra trước khi gửi
answers-kind = Loại giấy tờ
answers-confirmed = Xác nhận
answers-confirmed-yes = Thông tin trên là đúng
answers-submit = Gửi yêu cầu
answers-change = Sửa lại
recorded-title = Yêu cầu đã được ghi nhận
recorded-reference = Mã yêu cầu
recorded-next = Việc tiếp theo
recorded-who = { $source } đối chiếu thông tin bạn khai.
recorded-target = Chúng tôi đặt mục tiêu có kết quả trước { $target }.
recorded-told = Kết quả được báo trong ứng dụng và qua điện thoại hoặc thư điện tử của bạn.
recorded-silent = Nếu cơ sở dữ liệu gốc đang bận, yêu cầu vẫn được giữ và hỏi lại tự động. Bạn không cần gửi lại.
recorded-wallet = Xem trong ví giấy tờ
recorded-follow = Theo dõi yêu cầu này
request-title = Yêu cầu tích hợp: { $kind }
request-known = Bạn đã gửi yêu cầu cho giấy tờ này. Đây là yêu cầu đang chờ, không cần gửi lại.
request-reference = Mã yêu cầu
request-received = Đã tiếp nhận
request-checking = { $source } đang đối chiếu
request-target = Dự kiến có kết quả trước { $target }
request-late = Xin lỗi, việc này chậm hơn dự kiến. Chúng tôi đã nhắc { $source } và vẫn hỏi lại tự động.
request-silent = Cơ sở dữ liệu gốc chưa trả lời. Lần hỏi gần nhất: { $at }.
request-result = Có kết quả
request-next-step = Việc bạn có thể làm
request-again = Gửi yêu cầu mới
request-again-later = Cần giải quyết xong việc trên trước. Gửi lại ngay sẽ nhận cùng một kết quả; khi liên hệ, hãy nêu mã yêu cầu { $reference }.
request-basis = Căn cứ: { $basis }. Mã lý do: { $code }.
request-verified = Giấy tờ đã được xác minh lúc { $at } và nằm trong ví.
request-withdrawn = Bạn đã rút yêu cầu này lúc { $at }.
request-entered = Thông tin đã gửi
request-withdraw = Rút yêu cầu
withdraw-title = Rút yêu cầu này?
withdraw-text = Yêu cầu { $reference } sẽ không được đối chiếu nữa. Bạn có thể gửi yêu cầu mới bất cứ lúc nào.
withdraw-yes = Rút yêu cầu
withdraw-no = Giữ yêu cầu
reason-not-found-title = Không tìm thấy giấy tờ
reason-not-found = { $source } không có giấy tờ mang số này.
reason-paper-not-found-title = Không tìm thấy giấy phép bản giấy
reason-paper-not-found = { $source } chưa có dữ liệu của giấy phép bản giấy mang số này.
reason-owner-mismatch-title = Thông tin chủ giấy tờ không khớp
reason-owner-mismatch = Họ tên, ngày sinh hoặc số định danh trên giấy tờ này không khớp với bạn.
reason-class-mismatch-title = Hạng không khớp
reason-class-mismatch = Giấy phép này không có hạng bạn chọn.
reason-expiry-mismatch-title = Ngày hết hạn không khớp
reason-expiry-mismatch = Ngày hết hạn bạn khai khác với dữ liệu của { $source }.
reason-old-id-number-title = Giấy tờ cấp theo số chứng minh nhân dân cũ
reason-old-id-number = Giấy tờ này được cấp theo số chứng minh nhân dân 9 chữ số chưa được liên kết với số định danh của bạn.
reason-paper-card-no-birth-date-title = Giấy phép bản giấy thiếu ngày sinh
reason-paper-card-no-birth-date = Dữ liệu giấy phép bản giấy này không có đủ ngày sinh nên chưa thể xác minh.
reason-expired-title = Giấy tờ đã hết hạn
reason-expired = Giấy tờ hoặc hạng bạn chọn đã hết hạn.
reason-held-title = Giấy tờ đang bị tạm giữ
reason-held = Một cơ quan đang tạm giữ giấy tờ này.
reason-revoked-title = Giấy tờ đã bị thu hồi
reason-revoked = Một cơ quan đã thu hồi giấy tờ này.
reason-next-check-entry = So lại từng ký tự với giấy tờ rồi gửi yêu cầu mới.
reason-next-update-at-issuer = Đề nghị { $source } hoặc nơi cấp cập nhật dữ liệu. Đổi sang thẻ nhựa (PET) được khuyến khích nhưng không bắt buộc. Bản giấy của bạn vẫn có giá trị.
reason-next-link-old-number = Đến công an xã, phường bất kỳ để liên kết số chứng minh nhân dân cũ với số định danh, rồi gửi yêu cầu mới.
reason-next-renew = Làm thủ tục đổi, gia hạn giấy tờ, rồi gửi yêu cầu mới.
reason-next-settle-with-authority = Liên hệ cơ quan đã tạm giữ hoặc thu hồi để giải quyết, rồi gửi yêu cầu mới.
document-number = Số
document-until = Có giá trị đến
document-from = Có giá trị từ
document-no-end = Không thời hạn
document-issued = Ngày cấp
document-issuer = Nơi cấp
document-by = { $name }, từ ngày { $since }
document-passcode-text = Nhập mật mã mỗi lần mở giấy tờ.
document-open = Mở giấy tờ
document-forgot = Quên mật mã?
document-close = Đóng giấy tờ
document-remove = Gỡ khỏi ví
document-verified-at = { $source } xác nhận lần cuối lúc { $at }.
document-value = Giấy tờ đang hiển thị có giá trị như bản giấy khi cần chứng minh các thông tin này.
document-held = Giấy tờ đang bị { $name } tạm giữ từ ngày { $since }. Trạng thái được gỡ khi việc đã giải quyết xong.
document-revoked = Giấy tờ đã bị { $name } thu hồi từ ngày { $since }.
document-expired = Giấy tờ đã hết hạn và không dùng để xuất trình được.
remove-title = Gỡ { $kind } khỏi ví?
remove-text = Giấy tờ thật của bạn không bị ảnh hưởng. Bạn có thể tích hợp lại bất cứ lúc nào.
remove-yes = Gỡ khỏi ví
remove-no = Giữ lại
licence-classes = Các hạng
licence-class-column = Hạng
licence-list-column = Theo danh mục
licence-list-old = Trước năm 2025
licence-list-new = Từ năm 2025
licence-points = Điểm còn lại
licence-points-of = { $points }/12
licence-form = Loại
licence-form-pet = Thẻ nhựa (PET)
licence-form-paper = Bản giấy
health-facility = Nơi đăng ký khám ban đầu
error-licence-number-empty = Nhập số giấy phép lái xe
error-licence-number-strange = Số giấy phép chỉ gồm chữ cái và chữ số
error-licence-number-too-short = Số giấy phép quá ngắn: thẻ nhựa có 12 chữ số
error-licence-number-too-long = Số giấy phép quá dài: nhiều nhất 15 ký tự
error-licence-class-empty = Chọn hạng giấy phép
error-licence-class-unknown = Chọn một hạng trong danh sách
error-health-code-empty = Nhập mã số thẻ bảo hiểm y tế
error-health-code-length = Mã số có 10 chữ số hoặc 15 ký tự
error-health-code-not-digits = 10 ký tự cuối của mã số phải là chữ số
error-health-code-prefix = Năm ký tự đầu không đúng, ví dụ DN 4 79
error-passport-number-empty = Nhập số hộ chiếu
error-passport-number-form = Số hộ chiếu gồm một chữ cái rồi đến các chữ số, ví dụ C1234567
error-passport-number-length = Sau chữ cái có 7 hoặc 8 chữ số
error-passport-expiry-empty = Nhập ngày hết hạn
error-passport-expiry-not-a-date = Ngày hết hạn không có thật. Kiểm tra ngày, tháng và năm
error-confirmation-needed = Đánh dấu xác nhận thông tin trên là đúng
refused-level-two-needed = Cần tài khoản mức 2 để tích hợp và mở giấy tờ.
refused-app-too-old = Phiên bản ứng dụng này quá cũ cho loại giấy tờ này. Hãy cập nhật ứng dụng.
refused-document-already-held = Giấy tờ này đã có trong ví của bạn.
refused-request-not-pending = Yêu cầu này đã có kết quả nên không rút được nữa.
refused-document-removed = Giấy tờ này đã được gỡ khỏi ví.
refused-pilot-wrong-province = Giấy tờ này đang thí điểm ở tỉnh khác.
refused-pilot-not-started = Thí điểm ở tỉnh của bạn chưa bắt đầu.
refused-pilot-ended = Thí điểm ở tỉnh của bạn đã kết thúc.
refused-pilot-paused = Thí điểm ở tỉnh của bạn đang tạm dừng.
refused-pilot-full = Thí điểm đã hết chỗ. Hãy thử lại sau.
refused-pilot-too-old = Bạn quá tuổi của thí điểm.
refused-pilot-too-young = Bạn chưa đủ tuổi của thí điểm.
refused-pilot-foreigners-only = Thí điểm chỉ dành cho người nước ngoài.
refused-pilot-citizens-only = Thí điểm chỉ dành cho công dân Việt Nam.
notice-integration-received = Đã ghi nhận yêu cầu { $reference } tích hợp { $kind ->
    [driving-licence] giấy phép lái xe
    [health-card] thẻ bảo hiểm y tế
    [passport] hộ chiếu
   *[other] giấy tờ
}. Dự kiến có kết quả trước { $target }.
notice-integration-late = Yêu cầu { $reference } tích hợp { $kind ->
    [driving-licence] giấy phép lái xe
    [health-card] thẻ bảo hiểm y tế
    [passport] hộ chiếu
   *[other] giấy tờ
} chậm hơn dự kiến. Chúng tôi đã nhắc cơ quan quản lý dữ liệu và vẫn hỏi lại tự động.
notice-integration-not-started = Chưa gửi được yêu cầu tích hợp { $kind ->
    [driving-licence] giấy phép lái xe
    [health-card] thẻ bảo hiểm y tế
    [passport] hộ chiếu
   *[other] giấy tờ
} bạn đề nghị tại quầy: { $why ->
    [document-already-held] giấy tờ đã có trong ví.
    [pilot-full] thí điểm đã hết chỗ.
    [pilot-too-young] bạn chưa đủ tuổi của thí điểm.
    [pilot-too-old] bạn quá tuổi của thí điểm.
    [pilot-citizens-only] thí điểm chỉ dành cho công dân Việt Nam.
    [pilot-foreigners-only] thí điểm chỉ dành cho người nước ngoài.
   *[other] giấy tờ này đang thí điểm và hiện chưa mở cho tỉnh của bạn.
}
notice-document-verified = { $kind ->
    [driving-licence] Giấy phép lái xe
    [health-card] Thẻ bảo hiểm y tế
    [passport] Hộ chiếu
   *[other] Giấy tờ
} đã được xác minh và nằm trong ví của bạn (yêu cầu { $reference }).
notice-document-refused = Chưa tích hợp được { $kind ->
    [driving-licence] giấy phép lái xe
    [health-card] thẻ bảo hiểm y tế
    [passport] hộ chiếu
   *[other] giấy tờ
} (yêu cầu { $reference }): { $reason ->
    [not-found] không tìm thấy giấy tờ mang số này.
    [paper-not-found] chưa có dữ liệu của giấy phép bản giấy mang số này.
    [owner-mismatch] thông tin chủ giấy tờ không khớp.
    [class-mismatch] hạng không khớp.
    [expiry-mismatch] ngày hết hạn không khớp.
    [old-id-number] giấy tờ cấp theo số chứng minh nhân dân cũ.
    [paper-card-no-birth-date] giấy phép bản giấy thiếu ngày sinh.
    [expired] giấy tờ đã hết hạn.
    [held] giấy tờ đang bị tạm giữ.
   *[revoked] giấy tờ đã bị thu hồi.
} { $next ->
    [check-entry] Hãy so lại với giấy tờ rồi gửi lại.
    [update-at-issuer] Hãy đề nghị nơi cấp cập nhật dữ liệu.
    [link-old-number] Hãy đến công an xã, phường để liên kết số cũ.
    [renew] Hãy làm thủ tục đổi giấy tờ.
   *[other] Hãy liên hệ cơ quan đã tạm giữ hoặc thu hồi.
}
notice-document-changed = { $kind ->
    [driving-licence] Giấy phép lái xe
    [health-card] Thẻ bảo hiểm y tế
    [passport] Hộ chiếu
   *[other] Giấy tờ
} của bạn có trạng thái mới: { $state ->
    [held] đang bị tạm giữ.
    [revoked] đã bị thu hồi.
    [expired] hết hạn.
   *[current] còn hiệu lực.
}
message-document-verified-subject = Giấy tờ đã được xác minh
message-document-verified = { $app }: Yeu cau { $reference } da duoc xac minh, giay to da nam trong vi. Xem tai { $site }
message-document-refused-subject = Chưa tích hợp được giấy tờ
message-document-refused = { $app }: Yeu cau { $reference } chua duoc chap nhan. Xem ly do va cach giai quyet trong ung dung tai { $site }
