# Khóa truy cập (passkey), ứng dụng tạo mã.
passkey-sign-in = Đăng nhập bằng khóa truy cập
passkey-failed = Thiết bị chưa trả lời. Hãy thử lại, hoặc dùng mật khẩu.
passkeys-title = Khóa truy cập
passkeys-tile = Đăng nhập bằng vân tay, khuôn mặt hoặc mã mở khóa của thiết bị
passkeys-text = Khóa truy cập thay cho mật khẩu và mã khi đăng nhập. Khóa truy cập nằm trong điện thoại hoặc máy tính của bạn và chỉ dùng được sau khi bạn mở thiết bị đó.
passkeys-none = Chưa có khóa truy cập nào.
passkeys-add = Thêm khóa truy cập
passkeys-add-text = Chỉ thêm trên thiết bị của chính bạn. Người mở khóa được thiết bị sẽ đăng nhập được tài khoản này.
passkeys-name = Tên khóa truy cập
passkeys-name-hint = Để bạn nhận ra thiết bị, ví dụ “Điện thoại của tôi”
passkeys-create = Tạo khóa truy cập { $name }
passkeys-create-text = Bấm nút rồi làm theo hướng dẫn của thiết bị.
passkeys-create-button = Tạo khóa truy cập trên thiết bị này
passkeys-unsupported = Trình duyệt này không tạo được khóa truy cập. Hãy dùng bản mới của trình duyệt và bật JavaScript.
passkeys-change = Đổi tên hoặc xóa { $name }
passkeys-created = Tạo lúc
passkeys-never = Chưa dùng lần nào
passkeys-place = Nơi lưu
passkeys-synchronised = Đồng bộ giữa các thiết bị của bạn
passkeys-here-only = Chỉ trên một thiết bị
passkeys-rename = Đổi tên
passkeys-remove-title = Xóa khóa truy cập này
passkeys-remove-text = Khóa truy cập này sẽ không đăng nhập được nữa. Bạn cũng nên xóa nó trong phần cài đặt của thiết bị.
passkeys-remove = Xóa { $name }
error-passkey-failed = Không đọc được câu trả lời của thiết bị. Hãy thử lại, hoặc dùng mật khẩu.
error-passkey-wrong = Khóa truy cập này không đăng nhập được, có thể vì đã bị xóa khỏi tài khoản. Hãy dùng mật khẩu.
error-passkey-name-empty = Nhập tên cho khóa truy cập
error-passkey-name-long = Tên khóa truy cập có nhiều nhất 60 ký tự
refused-no-passkeys = Hệ thống này chưa dùng được khóa truy cập. Hãy dùng mật khẩu.
refused-passkeys-full = Tài khoản đã có 10 khóa truy cập. Hãy xóa một khóa truy cập trước khi thêm.
refused-passkey-copied = Khóa truy cập này có thể đã bị sao chép nên không được nhận. Hãy đăng nhập bằng mật khẩu và xóa khóa truy cập này.
activity-passkey-added = Thêm khóa truy cập
activity-passkey-named = Đổi tên khóa truy cập
activity-passkey-removed = Xóa khóa truy cập
activity-passkey-refused = Từ chối khóa truy cập có thể bị sao chép
activity-authenticator-added = Thêm ứng dụng tạo mã
activity-authenticator-removed = Xóa ứng dụng tạo mã
message-passkey-added-subject = Khóa truy cập mới trên tài khoản { $app }
message-passkey-added = { $app }: Tài khoản của bạn vừa có thêm khóa truy cập ({ $name }). Nếu không phải bạn, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-passkey-added = Đã thêm khóa truy cập: { $name }. Nếu không phải bạn, hãy khóa tài khoản.
message-passkey-removed-subject = Đã xóa khóa truy cập của tài khoản { $app }
message-passkey-removed = { $app }: Khóa truy cập ({ $name }) của tài khoản đã được xóa. Nếu không phải bạn, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-passkey-removed = Đã xóa khóa truy cập: { $name }.
message-passkey-refused-subject = Đã từ chối một khóa truy cập của tài khoản { $app }
message-passkey-refused = { $app }: Khóa truy cập ({ $name }) bị từ chối vì có thể đã bị sao chép. Hãy xóa khóa truy cập này. Nếu không phải bạn đăng nhập, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-passkey-refused = Khóa truy cập { $name } bị từ chối vì có thể đã bị sao chép. Hãy xóa khóa truy cập này.
message-not-me-subject = Đã đăng xuất và xóa một thiết bị khỏi tài khoản { $app }
message-not-me = { $app }: Một thiết bị đã bị đăng xuất và xóa khỏi tài khoản theo yêu cầu của bạn. Nếu không phải bạn yêu cầu, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-not-me = Một thiết bị đã bị đăng xuất và xóa khỏi tài khoản vì bạn báo không phải mình.
sign-in-app-link = Dùng mã trong ứng dụng tạo mã
sign-in-app-title = Nhập mã trong ứng dụng
sign-in-app-text = Mở ứng dụng tạo mã mà bạn đã thêm vào tài khoản và nhập 6 chữ số đang hiện.
authenticator-title = Ứng dụng tạo mã
authenticator-tile = Lấy mã đăng nhập không cần tin nhắn
authenticator-text = Ứng dụng tạo mã cho bạn mã đăng nhập mà không cần tin nhắn. Bạn vẫn dùng được mã gửi qua tin nhắn.
authenticator-begin = Thêm ứng dụng
authenticator-scan = Mở ứng dụng tạo mã trên điện thoại và quét mã QR này. Không cho ai xem trang này.
authenticator-qr = Mã QR chứa khóa thiết lập của ứng dụng tạo mã
authenticator-key-text = Nếu không quét được, chọn nhập khóa thiết lập trong ứng dụng và gõ dãy chữ dưới đây. Không gửi dãy này cho ai.
authenticator-open = Mở ứng dụng trên máy này
authenticator-code-hint = 6 chữ số ứng dụng đang hiện
authenticator-confirm = Xác nhận
authenticator-anew = Làm lại từ đầu
authenticator-anew-text = Nếu người khác đã thấy mã QR, hoặc ứng dụng không nhận, hãy lấy mã QR mới. Mã QR cũ sẽ hết tác dụng.
authenticator-anew-button = Lấy mã QR mới
authenticator-anew-stay = Quay lại mã QR hiện có
authenticator-remove = Xóa ứng dụng
error-authenticator-wrong = Mã không đúng hoặc đã dùng. Hãy đợi mã tiếp theo.
refused-authenticator-there = Tài khoản đã có ứng dụng tạo mã. Hãy xóa ứng dụng đó trước.
message-authenticator-added-subject = Ứng dụng tạo mã mới trên tài khoản { $app }
message-authenticator-added = { $app }: Tài khoản của bạn vừa có thêm ứng dụng tạo mã. Nếu không phải bạn, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-authenticator-added = Đã thêm ứng dụng tạo mã. Nếu không phải bạn, hãy khóa tài khoản.
message-authenticator-removed-subject = Đã xóa ứng dụng tạo mã của tài khoản { $app }
message-authenticator-removed = { $app }: Ứng dụng tạo mã của tài khoản đã được xóa. Nếu không phải bạn, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-authenticator-removed = Đã xóa ứng dụng tạo mã.
password-keep-others = Cách đăng nhập khác
password-keep-others-some = Hiện có: { $names }
password-keep-others-yes = Giữ lại. Nếu không chọn, mọi khóa truy cập và ứng dụng tạo mã bị xóa khi đổi mật khẩu, vì người biết mật khẩu cũ có thể đã tạo ra chúng
message-password-changed-ended-subject = Mật khẩu { $app } đã đổi
message-password-changed-ended = { $app }: Mật khẩu của bạn vừa được đổi. { $kind ->
    [passkeys] Các khóa truy cập
    [app] Ứng dụng tạo mã
   *[both] Các khóa truy cập và ứng dụng tạo mã
} đã bị xóa. Nếu không phải bạn, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-password-changed-ended = Mật khẩu đã được đổi. { $kind ->
    [passkeys] Các khóa truy cập
    [app] Ứng dụng tạo mã
   *[both] Các khóa truy cập và ứng dụng tạo mã
} đã bị xóa.
# Nối sau câu đầu của một thông báo.
ways-ended = { $kind ->
    [passkeys] { " " }Khóa truy cập đã bị xóa: { $names }.
    [app] { " " }Ứng dụng tạo mã đã bị xóa.
    [both] { " " }Khóa truy cập đã bị xóa: { $names }. Ứng dụng tạo mã cũng đã bị xóa.
   *[none] { "" }
}
sign-in-device-keep = Khóa truy cập đã tạo trên điện thoại cũ
sign-in-device-keep-hint = Nếu không có khóa nào thì không có gì thay đổi.
sign-in-device-keep-yes = Giữ lại. Nếu không chọn, các khóa này bị xóa cùng điện thoại cũ
message-new-device-passkeys-ended-subject = Thiết bị mới trên tài khoản { $app }
message-new-device-passkeys-ended = { $app }: Tài khoản của bạn vừa đăng nhập trên thiết bị mới ({ $device }). Các khóa truy cập tạo trên điện thoại cũ đã bị xóa. Nếu không phải bạn, hãy khóa tài khoản ngay tại { $site } hoặc gọi { $callCentre }.
notice-new-device-passkeys-ended = Tài khoản đã đăng nhập trên thiết bị mới: { $device }. Các khóa truy cập tạo trên điện thoại cũ đã bị xóa. Nếu không phải bạn, hãy khóa tài khoản.
