# Khóa khi chưa đăng nhập, và khóa tạm (UX-12).
lock-out-now = Khóa ngay, không cần đăng nhập
help-lost-now = Khóa không cần đăng nhập: số định danh và mật khẩu, hoặc một mã
lock-now-title = Khóa tài khoản ngay
lock-now-text = Chỉ cần số định danh và một cách xác minh là khóa được, trong { $hours } giờ. Tài khoản bị khóa ngay khi xác minh đúng.
lock-now-way = Bạn xác minh bằng cách nào?
lock-now-password = Bằng mật khẩu
lock-now-code = Bằng mã gửi đến điện thoại hoặc thư điện tử đã đăng ký
lock-now-submit = Khóa tài khoản
lock-now-undo = Muốn bỏ khóa, bạn đăng nhập bằng mật khẩu và mã. Không ai mở được khóa với ít hơn thế.
lock-now-other = Không có cả hai? Hãy gọi { $phone } hoặc mang thẻ căn cước đến công an xã, phường.
lock-now-code-title = Nhập mã để khóa
lock-now-code-text = Nếu số định danh và liên hệ thuộc cùng một tài khoản, chúng tôi đã gửi mã. Tài khoản bị khóa ngay khi bạn nhập mã.
lock-now-done-title = Tài khoản đã khóa
lock-now-done-text = Mọi phiên đăng nhập đã kết thúc. Lần khóa này kéo dài { $hours } giờ; tài khoản đã khóa từ trước vẫn giữ nguyên tình trạng.
lock-now-done-next = Tiếp theo
lock-now-done-keep = Muốn giữ khóa: đăng nhập bằng mật khẩu và mã rồi xác nhận, hoặc gọi { $phone }.
lock-now-done-undo = Muốn bỏ khóa: đăng nhập bằng mật khẩu và mã.
lock-now-done-nothing = Nếu bạn không làm gì, tài khoản tự mở khi hết giờ.
short-title = Khóa tạm
short-text = Lần khóa này chỉ dựa trên một cách xác minh và tự hết lúc { $time }. Bạn đã đăng nhập bằng hai cách, nên được quyết định.
short-confirm = Giữ khóa tài khoản
short-take-back = Bỏ khóa
way-out-short = Tự hết lúc { $time }, trừ khi bạn giữ khóa. Bạn có thể bỏ khóa trên trang này.
call-short-lock = Đang có khóa tạm (không đăng nhập) đến { $time }. Khóa tại đây sẽ giữ khóa không thời hạn.
error-lock-now-wrong = Số định danh hoặc mật khẩu không đúng; tài khoản chưa bị khóa
error-lock-now-way = Chọn mật khẩu hoặc mã
refused-lock-now-often = Mã đúng, nhưng tài khoản này đã bị khóa bằng mã ba lần trong bảy ngày. Hãy gọi tổng đài hoặc đến quầy để khóa.
message-account-locked-short-subject = Tài khoản { $app } bị khóa tạm
message-account-locked-short = { $app }: Tài khoản của bạn bị khóa không qua đăng nhập lúc { $time }, đến { $until }. Muốn giữ hoặc bỏ khóa, hãy đăng nhập tại { $site } bằng mật khẩu và mã. Nếu không phải bạn, gọi { $callCentre }.
message-lock-confirmed-subject = Tài khoản { $app } vẫn khóa
message-lock-confirmed = { $app }: Việc khóa tài khoản đã được xác nhận lúc { $time } và không còn thời hạn. Nếu không phải bạn, gọi { $callCentre }.
message-lock-expired-subject = Khóa tạm tài khoản { $app } đã hết
message-lock-expired = { $app }: Khóa tạm tài khoản của bạn hết lúc { $time }. { $rest ->
    [none] Tài khoản đã mở lại.
   *[some] Vẫn còn căn cứ khóa khác.
 } Nếu vẫn cần khóa, hãy khóa tại { $site } hoặc gọi { $callCentre }.
notice-account-locked-short = Tài khoản bị khóa không qua đăng nhập lúc { $time }, đến { $until }.
notice-lock-confirmed = Việc khóa đã được xác nhận lúc { $time } và không còn thời hạn.
notice-lock-expired = Khóa tạm hết lúc { $time }. { $rest ->
    [none] Tài khoản đã mở lại.
   *[some] Vẫn còn căn cứ khóa khác.
 }
