# Locking, unlocking, receipts (D59-19).
ground-own-request = Chủ tài khoản yêu cầu khóa
ground-breach = Vi phạm điều khoản sử dụng
ground-passport-expired = Hộ chiếu hoặc giấy tờ đi lại quốc tế hết hạn
ground-stay-expired = Hết thời hạn cư trú tại Việt Nam
ground-dissolved = Tổ chức bị giải thể hoặc chấm dứt hoạt động
ground-card-withdrawn = Thẻ căn cước bị thu hồi
ground-death = Chủ tài khoản đã mất
ground-authority-request = Theo yêu cầu của cơ quan có thẩm quyền
channel-app = Trong ứng dụng
channel-call-centre = Qua tổng đài
channel-counter = Tại quầy tiếp nhận
channel-register = Cơ sở dữ liệu thông báo
channel-breach = Quyết định về vi phạm điều khoản
channel-date = Đến ngày hết hạn
channel-case = Quyết định về yêu cầu của cơ quan
lock-reason-lost-device = Mất thiết bị
lock-reason-broken-device = Hỏng thiết bị
lock-reason-lost-card = Mất thẻ căn cước gắn chip
lock-reason-suspected-leak = Nghi bị lộ thông tin
lock-reason-other = Lý do khác
error-lock-reason = Chọn một lý do trong danh sách
way-out-own-request = Bạn gửi yêu cầu mở khóa trên trang này, gọi { $phone }, hoặc mang thẻ căn cước đến công an xã, phường.
way-out-breach = Được mở khi cán bộ xử lý xác nhận vi phạm đã được khắc phục hoặc không có. Gọi { $phone } và cho biết bạn đã làm gì.
way-out-passport-expired = Tự mở khi cơ sở dữ liệu xuất nhập cảnh ghi nhận hộ chiếu mới. Hãy gia hạn rồi xuất trình tại cơ quan quản lý xuất nhập cảnh.
way-out-stay-expired = Tự mở khi cơ sở dữ liệu xuất nhập cảnh ghi nhận gia hạn cư trú. Hãy đề nghị cơ quan quản lý xuất nhập cảnh gia hạn.
way-out-dissolved = Chỉ mở khi cơ sở dữ liệu đăng ký doanh nghiệp được đính chính. Nếu có nhầm lẫn, hãy hỏi cơ quan đăng ký kinh doanh.
way-out-card-withdrawn = Tài khoản tự mở khóa khi thông tin thẻ căn cước được cập nhật, ví dụ khi bạn được cấp thẻ mới. Nếu có nhầm lẫn, hãy liên hệ nơi cấp thẻ.
way-out-death = Chỉ mở khóa khi thông tin về việc chết được đính chính. Nếu có nhầm lẫn, hãy đến công an xã, phường nơi cư trú.
way-out-authority-request = Mở khóa khi cơ quan đã yêu cầu khóa đề nghị mở và công an chấp thuận. Bạn có thể hỏi cơ quan đó, hoặc gọi { $phone } để biết mã yêu cầu.
basis-point = Điểm { $point } khoản { $clause } Điều { $article } Nghị định { $decree }
basis-clause = Khoản { $clause } Điều { $article } Nghị định { $decree }
basis-article = Điều { $article } Nghị định { $decree }
basis-source-decided = Quyết định tạm giữ hoặc thu hồi giấy tờ của cơ quan có thẩm quyền
hold-ground = Căn cứ khóa
hold-reason = Lý do đã nêu
hold-since = Khóa từ lúc
hold-channel = Qua kênh
hold-basis = Cơ sở pháp lý
hold-way-out = Cách mở khóa
hold-in-force = Đang khóa
hold-ended-at = Mở khóa lúc
hold-ended-channel = Mở khóa qua
lock-title = Khóa tài khoản
lock-text = Tài khoản bị khóa ngay khi bạn xác nhận, không cần chờ ai phê duyệt.
lock-stops-title = Sẽ dừng ngay
lock-stops-sign-in = Đăng nhập vào tài khoản và ví giấy tờ
lock-stops-documents = Xuất trình giấy tờ trong ứng dụng
lock-stops-services = Dùng tài khoản này ở các dịch vụ khác
lock-stops-sessions = Mọi phiên đăng nhập đang mở, trên mọi thiết bị
lock-stays-title = Vẫn giữ nguyên
lock-stays-papers = Thẻ căn cước và giấy tờ bản cứng vẫn có giá trị
lock-stays-data = Dữ liệu, giấy tờ đã tích hợp và hồ sơ đang chờ không bị xóa
lock-stays-status = Bạn vẫn đăng nhập được vào trang tình trạng khóa để xem lý do và cách mở
lock-way-back = Để mở khóa, bạn cần xác minh kỹ hơn: gửi yêu cầu trong ứng dụng, gọi tổng đài, hoặc đến quầy với thẻ căn cước.
lock-reason = Vì sao bạn muốn khóa?
lock-reason-hint = Có thể bỏ trống.
lock-submit = Khóa tài khoản ngay
lock-cancel = Không khóa
lock-out-text = Khóa có hiệu lực tức thì ở mọi nơi. Có ba cách:
lock-out-sign-in = Đăng nhập để khóa
lock-out-call-title = Gọi tổng đài
lock-out-call = Gọi { $phone }. Nhân viên hỏi vài thông tin để biết đúng là bạn, rồi khóa ngay trong cuộc gọi.
lock-out-counter-title = Đến quầy
lock-out-counter = Mang thẻ căn cước đến công an xã, phường bất kỳ.
receipt-title = Tài khoản đã khóa
receipt-since = Có hiệu lực từ { $time }
receipt-reference = Mã biên nhận
receipt-documents = Giấy tờ không xuất trình được
receipt-signed = Tải biên nhận có chữ ký số
receipt-sessions = Số phiên đăng nhập đã kết thúc
receipt-grants = Số quyền của các dịch vụ đã kết thúc
receipt-told = Đã báo cho bạn
receipt-notice = Thông báo trong ứng dụng
receipt-sent = { $channel }: đã gửi lúc { $time }
receipt-failed = { $channel }: không gửi được
receipt-queued = { $channel }: đang gửi
receipt-services = Dịch vụ đã được báo về việc khóa
receipt-service-acknowledged = { $name }: đã đăng xuất bạn lúc { $time }
receipt-service-refused = { $name }: đã báo lúc { $time }, nhưng dịch vụ trả lời có lỗi
receipt-service-waiting = { $name }: chưa liên lạc được, hệ thống vẫn tiếp tục báo. Dịch vụ không đọc được gì về bạn nữa.
receipt-service-given-up = { $name }: không liên lạc được. Dịch vụ không đọc được gì về bạn nữa.
receipt-next = Xem tình trạng khóa và cách mở khóa
message-by-sms = Tin nhắn
message-by-email = Thư điện tử
locked-title = Tài khoản đang bị khóa
locked-text = Khi còn bất kỳ căn cứ nào dưới đây, không ai dùng được tài khoản này.
locked-open-title = Tài khoản không bị khóa
locked-open-text = Bạn có thể sử dụng tài khoản bình thường.
locked-call-text = Tài khoản đang bị khóa nên ở đây bạn chỉ trả lời được “Không phải tôi”. Nếu chính bạn đang gọi, hãy nhờ nhân viên gửi mã đến liên hệ đã đăng ký.
locked-call-denied = Cuộc gọi đó không mở khóa và không thay đổi được gì trong tài khoản của bạn. Trong 6 giờ tới, không cuộc gọi nào hỏi bạn trên điện thoại nữa.
locked-receipt = Xem biên nhận
locked-ask = Gửi yêu cầu mở khóa
locked-ask-text = Bạn có thể yêu cầu mở khóa tại đây bằng mật mã của mình, hoặc gọi { $phone }.
locked-earlier = Những lần khóa trước
locked-earlier-line = { $ground }: từ { $from } đến { $to }
unlock-title = Yêu cầu mở khóa
unlock-text = Nhập mật mã để xác nhận chính bạn yêu cầu. Cán bộ xem xét rồi trả lời cho bạn.
unlock-text-at-once = Nhập mật mã để xác nhận chính bạn yêu cầu. Đúng mật mã thì yêu cầu khóa của bạn hết ngay; căn cứ khác, nếu có, vẫn giữ nguyên.
unlock-submit = Gửi yêu cầu
unlock-other-ways = Quên mật mã? Hãy gọi { $phone } hoặc mang thẻ căn cước đến công an xã, phường.
unlock-waiting = Đã nhận yêu cầu mở khóa lúc { $time }. Chúng tôi báo cho bạn ngay khi có kết quả.
unlock-refused-title = Yêu cầu mở khóa chưa được chấp thuận
unlock-asked = Yêu cầu lúc
unlock-answered = Trả lời lúc
unlock-reason = Lý do từ chối
unlock-words = Ý kiến của cán bộ
unlock-next = Việc cần làm tiếp
unlock-refused-proof-unclear = Chưa đủ căn cứ xác định chính chủ yêu cầu
unlock-refused-misuse-suspected = Có dấu hiệu người khác đang dùng tài khoản hoặc số điện thoại
unlock-refused-not-by-holder = Chủ tài khoản cho biết không gửi yêu cầu này
unlock-next-proof-unclear = Mang thẻ căn cước đến công an xã, phường để xác minh và mở khóa tại chỗ.
unlock-next-misuse-suspected = Mang thẻ căn cước đến công an xã, phường để kiểm tra liên hệ, thiết bị và đặt lại mật khẩu.
unlock-next-not-by-holder = Giữ tài khoản ở trạng thái khóa. Hãy đến công an xã, phường nếu nghi có người biết mật khẩu của bạn.
unlock-queue-title = Yêu cầu mở khóa đang chờ
unlock-queue-since = Nhận lúc
unlock-queue-proof = Mức xác thực
unlock-queue-open = Xử lý
unlock-queue-level = Mức { $level }
unlock-queue-look = Xem yêu cầu của { $number }
unlock-queue-none-title = Không có yêu cầu nào
unlock-queue-none = Yêu cầu mới sẽ hiện ở đây.
unlock-review-title = Xem xét yêu cầu mở khóa
unlock-review-proof = Mức { $level }: mật khẩu và mã gửi đến liên hệ đã đăng ký, kèm mật mã
unlock-review-holds = Căn cứ khóa hiện có
unlock-review-others = Chấp thuận chỉ kết thúc yêu cầu khóa của chủ tài khoản. Căn cứ khác vẫn giữ tài khoản ở trạng thái khóa.
unlock-review-words = Nội dung trả lời
unlock-review-words-hint = Chủ tài khoản đọc được nội dung này. Tối đa 500 ký tự.
unlock-review-decision = Quyết định
unlock-review-grant = Mở khóa
unlock-review-refuse = Từ chối
unlock-review-submit = Lưu quyết định
error-words-empty = Viết nội dung trả lời cho chủ tài khoản
error-words-long = Nội dung tối đa { $limit } ký tự
error-refusal-missing = Chọn lý do từ chối
error-verdict-missing = Chọn mở khóa hoặc từ chối
error-event-id = Mã sự kiện có từ 1 đến 64 ký tự, không có khoảng trắng
refused-proof-too-weak = Cần đăng nhập bằng mật khẩu và mã xác thực trước khi yêu cầu mở khóa.
refused-unlock-decided = Yêu cầu này đã có người xử lý.
refused-person-unknown = Không có tài khoản nào của số định danh này.
message-account-locked-subject = Tài khoản { $app } đã bị khóa
message-account-locked = { $app }: Tài khoản của bạn bị khóa lúc { $time }. Căn cứ: { $ground ->
    [own-request] có yêu cầu của bạn
    [card-withdrawn] thẻ căn cước bị thu hồi
    [breach] vi phạm điều khoản sử dụng
    [passport-expired] hộ chiếu hết hạn
    [stay-expired] hết thời hạn cư trú
    [dissolved] tổ chức chấm dứt hoạt động
    [authority-request] có yêu cầu của cơ quan có thẩm quyền
    [breach] vi phạm điều khoản sử dụng
   *[other] theo quy định
 }. Nếu không phải bạn yêu cầu, gọi { $callCentre }.
message-hold-ended-subject = Một căn cứ khóa tài khoản { $app } đã kết thúc
message-hold-ended = { $app }: Một căn cứ khóa đã kết thúc lúc { $time }. Tài khoản vẫn bị khóa vì { $rest ->
    [own-request] yêu cầu của bạn
    [card-withdrawn] thẻ căn cước bị thu hồi
    [breach] vi phạm điều khoản sử dụng
    [passport-expired] hộ chiếu hết hạn
    [stay-expired] hết thời hạn cư trú
    [dissolved] tổ chức chấm dứt hoạt động
    [authority-request] có yêu cầu của cơ quan có thẩm quyền
    [breach] vi phạm điều khoản sử dụng
   *[several] còn căn cứ khác
 }.
message-account-unlocked-subject = Tài khoản { $app } đã mở khóa
message-account-unlocked = { $app }: Tài khoản của bạn được mở khóa lúc { $time }. Nếu không phải bạn yêu cầu, gọi ngay { $callCentre }.
message-unlock-requested-subject = Đã nhận yêu cầu mở khóa { $app }
message-unlock-requested = { $app }: Đã nhận yêu cầu mở khóa tài khoản của bạn. Nếu không phải bạn yêu cầu, gọi ngay { $callCentre }.
message-unlock-refused-subject = Trả lời yêu cầu mở khóa { $app }
message-unlock-refused = { $app }: Yêu cầu mở khóa chưa được chấp thuận. Đăng nhập tại { $site } để xem lý do và việc cần làm, hoặc gọi { $callCentre }.
notice-account-locked = Tài khoản bị khóa lúc { $time }. Căn cứ: { $ground ->
    [own-request] có yêu cầu của bạn
    [card-withdrawn] thẻ căn cước bị thu hồi
    [breach] vi phạm điều khoản sử dụng
    [passport-expired] hộ chiếu hết hạn
    [stay-expired] hết thời hạn cư trú
    [dissolved] tổ chức chấm dứt hoạt động
    [authority-request] có yêu cầu của cơ quan có thẩm quyền
    [breach] vi phạm điều khoản sử dụng
   *[other] theo quy định
 }.
notice-hold-ended = Một căn cứ khóa đã kết thúc lúc { $time }. Tài khoản vẫn bị khóa vì { $rest ->
    [own-request] yêu cầu của bạn
    [card-withdrawn] thẻ căn cước bị thu hồi
    [breach] vi phạm điều khoản sử dụng
    [passport-expired] hộ chiếu hết hạn
    [stay-expired] hết thời hạn cư trú
    [dissolved] tổ chức chấm dứt hoạt động
    [authority-request] có yêu cầu của cơ quan có thẩm quyền
    [breach] vi phạm điều khoản sử dụng
   *[several] còn căn cứ khác
 }.
notice-account-unlocked = Tài khoản được mở khóa lúc { $time }.
notice-unlock-requested = Đã nhận yêu cầu mở khóa tài khoản.
notice-unlock-refused = Yêu cầu mở khóa chưa được chấp thuận: { $reason ->
    [proof-unclear] chưa đủ căn cứ xác định chính chủ
    [misuse-suspected] có dấu hiệu người khác sử dụng
   *[other] chủ tài khoản không gửi yêu cầu
 }.
