"""What an order brings forth (sản phẩm): the paper that "xây dựng", "ban hành" or "trình" names, or a report."""

import re

from nlp.language import fold

MADE = re.compile(
    r"(?:xây dựng|ban hành|lập|soạn thảo|trình|hoàn thiện|biên soạn|có|tổng hợp)\s(?P<thing>(?:dự thảo\s)?(?:báo cáo|kế hoạch|đề án|dự án|phương án|quy chế|quy định|quyết định|"
    r"chương trình|tờ trình|danh mục|danh sách|hướng dẫn|bộ tiêu chí|bộ chỉ số|quy trình|văn bản|nghị quyết|công văn|tài liệu|hồ sơ|cơ sở dữ liệu|chỉ thị|thông tư|nghị định)(?!\w)"
    r"[^,;.()]{0,160}?)(?=\s(?:để|nhằm|trước|theo|gửi|trình|bảo đảm|đảm bảo|phục vụ|và tổ chức|và triển khai|chậm nhất|hoàn thành)(?!\w)|[,;.()]|$)"
)

REPORTS = re.compile(
    r"(?<!\w)báo cáo (?:ubnd|ủy ban|chủ tịch|thủ tướng|chính phủ|bộ|sở|kết quả|hđnd|cấp có thẩm quyền)"
)


def deliverable_of(content: str) -> str | None:
    """The deliverable that `content` names, in its words; "báo cáo" where it only says to report."""
    folded = fold(content)
    made = MADE.search(folded)
    if made:
        return content[made.start("thing") : made.end("thing")].strip()
    return "báo cáo" if REPORTS.search(folded) else None
