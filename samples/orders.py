"""The dispatches of the year 2024 in the fictional province of Lâm Sơn, as their offices would write them."""

from samples.paper import Centred, Grid, Paper

PROVINCE = ("ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN")
VICE = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
SYSTEM = "Hệ thống quản lý chất lượng theo Tiêu chuẩn quốc gia TCVN ISO 9001:2015"

DECISION = Paper(
    name="01-quyet-dinh.pdf",
    offices=PROVINCE,
    number="118/QĐ-UBND",
    place="Lâm Sơn",
    dated="ngày 19 tháng 01 năm 2024",
    kind="QUYẾT ĐỊNH",
    subject=f"Về việc áp dụng, duy trì và cải tiến {SYSTEM} tại các cơ quan hành chính nhà nước tỉnh Lâm Sơn",
    body=(
        Centred("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM SƠN"),
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014 của Thủ tướng Chính phủ về việc áp dụng Hệ thống "
        "quản lý chất lượng theo Tiêu chuẩn quốc gia TCVN ISO 9001:2008 vào hoạt động của các cơ quan, tổ chức thuộc hệ "
        "thống hành chính nhà nước;",
        "Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 07/TTr-SKHCN ngày 12 tháng 01 năm 2024.",
        Centred("QUYẾT ĐỊNH:"),
        "**Điều 1. Phạm vi áp dụng",
        f"{SYSTEM} (sau đây gọi là Hệ thống) được áp dụng tại 78 cơ quan, đơn vị trên địa bàn tỉnh Lâm Sơn.",
        "**Điều 2. Tổ chức thực hiện",
        "1. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Nội vụ, Văn phòng Ủy ban nhân dân tỉnh xây dựng kế hoạch "
        "duy trì, cải tiến Hệ thống năm 2024, trình Chủ tịch Ủy ban nhân dân tỉnh ban hành trước ngày 28/02/2024.",
        "2. Sở Tài chính tham mưu bố trí kinh phí duy trì, cải tiến Hệ thống của các cơ quan, đơn vị trong Quý I/2024.",
        "3. Các cơ quan, đơn vị áp dụng Hệ thống có trách nhiệm:",
        "a) Rà soát, công bố lại Hệ thống phù hợp với thủ tục hành chính hiện hành, hoàn thành chậm nhất ngày "
        "30/6/2024;",
        "b) Báo cáo kết quả thực hiện về Sở Khoa học và Công nghệ trước ngày 15/12 hằng năm.",
        "**Điều 3. Hiệu lực thi hành",
        "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 233/QĐ-UBND ngày 02 tháng 02 năm 2021 của "
        "Chủ tịch Ủy ban nhân dân tỉnh.",
        "**Điều 4. Trách nhiệm thi hành",
        "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở, Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố "
        "và Thủ trưởng các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    ),
    signature=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Đỗ Minh Khang",
    recipients=("Như Điều 4;", "Bộ Khoa học và Công nghệ;", "Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "Lưu: VT, KSTT."),
)

YEAR_PLAN = Paper(
    name="02-ke-hoach-nam.pdf",
    offices=PROVINCE,
    number="41/KH-UBND",
    place="Lâm Sơn",
    dated="ngày 26 tháng 02 năm 2024",
    kind="KẾ HOẠCH",
    subject="Duy trì, cải tiến Hệ thống quản lý chất lượng theo Tiêu chuẩn quốc gia TCVN ISO 9001:2015 năm 2024 trên "
    "địa bàn tỉnh Lâm Sơn",
    body=(
        "Thực hiện Quyết định số 118/QĐ-UBND ngày 19/01/2024 của Chủ tịch Ủy ban nhân dân tỉnh, Ủy ban nhân dân tỉnh ban "
        "hành Kế hoạch duy trì, cải tiến Hệ thống quản lý chất lượng (sau đây gọi là Hệ thống) năm 2024 như sau:",
        "**I. MỤC TIÊU",
        "1. 100% thủ tục hành chính được xây dựng quy trình giải quyết theo Hệ thống.",
        "2. Tối thiểu 90% hồ sơ được giải quyết đúng hạn và trước hạn.",
        "3. Mức độ hài lòng của tổ chức, cá nhân đạt trên 85%.",
        "4. Giảm tối thiểu 20% số điểm không phù hợp so với năm 2023.",
        "**II. NHIỆM VỤ CỤ THỂ",
        "Nhiệm vụ, đơn vị thực hiện và thời gian hoàn thành được phân công tại Phụ lục kèm theo Kế hoạch này.",
        "**III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Khoa học và Công nghệ",
        "a) Theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch này;",
        "b) Tổng hợp, báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện 6 tháng đầu năm trước ngày 15/7/2024.",
        "2. Sở Nội vụ",
        "Chủ trì, phối hợp với Sở Khoa học và Công nghệ đưa kết quả duy trì, cải tiến Hệ thống vào tiêu chí chấm điểm "
        "cải cách hành chính năm 2024, hoàn thành trong tháng 10/2024.",
        "3. Các sở, ban, ngành và Ủy ban nhân dân các huyện, thị xã, thành phố",
        "Đánh giá nội bộ ít nhất một lần trong năm, gửi báo cáo đánh giá nội bộ về Sở Khoa học và Công nghệ trước ngày "
        "31/10/2024.",
        "\f",
        Centred("PHỤ LỤC"),
        Centred("PHÂN CÔNG NHIỆM VỤ"),
        Centred("(Kèm theo Kế hoạch số 41/KH-UBND ngày 26/02/2024 của Ủy ban nhân dân tỉnh)"),
        Grid(
            heading=(
                "TT",
                "Nội dung công việc",
                "Đơn vị chủ trì",
                "Đơn vị phối hợp",
                "Thời gian hoàn thành",
                "Sản phẩm",
            ),
            widths=(0.06, 0.34, 0.17, 0.17, 0.13, 0.13),
            rows=(
                ("I", "Rà soát, xây dựng quy trình", "", "", "", ""),
                (
                    "1",
                    "Rà soát danh mục thủ tục hành chính áp dụng Hệ thống, đề xuất bổ sung các thủ tục hành chính mới "
                    "ban hành",
                    "Văn phòng UBND tỉnh",
                    "Các sở, ban, ngành tỉnh",
                    "Tháng 3/2024",
                    "Danh mục thủ tục",
                ),
                (
                    "2",
                    "Xây dựng mẫu quy trình giải quyết thủ tục hành chính dùng chung cho cấp huyện và cấp xã",
                    "Sở Khoa học và Công nghệ",
                    "Sở Tư pháp, Văn phòng UBND tỉnh",
                    "Quý II/2024",
                    "Bộ quy trình mẫu",
                ),
                (
                    "3",
                    "Cập nhật quy trình nội bộ lên Cổng dịch vụ công của tỉnh",
                    "Sở Thông tin và Truyền thông",
                    "Văn phòng UBND tỉnh",
                    "Trước 30/5/2024",
                    "Quy trình điện tử",
                ),
                (
                    "4",
                    "Xây dựng quy trình giải quyết công việc nội bộ đối với lĩnh vực tài chính - kế hoạch",
                    "Sở Tài chính",
                    "UBND các huyện, thị xã, thành phố",
                    "Quý III/2024",
                    "Bộ quy trình nội bộ",
                ),
                ("II", "Đào tạo, tập huấn", "", "", "", ""),
                (
                    "5",
                    "Tổ chức 04 lớp tập huấn nghiệp vụ đánh giá viên nội bộ cho cán bộ, công chức",
                    "Sở Khoa học và Công nghệ",
                    "Sở Nội vụ",
                    "Từ tháng 4 đến tháng 6/2024",
                    "Báo cáo kết quả tập huấn",
                ),
                (
                    "6",
                    "Bồi dưỡng kiến thức về Hệ thống cho lãnh đạo Ủy ban nhân dân cấp xã",
                    "Sở Nội vụ",
                    "Trường Chính trị tỉnh",
                    "Quý III/2024",
                    None,
                ),
                (
                    "7",
                    "Biên soạn sổ tay hướng dẫn đánh giá nội bộ dành cho cấp xã",
                    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
                    "Các đơn vị có liên quan",
                    "Tháng 8/2024",
                    "Sổ tay",
                ),
                ("III", "Kiểm tra, giám sát", "", "", "", ""),
                (
                    "8",
                    "Kiểm tra việc xây dựng, áp dụng, duy trì và cải tiến Hệ thống tại các cơ quan, đơn vị",
                    "Sở Khoa học và Công nghệ",
                    "Sở Nội vụ, Văn phòng UBND tỉnh",
                    "Quý III/2024",
                    "Thông báo kết quả kiểm tra",
                ),
                (
                    "9",
                    "Giám sát việc khắc phục các điểm không phù hợp sau kiểm tra",
                    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
                    "Các cơ quan, đơn vị được kiểm tra",
                    "Trước 15/11/2024",
                    "Báo cáo khắc phục",
                ),
                (
                    "10",
                    "Khảo sát mức độ hài lòng của tổ chức, cá nhân đối với việc giải quyết thủ tục hành chính",
                    "Sở Nội vụ",
                    "Bưu điện tỉnh",
                    "Định kỳ hằng quý",
                    "Báo cáo khảo sát",
                ),
                ("IV", "Công nghệ thông tin, truyền thông", "", "", "", ""),
                (
                    "11",
                    "Nâng cấp phần mềm ISO điện tử, kết nối với hệ thống thông tin giải quyết thủ tục hành chính",
                    "Sở Thông tin và Truyền thông",
                    "Sở Khoa học và Công nghệ",
                    "Trước ngày 30/9/2024",
                    "Phần mềm ISO điện tử",
                ),
                (
                    "12",
                    "Tuyên truyền về Hệ thống trên Báo Lâm Sơn, Đài Phát thanh và Truyền hình tỉnh",
                    "Sở Thông tin và Truyền thông",
                    "Báo Lâm Sơn, Đài Phát thanh và Truyền hình tỉnh",
                    "Thường xuyên",
                    "Tin, bài, phóng sự",
                ),
                (
                    "13",
                    "Tổng kết, đề xuất khen thưởng các tập thể, cá nhân có thành tích trong duy trì, cải tiến Hệ thống",
                    "Sở Khoa học và Công nghệ",
                    "Sở Nội vụ",
                    "Tháng 12/2024",
                    "Báo cáo tổng kết",
                ),
            ),
        ),
    ),
    signature=VICE,
    signer="Đỗ Minh Khang",
    recipients=(
        "Bộ Khoa học và Công nghệ;",
        "Các sở, ban, ngành tỉnh;",
        "UBND các huyện, thị xã, thành phố;",
        "Lưu: VT.",
    ),
)

INSPECTION_PLAN = Paper(
    name="03-ke-hoach-kiem-tra.pdf",
    offices=PROVINCE,
    number="67/KH-UBND",
    place="Lâm Sơn",
    dated="ngày 12 tháng 3 năm 2024",
    kind="KẾ HOẠCH",
    subject="Kiểm tra việc duy trì, cải tiến Hệ thống quản lý chất lượng tại các cơ quan, đơn vị năm 2024",
    body=(
        "Triển khai Kế hoạch số 41/KH-UBND ngày 26/02/2024 của Ủy ban nhân dân tỉnh về duy trì, cải tiến Hệ thống quản lý "
        "chất lượng năm 2024, Ủy ban nhân dân tỉnh ban hành Kế hoạch kiểm tra như sau:",
        "**I. MỤC ĐÍCH, YÊU CẦU",
        "1. Đánh giá đúng thực trạng duy trì, cải tiến Hệ thống quản lý chất lượng (sau đây gọi là Hệ thống) tại các cơ "
        "quan, đơn vị.",
        "2. Việc kiểm tra bảo đảm khách quan, không gây cản trở hoạt động bình thường của đơn vị được kiểm tra.",
        "**II. NỘI DUNG, ĐỐI TƯỢNG KIỂM TRA",
        "1. Kiểm tra việc kiểm soát tài liệu, hồ sơ; việc đánh giá nội bộ; việc xem xét của lãnh đạo.",
        "2. Kiểm tra tại 78 cơ quan, đơn vị, gồm: 20 sở, ban, ngành; 10 Ủy ban nhân dân cấp huyện; 48 Ủy ban nhân dân "
        "cấp xã.",
        "**III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Khoa học và Công nghệ:",
        "- Chủ trì, phối hợp với Sở Nội vụ và Văn phòng Ủy ban nhân dân tỉnh thành lập đoàn kiểm tra trước ngày "
        "31/3/2024;",
        "- Thông báo lịch kiểm tra đến đơn vị được kiểm tra trước khi kiểm tra ít nhất 05 ngày làm việc;",
        "- Tổng hợp kết quả kiểm tra, báo cáo Ủy ban nhân dân tỉnh chậm nhất ngày 30/6/2024.",
        "2. Sở Nội vụ và Văn phòng Ủy ban nhân dân tỉnh cử cán bộ tham gia đoàn kiểm tra.",
        "3. Các cơ quan, đơn vị được kiểm tra:",
        "- Chuẩn bị hồ sơ, tài liệu liên quan và gửi báo cáo tự kiểm tra về Sở Khoa học và Công nghệ trước ngày "
        "10/4/2024;",
        "- Khắc phục các điểm không phù hợp trong thời hạn 30 ngày kể từ ngày nhận được thông báo kết quả kiểm tra.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị phản ánh về Sở Khoa học và Công nghệ để tổng "
        "hợp, báo cáo Ủy ban nhân dân tỉnh xem xét, quyết định./.",
    ),
    signature=VICE,
    signer="Phan Hạnh Nguyên",
    recipients=(
        "Các sở, ban, ngành tỉnh;",
        "UBND các huyện, thị xã, thành phố;",
        "Các đơn vị được kiểm tra;",
        "Lưu: VT.",
    ),
)

DEPARTMENT_PLAN = Paper(
    name="04-ke-hoach-so.docx",
    offices=("UBND TỈNH LÂM SƠN", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
    number="19/KH-STTTT",
    place="Lâm Sơn",
    dated="ngày 15 tháng 3 năm 2024",
    kind="KẾ HOẠCH",
    subject="Duy trì, cải tiến Hệ thống quản lý chất lượng theo TCVN ISO 9001:2015 tại Sở Thông tin và Truyền thông năm "
    "2024",
    body=(
        "Thực hiện Kế hoạch số 41/KH-UBND ngày 26/02/2024 của Ủy ban nhân dân tỉnh, Sở Thông tin và Truyền thông xây dựng "
        "kế hoạch như sau:",
        "**I. MỤC TIÊU",
        "- 100% công chức thuộc Sở được tập huấn kiến thức về Hệ thống quản lý chất lượng.",
        "- Rút ngắn thời gian giải quyết ít nhất 10% thủ tục hành chính thuộc thẩm quyền của Sở.",
        "**II. NỘI DUNG VÀ TIẾN ĐỘ",
        Grid(
            heading=("STT", "Nhiệm vụ", "Đơn vị thực hiện", "Tiến độ"),
            widths=(0.08, 0.52, 0.22, 0.18),
            rows=(
                (
                    "1",
                    "Rà soát, sửa đổi 65 quy trình giải quyết thủ tục hành chính",
                    "Các phòng chuyên môn",
                    "Quý II/2024",
                ),
                (
                    "2",
                    "Soạn thảo mới 06 quy trình thuộc lĩnh vực bưu chính",
                    "Phòng Bưu chính, Viễn thông",
                    "Trước 15/5/2024",
                ),
                ("3", "Đánh giá nội bộ lần 1", "Văn phòng Sở", "Tháng 6/2024"),
                ("4", "Họp xem xét của lãnh đạo", "Ban Chỉ đạo ISO của Sở", "Tháng 7/2024"),
            ),
        ),
        "**III. TỔ CHỨC THỰC HIỆN",
        "1. Văn phòng Sở là đầu mối theo dõi, đôn đốc; tổng hợp báo cáo Giám đốc Sở vào ngày 25 hằng tháng.",
        "2. Các phòng, đơn vị thuộc Sở phối hợp với Văn phòng Sở lưu trữ hồ sơ theo quy trình đã ban hành.",
    ),
    signature=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer="Lý Thu Phương",
    recipients=("Sở Khoa học và Công nghệ;", "Các phòng, đơn vị thuộc Sở;", "Lưu: VT, VP."),
)

DIRECTIVE = Paper(
    name="05-chi-thi.pdf",
    offices=PROVINCE,
    number="05/CT-UBND",
    place="Lâm Sơn",
    dated="ngày 08 tháng 4 năm 2024",
    kind="CHỈ THỊ",
    subject="Về việc chấn chỉnh công tác duy trì, cải tiến Hệ thống quản lý chất lượng tại các cơ quan, đơn vị",
    body=(
        "Thời gian qua, một số cơ quan, đơn vị chưa thường xuyên cập nhật quy trình, việc đánh giá nội bộ còn hình thức. "
        "Để khắc phục tình trạng trên, Chủ tịch Ủy ban nhân dân tỉnh chỉ thị:",
        "1. Sở Khoa học và Công nghệ",
        "a) Chủ trì, phối hợp với các cơ quan, đơn vị có liên quan hướng dẫn cập nhật quy trình khi thủ tục hành chính thay "
        "đổi, hoàn thành trước ngày 20/5/2024.",
        "b) Định kỳ hằng quý, tổng hợp danh sách các đơn vị chưa thực hiện, báo cáo Chủ tịch Ủy ban nhân dân tỉnh.",
        "2. Sở Nội vụ",
        "Tham mưu đưa kết quả duy trì Hệ thống vào tiêu chí đánh giá mức độ hoàn thành nhiệm vụ của người đứng đầu, trình "
        "Chủ tịch Ủy ban nhân dân tỉnh trong Quý III/2024.",
        "3. Sở Tài chính",
        "Thẩm định dự toán kinh phí duy trì Hệ thống của các cơ quan, đơn vị trong vòng 10 ngày làm việc kể từ ngày nhận "
        "được hồ sơ.",
        "4. Giám đốc các sở, Thủ trưởng các ban, ngành, Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố",
        "a) Chấm dứt tình trạng giải quyết hồ sơ không theo quy trình đã công bố.",
        "b) Tự kiểm tra việc duy trì Hệ thống tại đơn vị, gửi kết quả về Sở Khoa học và Công nghệ trước ngày 30/4/2024.",
        "Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện Chỉ thị này./.",
    ),
    signature=("CHỦ TỊCH",),
    signer="Võ Hoàng Sơn Lâm",
    recipients=(
        "Thường trực Tỉnh ủy;",
        "Các sở, ban, ngành tỉnh;",
        "UBND các huyện, thị xã, thành phố;",
        "Lưu: VT, KGVX.",
    ),
)

ORDERS = (DECISION, YEAR_PLAN, INSPECTION_PLAN, DEPARTMENT_PLAN, DIRECTIVE)
