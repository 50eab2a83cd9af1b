"""The dispatches that answer the plan: a notice, a letter, an amendment, a report, an annex, and a news item."""

from samples.orders import PROVINCE
from samples.paper import Centred, Grid, Paper

NOTICE = Paper(
    name="06-thong-bao.docx",
    offices=("ỦY BAN NHÂN DÂN TỈNH LÂM SƠN", "VĂN PHÒNG"),
    number="88/TB-VP",
    place="Lâm Sơn",
    dated="ngày 24 tháng 5 năm 2024",
    kind="THÔNG BÁO",
    subject="Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh Đỗ Minh Khang tại cuộc họp về tiến độ duy trì, cải tiến Hệ "
    "thống quản lý chất lượng",
    body=(
        "Ngày 21/5/2024, Phó Chủ tịch Ủy ban nhân dân tỉnh Đỗ Minh Khang chủ trì cuộc họp nghe Sở Khoa học và Công nghệ báo "
        "cáo tiến độ thực hiện Kế hoạch số 41/KH-UBND ngày 26/02/2024. Sau khi nghe các ý kiến, Phó Chủ tịch Ủy ban nhân "
        "dân tỉnh kết luận như sau:",
        "1. Giao Sở Khoa học và Công nghệ:",
        "- Chủ trì, phối hợp với Sở Tư pháp hoàn thiện bộ quy trình mẫu dùng chung cho cấp xã, báo cáo Ủy ban nhân dân tỉnh "
        "trước ngày 15/6/2024.",
        "- Tổ chức đối thoại với các đơn vị còn chậm tiến độ trong tháng 6/2024.",
        "2. Giao Sở Thông tin và Truyền thông khẩn trương hoàn thành việc cập nhật quy trình nội bộ lên Cổng dịch vụ công "
        "của tỉnh; thời gian hoàn thành chậm nhất ngày 20 tháng 6 năm 2024.",
        "3. Đề nghị Ủy ban nhân dân thành phố Lâm Sơn và Ủy ban nhân dân huyện Trà Khê bố trí công chức chuyên trách theo "
        "dõi Hệ thống tại cấp xã.",
        "Văn phòng Ủy ban nhân dân tỉnh thông báo để các cơ quan, đơn vị biết, thực hiện./.",
    ),
    signature=("CHÁNH VĂN PHÒNG",),
    signer="Tạ Quang Bình Minh",
    recipients=("Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "Các sở: KH&CN, TT&TT, Tư pháp;", "Lưu: VT."),
)

LETTER = Paper(
    name="07-cong-van.jpg",
    offices=("UBND TỈNH LÂM SƠN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
    number="514/SKHCN-TĐC",
    place="Lâm Sơn",
    dated="ngày 03 tháng 6 năm 2024",
    kind=None,
    subject="V/v góp ý dự thảo bộ quy trình mẫu dùng chung cho cấp xã",
    addressees=("Sở Tư pháp;", "Văn phòng Ủy ban nhân dân tỉnh;", "Ủy ban nhân dân các huyện, thị xã, thành phố."),
    body=(
        "Thực hiện Thông báo số 88/TB-VP ngày 24/5/2024 của Văn phòng Ủy ban nhân dân tỉnh, Sở Khoa học và Công nghệ đã xây "
        "dựng dự thảo bộ quy trình mẫu dùng chung cho cấp xã.",
        "Để hoàn thiện dự thảo, Sở Khoa học và Công nghệ đề nghị các cơ quan, đơn vị:",
        "1. Nghiên cứu, góp ý bằng văn bản đối với dự thảo và gửi về Sở Khoa học và Công nghệ trong thời hạn 07 ngày làm "
        "việc kể từ ngày ký văn bản này.",
        "2. Cử 01 công chức làm đầu mối phối hợp, gửi danh sách trước ngày 07/6/2024.",
        "Rất mong nhận được sự quan tâm phối hợp của các cơ quan, đơn vị./.",
    ),
    signature=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer="Mai Xuân Trúc",
    recipients=("Như trên;", "Giám đốc Sở (b/c);", "Lưu: VT, TĐC."),
)

AMENDMENT = Paper(
    name="08-sua-doi.pdf",
    offices=PROVINCE,
    number="1290/QĐ-UBND",
    place="Lâm Sơn",
    dated="ngày 28 tháng 6 năm 2024",
    kind="QUYẾT ĐỊNH",
    subject="Về việc sửa đổi, bổ sung Kế hoạch số 41/KH-UBND ngày 26 tháng 02 năm 2024 của Ủy ban nhân dân tỉnh",
    body=(
        Centred("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM SƠN"),
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Quyết định số 118/QĐ-UBND ngày 19 tháng 01 năm 2024 của Chủ tịch Ủy ban nhân dân tỉnh;",
        "Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 61/TTr-SKHCN ngày 20 tháng 6 năm 2024.",
        Centred("QUYẾT ĐỊNH:"),
        "**Điều 1. Sửa đổi, bổ sung Kế hoạch số 41/KH-UBND ngày 26 tháng 02 năm 2024",
        "1. Sở Thông tin và Truyền thông nâng cấp phần mềm ISO điện tử, kết nối với hệ thống thông tin giải quyết thủ tục "
        "hành chính, thời gian hoàn thành điều chỉnh thành trước ngày 30/11/2024.",
        "2. Sở Khoa học và Công nghệ bổ sung nội dung kiểm tra việc số hóa hồ sơ vào kế hoạch kiểm tra trong tháng "
        "7/2024.",
        "**Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Các nội dung khác của Kế hoạch số 41/KH-UBND không thay đổi.",
        "**Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các Sở: Khoa học và Công nghệ, Thông tin và Truyền thông "
        "chịu trách nhiệm thi hành Quyết định này./.",
    ),
    signature=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Đỗ Minh Khang",
    recipients=("Như Điều 3;", "Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "Lưu: VT."),
)

REPORT = Paper(
    name="09-bao-cao.html",
    offices=("UBND TỈNH LÂM SƠN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
    number="96/BC-SKHCN",
    place="Lâm Sơn",
    dated="ngày 10 tháng 7 năm 2024",
    kind="BÁO CÁO",
    subject="Kết quả kiểm tra việc duy trì, cải tiến Hệ thống quản lý chất lượng 6 tháng đầu năm 2024",
    body=(
        "Thực hiện Kế hoạch số 67/KH-UBND ngày 12/3/2024 của Ủy ban nhân dân tỉnh, Sở Khoa học và Công nghệ báo cáo kết quả "
        "như sau:",
        "**I. KẾT QUẢ KIỂM TRA",
        "1. Đến ngày 30/6/2024, đoàn kiểm tra đã kiểm tra 78/78 cơ quan, đơn vị.",
        "2. Qua kiểm tra, có 27/78 đơn vị phải khắc phục các điểm không phù hợp.",
        "3. Đã tổ chức 02 lớp tập huấn cho 164 cán bộ, công chức.",
        "4. Tỷ lệ hồ sơ giải quyết đúng hạn đạt 93,5%.",
        "**II. NHIỆM VỤ 6 THÁNG CUỐI NĂM",
        "1. Sở Khoa học và Công nghệ tiếp tục theo dõi việc khắc phục của 27 đơn vị, hoàn thành trước ngày 30/9/2024.",
        "2. Đề nghị Ủy ban nhân dân các huyện, thị xã, thành phố chỉ đạo Ủy ban nhân dân cấp xã khắc phục các điểm không "
        "phù hợp trong quý III/2024.",
    ),
    signature=("GIÁM ĐỐC",),
    signer="Hồ Ngọc Đoan",
    recipients=("UBND tỉnh (b/c);", "UBND các huyện, thị xã, thành phố;", "Lưu: VT, TĐC."),
)

ANNEX = Paper(
    name="11-phu-luc-ngang.pdf",
    offices=(),
    number="",
    place="",
    dated="",
    kind=None,
    subject="",
    orientation="landscape",
    body=(
        Centred("PHỤ LỤC II"),
        Centred("KHẮC PHỤC CÁC ĐIỂM KHÔNG PHÙ HỢP SAU KIỂM TRA"),
        Centred("(Kèm theo Kế hoạch số 67/KH-UBND ngày 12/3/2024 của Ủy ban nhân dân tỉnh)"),
        Grid(
            heading=("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Kết quả"),
            widths=(0.05, 0.35, 0.18, 0.18, 0.12, 0.12),
            rows=(
                (
                    "1",
                    "Lập danh sách các điểm không phù hợp theo từng đơn vị được kiểm tra",
                    "Sở Khoa học và Công nghệ",
                    "Sở Nội vụ",
                    "Trước 15/7/2024",
                    "Danh sách",
                ),
                (
                    "2",
                    "Khắc phục các điểm không phù hợp về kiểm soát tài liệu",
                    "Các cơ quan, đơn vị được kiểm tra",
                    "Sở Khoa học và Công nghệ",
                    "Quý III/2024",
                    "Báo cáo khắc phục",
                ),
                (
                    "3",
                    "Thẩm tra kết quả khắc phục tại chỗ đối với Ủy ban nhân dân cấp xã",
                    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
                    "UBND các huyện, thị xã, thành phố",
                    "Tháng 10/2024",
                    "Biên bản thẩm tra",
                ),
                (
                    "4",
                    "Công khai kết quả khắc phục trên Cổng thông tin điện tử của tỉnh",
                    "Văn phòng UBND tỉnh",
                    "Sở Thông tin và Truyền thông",
                    "Trước 30/11/2024",
                    "Tin công khai",
                ),
            ),
        ),
    ),
    signature=(),
    signer="",
)

NEWS = """\
CỔNG THÔNG TIN ĐIỆN TỬ TỈNH LÂM SƠN
Trang chủ | Giới thiệu | Tin tức | Thủ tục hành chính | Liên hệ

Lâm Sơn: Sơ kết 6 tháng duy trì Hệ thống quản lý chất lượng theo TCVN ISO 9001:2015

16/07/2024 08:15

Sáng 15/7, Sở Khoa học và Công nghệ tỉnh Lâm Sơn tổ chức hội nghị sơ kết việc thực hiện Kế hoạch số 41/KH-UBND ngày \
26/02/2024 của Ủy ban nhân dân tỉnh.

Theo báo cáo tại hội nghị, đoàn kiểm tra đã kiểm tra 78/78 cơ quan, đơn vị; trong đó có 27/78 đơn vị phải khắc phục một \
số điểm chưa phù hợp. Đến nay, 19/27 đơn vị đã gửi báo cáo khắc phục.

Phát biểu kết luận, Phó Giám đốc Sở Mai Xuân Trúc yêu cầu các đơn vị còn lại hoàn thành việc khắc phục trước ngày \
30/9/2024.

Thu Hà

Lượt truy cập: 20417
In trang | Chia sẻ | Về đầu trang
"""

ANSWERS = (NOTICE, LETTER, AMENDMENT, REPORT, ANNEX)
