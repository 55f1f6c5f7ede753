# Bodies' requests to lock or unlock (D59-19.1.b to D59-19.4.c).
menu-cases = Yêu cầu của cơ quan
cases-title = Yêu cầu của cơ quan, tổ chức
cases-text = Yêu cầu khóa hoặc mở khóa tài khoản do cơ quan tiến hành tố tụng, cơ quan có thẩm quyền hoặc bên sử dụng dịch vụ gửi đến. Thủ trưởng đơn vị quyết định trong thời hạn luật định.
cases-new = Tiếp nhận yêu cầu
cases-search = Tìm theo mã, cơ quan hoặc số công văn
cases-search-button = Tìm
cases-tab-all = Đang chờ
cases-tab-mine = Tôi xử lý
cases-tab-overdue = Quá hạn
cases-tab-decided = Đã quyết định
cases-none = Không có yêu cầu nào
cases-none-text = Yêu cầu mới tiếp nhận hoặc chuyển đến sẽ hiện ở đây.
cases-reference = Mã yêu cầu
cases-wish = Nội dung yêu cầu
cases-body = Cơ quan, tổ chức
cases-received = Tiếp nhận lúc
cases-clock = Thời hạn
cases-handler = Người xử lý
cases-escalated = Sắp hết hạn ở đơn vị cấp dưới
case-wish-lock = Khóa tài khoản
case-wish-unlock = Mở khóa tài khoản
case-letter-of = Số { $letter } ngày { $day }
case-state-approved = Đã chấp thuận
case-state-refused = Đã từ chối
case-new-title = Tiếp nhận yêu cầu khóa, mở khóa
case-new-text = Thời hạn tính từ ngày làm việc sau ngày tiếp nhận. Chủ tài khoản chỉ được thông báo khi đã có quyết định.
case-new-button = Tiếp nhận
case-lock = Mã của yêu cầu đã khóa
case-lock-hint = Dạng YC-XXXXX-XXXXX. Bỏ trống nếu tài khoản chỉ bị khóa theo một yêu cầu.
case-placed-by = Theo yêu cầu { $reference }
case-number-of = Số định danh của chủ tài khoản, hoặc mã của tổ chức
case-requester = Bên yêu cầu
case-requester-prosecuting-body = Cơ quan tiến hành tố tụng
case-requester-competent-authority = Cơ quan khác có thẩm quyền
case-requester-service-user = Bên sử dụng dịch vụ xác thực
case-central = Cơ quan trung ương từ cấp cục trở lên
case-body-name = Tên cơ quan, tổ chức
case-letter = Số công văn
case-letter-date = Ngày công văn
case-letter-date-hint = Ví dụ 05/03/2026
case-email = Thư điện tử nhận trả lời
case-email-hint = Chỉ gửi mã yêu cầu và kết quả, không gửi dữ liệu cá nhân.
case-basis = Căn cứ pháp lý
case-basis-hint = Điều luật cho phép yêu cầu, như công văn đã nêu. Tối đa 1.000 ký tự.
case-papers = Tài liệu kèm theo
case-papers-hint = Tối đa 3 tệp PDF, mỗi tệp không quá 3 MB.
case-title = Yêu cầu { $reference }
case-calendar-incomplete = Chưa có lịch nghỉ lễ của năm mà thời hạn đi qua. Thời hạn mới tính cuối tuần; hãy nhập lịch nghỉ rồi kiểm tra lại.
case-forward-by = Chuyển đến cơ quan có thẩm quyền trước
case-unit = Đơn vị đang giữ
case-account = Tài khoản
case-no-holds = Tài khoản không bị khóa.
case-moves = Đã chuyển
case-take = Nhận xử lý
case-decision = Quyết định
case-approve-lock = Chấp thuận: khóa tài khoản ngay
case-approve-unlock = Chấp thuận: kết thúc căn cứ khóa theo yêu cầu { $reference }
case-refuse = Từ chối bằng văn bản
case-refusal = Lý do từ chối
case-refused-no-legal-basis = Yêu cầu không nêu căn cứ pháp luật cho phép
case-refused-body-not-competent = Bên yêu cầu không có thẩm quyền
case-refused-papers-insufficient = Tài liệu kèm theo chưa đủ
case-refused-another-person = Người nêu trong yêu cầu không phải chủ tài khoản
case-refused-ground-absent = Căn cứ được nêu không còn hoặc không có
case-words = Nội dung văn bản trả lời
case-words-hint = Nêu rõ vì sao và bên yêu cầu cần làm gì tiếp. Tối đa 2.000 ký tự.
case-decide = Lưu quyết định
case-transfer = Chuyển đơn vị khác
case-transfer-to = Chuyển đến
case-transfer-words = Lý do chuyển
case-transfer-button = Chuyển
case-outcome = Kết quả
case-letter-vi = Tải văn bản trả lời (tiếng Việt)
case-letter-en = Tải văn bản trả lời (tiếng Anh)
error-case-name-missing = Nhập tên cơ quan, tổ chức
error-case-letter-missing = Nhập số công văn
error-case-basis-missing = Nêu điều luật cho phép yêu cầu này
error-case-words-missing = Viết nội dung văn bản trả lời
error-case-transfer-missing = Viết lý do chuyển
error-case-wish = Chọn khóa hoặc mở khóa
error-case-requester = Chọn bên yêu cầu
error-case-requester-not-named = Nghị định 69/2024/NĐ-CP không còn cho bên sử dụng dịch vụ gửi yêu cầu này
error-case-nothing-to-unlock = Tài khoản không bị khóa theo yêu cầu của cơ quan nào; không có gì để mở khóa
error-case-which-lock = Tài khoản bị khóa theo nhiều yêu cầu; ghi mã của yêu cầu cần mở
error-case-no-such-lock = Không có yêu cầu nào mang mã này đang khóa tài khoản; hãy kiểm tra lại mã
error-case-no-account = Không có tài khoản nào của số định danh này
error-case-unit = Chọn một đơn vị khác đang hoạt động
error-case-verdict = Chọn chấp thuận hoặc từ chối
error-date-format = Ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2026
error-date-future = Ngày không được sau hôm nay
error-date-old = Ngày công văn đã quá 5 năm; hãy kiểm tra lại
error-papers-many = Tối đa { $limit } tệp
error-papers-large = Mỗi tệp không quá { $limit } MB
error-papers-not-pdf = Tệp không phải PDF; hãy xuất tài liệu ra PDF rồi chọn lại
refused-case-decided = Yêu cầu này đã có quyết định.
refused-case-not-head = Chỉ thủ trưởng đơn vị được quyết định yêu cầu này.
refused-case-other-unit = Yêu cầu này thuộc đơn vị khác. Muốn quyết định, đơn vị đó phải chuyển yêu cầu đến.
refused-case-not-competent = Cấp đơn vị này không có thẩm quyền với bên yêu cầu. Hãy chuyển yêu cầu đến đơn vị có thẩm quyền.
message-case-received-subject = { $app } đã tiếp nhận yêu cầu { $reference }
message-case-received = { $app }: Đã tiếp nhận yêu cầu { $reference }. Hạn giải quyết: { $time }.
message-case-approved-subject = Kết quả yêu cầu { $reference }
message-case-approved = { $app }: Yêu cầu { $reference } đã được chấp thuận lúc { $time }; { $wish ->
    [lock] tài khoản đã bị khóa
   *[unlock] căn cứ khóa theo yêu cầu đã kết thúc
 }.
message-case-refused-subject = Kết quả yêu cầu { $reference }
message-case-refused = { $app }: Yêu cầu { $reference } bị từ chối lúc { $time }. Lý do: { $reason ->
    [no-legal-basis] không nêu căn cứ pháp luật cho phép
    [body-not-competent] bên yêu cầu không có thẩm quyền
    [papers-insufficient] tài liệu kèm theo chưa đủ
    [another-person] người nêu trong yêu cầu không phải chủ tài khoản
   *[ground-absent] căn cứ được nêu không còn hoặc không có
 }. Văn bản trả lời do đơn vị giải quyết gửi.
message-case-refused-holder-subject = Một yêu cầu về tài khoản { $app } của bạn đã bị từ chối
message-case-refused-holder = { $app }: Một cơ quan, tổ chức đã yêu cầu { $wish ->
    [lock] khóa
   *[unlock] mở khóa
 } tài khoản của bạn; yêu cầu bị từ chối lúc { $time }. Tài khoản của bạn không thay đổi. Mã: { $reference }.
notice-case-refused-holder = Yêu cầu của cơ quan, tổ chức về việc { $wish ->
    [lock] khóa
   *[unlock] mở khóa
 } tài khoản bị từ chối lúc { $time }. Tài khoản không thay đổi. Mã: { $reference }.
letter-number = Số: { $reference } · { $day }
letter-title = Trả lời yêu cầu { $wish ->
    [lock] khóa
   *[unlock] mở khóa
 } tài khoản định danh điện tử
letter-to = Kính gửi: { $name }
letter-asked = Đơn vị đã tiếp nhận lúc { $received } yêu cầu { $wish ->
    [lock] khóa
   *[unlock] mở khóa
 } tài khoản định danh điện tử theo công văn số { $letter } ngày { $day } của quý cơ quan. Sau khi xem xét, đơn vị không chấp thuận yêu cầu này.
letter-law = Văn bản này được gửi theo { $regime ->
    [decree69] Điều 15 Nghị định số 69/2024/NĐ-CP
   *[decree59] { $wish ->
        [lock] điểm c khoản 1 Điều 19 Nghị định số 59/2022/NĐ-CP
       *[unlock] khoản 4 Điều 19 Nghị định số 59/2022/NĐ-CP
    }
 }.
letter-reason = Lý do
letter-next = Quý cơ quan có thể gửi yêu cầu mới khi đã khắc phục lý do nêu trên, hoặc kiến nghị với đơn vị cấp trên của đơn vị này.
letter-signature = Thủ trưởng đơn vị
