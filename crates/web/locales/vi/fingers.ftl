# Vân tay được kiểm tra khi thu nhận và được máy so sánh.
counter-fingers-tried = { $finger }: { $count } lần lấy không đạt.
counter-fingers-next = Lấy tiếp: { $finger }. { $left ->
    [1] Đây là lần lấy cuối của ngón này.
   *[other] Ngón này còn { $left } lần lấy.
 }
counter-fingers-enough = Đã đủ vân tay.
counter-fingers-worn = Vân tay mòn ở nhiều ngón. Không lấy thêm: ghi lý do ở dưới.
machine-fingers-title = Máy so vân tay
machine-fingers-absent = Máy chủ này không so vân tay. Vân tay được lưu giữ.
machine-finger = Ngón tay
machine-finger-score = Điểm { $score }. Kết quả này là của riêng ngón này; kết luận theo các ngón cộng lại.
machine-fingers-means-match = Tổng điểm { $score } (khớp từ { $from }). Cứ { $many } người lạ thì nhiều nhất khoảng một người đạt điểm từ mức khớp trở lên.
machine-fingers-means-weak = Tổng điểm { $score } (khớp từ { $from }), nhưng có một ngón điểm riêng quá thấp nên chưa phải là khớp. Cần cán bộ thứ hai xem ảnh.
machine-fingers-means-unclear = Tổng điểm { $score } (khớp từ { $from }). Điểm này thấp hơn mức mà cứ { $many } người lạ thì một người đạt được: cần cán bộ thứ hai xem ảnh.
machine-fingers-means-no-match = Tổng điểm { $score } (khớp từ { $from }). Máy không thấy cùng ngón tay. Đây chưa phải là bằng chứng: vân tay mòn, ngón tay có thể nhầm. Hãy lấy lại; nếu vẫn vậy thì cần cán bộ thứ hai xem ảnh.
machine-print-live = Vân tay vừa lấy
machine-print-reference = Vân tay lưu trữ
machine-no-reference = Không có lưu trữ
machine-no-reference-text = Cơ sở dữ liệu không có ảnh của người này. Đây không phải là kết quả "không khớp".
machine-fingers-no-reference-text = Cơ sở dữ liệu không có vân tay của người này. Đây không phải là kết quả "không khớp"; ảnh chân dung vẫn được so.
machine-finger-no-reference-text = Cơ sở dữ liệu không có vân tay của ngón này. Đây không phải là kết quả "không khớp".
machine-why-finger-not-on-record = cơ sở dữ liệu chỉ có vân tay của các ngón khác; hãy lấy các ngón đó, tốt nhất là hai ngón trỏ
machine-why-finger-register-silent = cơ sở dữ liệu không trả lời
machine-why-finger-engine-failed = máy gặp lỗi
machine-why-finger-other-engine = máy so vân tay đã được thay
machine-why-finger-foreign = do máy khác tạo ra
machine-why-finger-no-finger = không thấy ngón tay
machine-why-finger-many = có nhiều hơn một ngón tay
machine-why-finger-too-few = quá ít đặc điểm
machine-why-finger-too-hard = quá khó để so
machine-why-finger-small-area = thấy quá ít phần ngón tay
machine-why-finger-unclear = đường vân không rõ
machine-why-finger-few-minutiae = quá ít đặc điểm
machine-why-finger-too-small = ảnh quá nhỏ
machine-why-finger-dimensions = ảnh quá lớn
machine-why-finger-damaged = tệp bị hỏng
machine-why-finger-truncated = tệp bị cụt
machine-why-finger-unsupported = kiểu WSQ này không đọc được
machine-why-finger-wrong-density = ảnh không phải 500 điểm ảnh mỗi inch
machine-why-finger-not-grey = là ảnh màu
machine-why-finger-not-an-image = không phải ảnh
machine-why-fingers-one = hai vân tay là của cùng một ngón
error-finger-truncated = Tệp bị cụt. Hãy lấy lại vân tay và gửi tệp đầy đủ
error-finger-unsupported = Kiểu WSQ này không đọc được. Đặt máy quét ở 500 điểm ảnh mỗi inch, ảnh xám, hoặc gửi PNG
error-finger-wrong-density = Ảnh không phải 500 điểm ảnh mỗi inch. Đặt máy quét ở 500 điểm ảnh mỗi inch, ảnh xám, rồi lấy lại vân tay
error-finger-wrong-length = Ảnh không đủ. Đặt máy quét ở 500 điểm ảnh mỗi inch, ảnh xám, rồi lấy lại vân tay
error-finger-no-finger = Không thấy ngón tay trong ảnh. Lau mặt máy quét và ngón tay, đặt phẳng rồi lấy lại vân tay
error-finger-many = Có nhiều hơn một ngón tay trong ảnh. Chỉ lấy từng ngón
error-finger-too-few = Vân tay có quá ít đặc điểm. Hãy lấy ngón khác
error-finger-too-hard = Máy không dùng được vân tay này. Hãy lấy ngón khác
error-finger-small-area = Thấy quá ít phần ngón tay. Lau mặt máy quét và ngón tay, đặt phẳng rồi lấy lại vân tay
error-finger-unclear = Đường vân không rõ. Lau mặt máy quét và ngón tay, đặt phẳng rồi lấy lại vân tay
error-finger-few-minutiae = Vân tay có quá ít đặc điểm. Hãy lấy lại vân tay
error-finger-other-engine = Máy so vân tay đã được thay. Báo bộ phận kỹ thuật
error-finger-foreign = Tệp do máy khác tạo ra. Báo bộ phận kỹ thuật
error-finger-tries-over = Ba lần lấy ngón này đều không đạt. Hãy lấy ngón khác, hoặc ghi lý do không thu nhận được vân tay
error-fingers-one = Đây là cùng một ngón với { $other ->
    [right-thumb] ngón cái phải
    [right-index] ngón trỏ phải
    [right-middle] ngón giữa phải
    [right-ring] ngón áp út phải
    [right-little] ngón út phải
    [left-thumb] ngón cái trái
    [left-index] ngón trỏ trái
    [left-middle] ngón giữa trái
    [left-ring] ngón áp út trái
   *[left-little] ngón út trái
 } đã lấy trước đó. Hãy lấy ngón khác, hoặc bỏ vân tay kia
second-look-why-fingers-no-match = máy không thấy cùng ngón tay
second-look-why-fingers-unclear = máy chưa rõ về vân tay
second-look-why-fingers-other = cơ sở dữ liệu có vân tay của người này nhưng là của các ngón khác
scan-title = Lấy bằng máy quét
scan-text = Lau mặt kính. Bấm nút trước, rồi mới đặt ngón tay và chụp bằng chương trình của máy quét: ảnh chụp trước khi bấm không được nhận.
scan-agent = Máy có máy quét
scan-button = Lấy bằng máy quét: { $finger }
scan-waiting = Đang chờ máy quét: { $finger }. Chụp ngay bây giờ.
scan-kept = Đã nhận vân tay từ máy quét: { $finger }.
scan-refused = Ảnh từ máy quét không dùng được: { $finger }.
scan-silence = Máy quét không trả lời kịp, hoặc vừa được yêu cầu lấy ngón khác. Xem máy có máy quét còn bật không, rồi bấm lại.
why-scan-nothing = { $finger }: không có ảnh nào trong một phút. Xem chương trình của máy quét có lưu đúng thư mục không, bấm lại rồi chụp.
why-scan-older = { $finger }: ảnh vừa đến được chụp trước khi bấm nút, hoặc ghi đè lên tệp có sẵn, nên không nhận: có thể là của người trước. Dọn thư mục của máy quét, bấm lại rồi mới chụp; nếu vẫn vậy, xem đồng hồ của máy.
why-scan-folder = { $finger }: máy không đọc được thư mục của máy quét. Báo người quản trị máy, hoặc nộp tệp ảnh ở dưới.
why-scan-not-image = { $finger }: tệp vừa đến không phải ảnh PNG, JPEG hoặc WSQ. Đặt chương trình của máy quét lưu một trong ba loại đó rồi bấm lại.
why-scan-too-large = { $finger }: tệp lớn hơn 2 MB nên không phải ảnh một ngón. Đặt máy quét lấy từng ngón, 500 điểm ảnh mỗi inch, rồi bấm lại.
why-scan-several = { $finger }: nhiều ảnh đến cùng lúc, không rõ ảnh nào là của ngón này nên không nhận ảnh nào. Bấm lại rồi chụp một lần.
why-scan-decided = { $finger }: hồ sơ đã được quyết định trước khi ảnh đến.
error-scanner-choose = Chọn máy có máy quét
activity-finger-scan-asked = Cán bộ yêu cầu lấy vân tay bằng máy quét
activity-finger-scanned = Máy quét vân tay tại quầy trả lời
