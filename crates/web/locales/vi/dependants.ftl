# Trẻ em và người được giám hộ (D59-11.1).
dependants-title = Con và người được giám hộ
dependants-tile = Người dưới 14 tuổi hoặc được giám hộ gắn với tài khoản của bạn
dependants-text = Người dưới 14 tuổi và người được giám hộ không đăng nhập riêng. Họ gắn với tài khoản của bạn khi cơ sở dữ liệu ghi bạn là cha, mẹ hoặc người giám hộ.
dependants-none = Chưa có ai gắn với tài khoản của bạn
dependants-none-text = Thêm con hoặc người được giám hộ ở dưới.
dependants-add = Thêm con hoặc người được giám hộ
dependants-by-passport = Trẻ em, người được giám hộ là người nước ngoài: nhập hộ chiếu thay cho số định danh
dependants-add-button = Thêm
dependants-number = Số định danh của người đó
dependants-number-hint = 12 chữ số, như trên giấy khai sinh hoặc thẻ
dependants-remove = Gỡ { $name }
dependants-remove-over = Gỡ khỏi danh sách
dependants-over = Không còn gắn với tài khoản của bạn
dependants-over-text = Cơ sở dữ liệu không còn ghi người này gắn với tài khoản của bạn. Có thể do độ tuổi, do đổi người giám hộ hoặc do thay đổi khác về hộ tịch. Nếu ghi nhận này sai, hãy đề nghị công an xã đính chính.
error-dependant-not-yours = Cơ sở dữ liệu không ghi bạn là cha, mẹ hoặc người giám hộ của người dưới 14 tuổi hoặc được giám hộ có số hoặc hộ chiếu và ngày sinh này. Hãy kiểm tra lại, hoặc đề nghị công an xã đính chính
refused-dependant-there = Người này đã gắn với tài khoản của bạn.
refused-dependant-level-two = Việc này cần tài khoản mức 2, do công an cấp tại quầy.
