# ruff: noqa: E501
"""The rules: a line a wording, its name first, then an example, the pattern and its meaning.

Of all rules that read a phrase at a place the longest wins, then the first. A new wording is a new line here.
"""

from nlp.deadlines.boundaries import (
    CLOCK,
    DONE,
    bare_day,
    bare_month,
    bare_months,
    between,
    by,
    days,
    during,
    from_now,
    from_school_year,
    from_signing,
    half_school_year,
    month_part,
    near_day,
    on,
    school_years,
    several,
    short_period,
    since,
    term_end,
    third,
    week,
    year_end,
    years,
)
from nlp.deadlines.durations import COUNT, after, after_event, before, number_of
from nlp.deadlines.grammar import Rule
from nlp.deadlines.moments import DAY, MONTH, YEAR
from nlp.deadlines.recurrences import (
    at_ends,
    of_dates,
    of_day,
    of_every_year,
    of_one_month,
    of_range,
    of_report,
    of_weekday,
    ongoing,
    recurring,
    regular,
    since_moment,
)

_DASH = r"\s{0,3}(?:-|–|—|÷|đến hết|đến cuối|đến|tới)\s{0,3}"
_SPAN = rf"(?P<first>{YEAR})\s{{0,3}}(?:-|–|—|÷|đến hết năm|đến năm|đến|tới)\s{{0,3}}(?:năm )?(?P<last>{YEAR})(?!\s?/)"
_BETWEEN = r"(?:\s{0,2}[,;+]\s{0,2}(?:(?:tháng|quý) )?(?:1[0-2]|0?[1-9]|i{1,3}|iv)(?=\s{0,2}(?:[,;+&–-]|và\s))){1,10}"
"""The months or quarters of a list that lie between its first and its last."""
_ON = rf"(?:{DONE} (?:trong|vào)|ngay trong|trong|vào)"
_NOW = r"(?:kể )?từ (?:nay|thời điểm này|ngày ban hành|ngày ký(?: ban hành)?(?: (?:kế hoạch|quyết định|văn bản)(?: này)?)?)(?: trở đi)?(?: cho)?,? (?:đến|tới)(?: hết)?"
_REGULARLY = r"(?:theo )?(?:chế độ )?định kỳ(?: (?:là|vào|tối đa|ít nhất))?[,:]?"
_SEND = r"(?:\s{0,3}[,(:;–-]{1,2})?\s{0,3}(?:(?:báo cáo|gửi|nộp|hoàn thành|thực hiện) )?"
_LIMIT = (
    r"(?:(?:trong|sau|tối đa|không quá|không vượt quá|chậm nhất|muộn nhất|tối thiểu|ít nhất|thời hạn|thời gian|khoảng|vòng"
    r"|là|ngay|giải quyết|thực hiện) ){1,6}"
)
_TERM = r"(?:thời hạn|vòng)(?: (?:là|sau|trong|không quá|tối đa|chậm nhất|khoảng))*"
_TIME = r"(?:trong )?(?:thời hạn|thời gian|vòng)(?: (?:là|sau|trong|không quá|tối đa|chậm nhất|khoảng))*"
_MOST = r"(?:chậm nhất|muộn nhất|không quá|tối đa|không vượt quá)(?: (?:là|sau|trong|thời hạn|thời gian|vòng))*"
_FROM = (
    r"(?:\s?,)?(?: tiếp theo)? (?:(?:được )?(?:kể|tính)(?: từ(?: ngày| khi| thời điểm| lúc)?| ngày)|từ (?:ngày|khi|thời điểm|lúc)"
    r"|sau (?:ngày|khi)) "
)
_BACK = r"(?:ít nhất|tối thiểu|chậm nhất|muộn nhất|không (?:dưới|ít hơn)|(?:trong )?thời (?:hạn|gian)(?= (?:ít|chậm|muộn|tối))|khoảng|là|sớm nhất|trước)"
_OCCASION = r"(?:khi|ngày|thời điểm|kỳ|phiên|cuộc|lúc|thời gian|thời hạn|hạn|buổi|hội nghị)"
_EVENT_BEFORE = r"(?!ngày )(?P<event>[^.;:,()\d\n|]{1,80}?)(?<!\stừ)(?<!\sdưới)(?<!\strên)(?<!\sđến)"

RULES = (
    # again and again
    Rule("<frequency> <boundary> <point>", "Định kỳ hằng năm (trước ngày 30 tháng 11)", rf"(?:{_REGULARLY} )?<frequency>{_SEND}<boundary> <point> <frequency?>\)?", recurring),
    Rule("<frequency> on <point>", "hằng tuần vào thứ Sáu", rf"(?:{_REGULARLY} )?<frequency>\s?[,(]?\s?(?=vào )<point>\)?", recurring),
    Rule("<frequency> within <point>", "hằng năm, trong quý I", rf"(?:{_REGULARLY} )?<frequency>\s?[,(]?\s?trong <point>\)?", recurring),
    Rule("regularly <cycles> <boundary> <point>", "định kỳ 6 tháng (trước ngày 15/6 và 15/12)", rf"{_REGULARLY} <cycles>{_SEND}<boundary> <point> <frequency?>\)?", recurring),
    Rule("<boundary> <point> <frequency>", "trước ngày 15/6 và 15/12 hằng năm", rf"(?:{_REGULARLY}\s{{0,2}})?\(?<boundary?>(?:(?:vào|trong) )?<point>\)?(?: của)?,? <frequency>\)?", recurring),
    Rule("<moment> to <moment> <frequency>", "từ ngày 01/11 đến ngày 15/12 hằng năm", r"(?:từ|vào|trong)? ?<moment> ?(?:đến|-|–)(?: hết)? <moment>,? (?:của )?<frequency>", of_range),
    Rule("<boundary> hour <frequency>", "trước 17 giờ hằng ngày", r"(?:(?P<before>trước)|(?P<by>chậm nhất(?: là)?)|vào|(?=lúc)) ?(?:(?:lúc|hồi) )?(?:\d{1,2}\s?(?:giờ|h|g|:)(?:\s?\d{2})?\s?(?:phút|[’'‘])?(?:,| và)? ){1,3}(?:của )?<point?> <frequency>", recurring),
    Rule("regularly <boundary> <point>", "Định kỳ (trước ngày 15 tháng 12)", rf"{_REGULARLY}{_SEND}<boundary> <point>\)?", regular),
    Rule("regularly on <point>", "định kỳ vào ngày 20", r"(?:theo )?định kỳ (?=vào )<point>", regular),
    Rule("<boundary> <own point>", "trước ngày 20 của tháng cuối quý", r"<boundary><own point>", recurring),
    Rule("regularly <own point>", "định kỳ ngày 20 tháng cuối quý", rf"{_REGULARLY} <own point>", recurring),
    Rule("<own point> of a report", "báo cáo quý ngày 10 tháng cuối quý", r"<own point>", of_report),
    Rule("on <own point>", "vào ngày làm việc cuối cùng của tháng", r"(?=vào )<own point>", recurring),
    Rule("<own point>", "ngày 10 tháng cuối quý", r"<own point>", recurring, "cell"),
    Rule("<frequency> until <moment>", "hằng năm đến năm 2030", rf"(?:{_REGULARLY} )?<frequency>,? (?:cho )?đến(?: hết)? <moment>", recurring, "opening"),
    Rule("<frequency> in a term", "hằng năm, giai đoạn 2026 - 2030", rf"(?:{_REGULARLY} )?<frequency>,? (?:trong )?(?:giai đoạn )?{YEAR}\s?[-–]\s?(?P<last>{YEAR})", recurring, "opening"),
    Rule("<frequency> from <year> to <year>", "hằng năm từ năm 2026 đến năm 2030", rf"(?:{_REGULARLY} )?<frequency>,? từ (?:năm )?{_SPAN}", since_moment),
    Rule("<frequency> from <moment> on", "hằng năm, bắt đầu từ năm 2026", rf"(?:{_REGULARLY} )?<frequency>,? (?:bắt đầu|kể) từ <moment>", since_moment),
    Rule("end of <frequency>", "cuối mỗi quý", r"(?:vào )?(?:dịp )?(?P<edge>đầu|giữa|cuối) <frequency>", at_ends),
    Rule("regularly <cycles>", "định kỳ 6 tháng và hằng năm", rf"{_REGULARLY} <cycles>(?:,? (?:hoặc|và) đột xuất)?", recurring),
    Rule("<boundary> <dates>", "trước ngày 30/5 và 30/11/2026", r"<boundary><dates>", of_dates),
    Rule("<boundary> <weekday> of a report", "báo cáo tuần trước 14 giờ 00 thứ Sáu", rf"(?:(?P<before>trước)|(?P<by>chậm nhất)(?: là)?|vào) (?:{CLOCK})?(?=sáng|chiều|thứ|chủ)<point>", of_weekday),
    Rule("<boundary> <day>-<month>", "trước ngày 15-12", rf"<boundary>ngày (?P<day>{DAY})\s?[-–]\s?(?P<month>{MONTH})(?!\s?[/\-–]|\.\d|\d| tháng)", bare_day),
    Rule("<boundary> <day> of a report", "báo cáo tháng trước ngày 15", r"<boundary><moment>", of_day),
    Rule("of one month <boundary> <day>", "riêng tháng 12 trước ngày 15", r"riêng (?:báo cáo )?(?=tháng)<moment>,? (?:(?:gửi|nộp|báo cáo) )?<boundary><moment>", of_one_month),
    Rule("<boundary> <day of every year>", "trước ngày 31 tháng 12 của năm trước", r"<boundary><moment>", of_every_year),
    Rule("<frequency>", "hằng quý", r"<frequency>", recurring),
    Rule("regularly", "định kỳ", r"(?:theo )?định kỳ", recurring),
    Rule("ongoing", "Thường xuyên", r"thường xuyên(?:\s?,? (?:và )?liên tục)?|liên tục\s?,? thường xuyên", ongoing),
    # counted from an event
    Rule("<limit> <duration> from <event>", "trong thời hạn 15 ngày làm việc kể từ ngày ký", rf"(?:{_LIMIT})?<duration>{_FROM}<event>", after),
    Rule("within a term of <duration>", "trong thời hạn 03 tháng", rf"(?:trong|sau) {_TERM} <duration>(?! (?:trước|tiền|lương|tuổi|học))", after),
    Rule("within at most <duration>", "trong thời gian không quá 01 tháng", r"trong thời gian (?:không quá|tối đa|chậm nhất)(?: là)? <duration>(?! (?:trước|tiền|lương|tuổi|học))", after),
    Rule("within a time of <days>", "thời gian tối đa 10 ngày", rf"{_TIME} <short>(?! (?:trước|tiền|lương))", after),
    Rule("at most <duration>", "chậm nhất 05 ngày làm việc", rf"{_MOST} <short>(?! (?:trước|tiền|lương))", after),
    Rule("within <working days>", "trong 07 ngày làm việc", r"(?:trong|sau)(?: khoảng)? <working>", after),
    Rule("within <duration>", "trong 10 ngày", r"(?:trong|sau)(?: khoảng)? <duration>", after, "cell"),
    Rule("<duration>", "07 ngày làm việc", r"<duration>(?: làm việc)?(?! trước)", after, "cell"),
    Rule("number of <days>", "Số ngày dự kiến: 7", r"số (?P<unit>ngày|giờ)(?P<working> làm việc)?(?: [^:\d\n]{1,30})?\s?:\s?(?P<count>\d{1,3})(?![\d/.,])", number_of),
    Rule("<duration> before <event>", "ít nhất 05 ngày trước khi họp", rf"(?:{_BACK} )*<duration>,? trước {_OCCASION} <event>", before),
    Rule("before <event> <duration>", "trước khi kiểm tra ít nhất 05 ngày", rf"trước {_OCCASION} {_EVENT_BEFORE},? (?:{_BACK} ){{0,3}}(?=\d|{COUNT} (?:ngày|tuần|tháng))<duration>", before),
    Rule("before <duration>", "trước ít nhất 03 ngày làm việc", r"trước (?:(?:ít nhất|tối thiểu|khoảng|là) ){1,2}<duration>", before),
    Rule("before <duration> from <event>", "trước 30 ngày so với ngày hết hạn", r"trước <duration>,? (?:so với|tính đến|trước) (?:ngày |thời điểm |khi )?<event>", before),
    Rule("before the term <duration>", "trước hạn 05 ngày", r"trước (?P<event>(?:thời )?hạn|kỳ họp|phiên họp|cuộc họp|hội nghị) (?:ít nhất |tối thiểu )?<duration>", before),
    Rule("<duration> after <event>", "sau khi kết thúc đợt kiểm tra 03 ngày", rf"(?:chậm nhất )?sau (?:khi|ngày) (?=kết thúc|nhận|có kết quả|ký|ban hành){_EVENT_BEFORE},? (?=\d)<short>", after),
    Rule("after <duration> of doing", "Sau 06 tháng triển khai", r"sau <duration>,? (?P<event>(?:triển khai|thực hiện|thí điểm|vận hành|áp dụng)[^.;:,()\d\n|]{0,80})", after, "opening"),
    Rule("after <event>", "Sau khi có Quy chế", r"sau khi <event>", after_event, "cell"),
    # within a period
    Rule("from now to <moment>", "từ nay đến cuối năm 2025", rf"{_NOW}(?P<before> trước)? (?:thời điểm )?<moment>", from_now),
    Rule("from now to the end of <unit>", "từ nay đến hết năm", rf"{_NOW} <unit>", from_now),
    Rule("from <moment> to <moment>", "từ ngày 08 đến ngày 10 tháng 12 năm 2025", rf"(?:bắt đầu |kể |tính )?từ (?:{CLOCK})?<moment>,? (?:cho )?(?:đến|tới)(?: hết| trước)? (?:{CLOCK})?<moment>", between),
    Rule("from <month> to <month number>", "từ tháng 11 đến 12/2025", rf"từ <moment>{_DASH}<follower>", several),
    Rule("from <day> to <date>", "từ 08 - 10/12/2025", r"từ (?:ngày )?(?P<from>\d{1,2})\s?(?:-|–|đến ngày|đến)\s?<moment>", days),
    Rule("<moment> - <moment>", "Quý IV/2025 - Quý II/2026", rf"(?:{_ON} )?<moment>{_DASH}<moment>", between, "cell"),
    Rule("<month>, <month number> and more", "Tháng 4, 5 và 6/2026", rf"(?:{_ON} )?(?:các )?<moment>{_BETWEEN}\s{{0,2}}(?:-|–|và|,|;|\+|&)\s{{0,2}}(?:(?:tháng|quý) )?<follower>", several, "cell"),
    Rule("within <month>, <month number> and more", "trong các tháng 4, 5 và 6/2026", rf"{_ON} (?:các )?<moment>{_BETWEEN}\s{{0,2}}(?:-|–|và|,|\+|&)\s{{0,2}}(?:(?:tháng|quý) )?<follower>", several),
    Rule("<month> - <month number>", "Tháng 11 - 12/2025", rf"(?:{_ON} )?<moment>\s{{0,2}}(?:-|–|—|và|,|;|/|\+|&)\s{{0,2}}<follower>", several, "cell"),
    Rule("within <month> and <month>", "trong tháng 11 và 12/2025", rf"{_ON} <moment>\s{{0,2}}(?:-|–|—|và|,|\+|&)\s{{0,2}}<follower>", several),
    Rule("<day> - <date>", "ngày 08 - 10/12/2025", r"(?:ngày |trong các ngày )?(?P<from>\d{1,2})(?:\s?[-–]\s?| và |, )<moment>", days, "cell"),
    Rule("in the days, in a list", "trong các ngày 02, 03 và 04/6/2026", r"(?:trong|vào) các ngày (?P<from>\d{1,2})(?:\s?,\s?\d{1,2}){0,6}(?:\s?,\s?| và )<moment>", days),
    Rule("in two days, <day> and <date>", "trong 02 ngày 15 và 16/6/2026", r"trong (?:0?\d|hai|ba) ngày,? \(?(?:ngày )?(?P<from>\d{1,2})\s?(?:-|–|và|đến|,)\s?<moment>\)?", days),
    Rule("within <moment> and the years after", "trong năm 2026 và những năm tiếp theo", r"trong <moment>,? và (?:các|những) năm (?:tiếp theo|sau|kế tiếp|tiếp sau)", since),
    Rule("<moment> and the years after", "Quý IV năm 2025 và các năm tiếp theo", r"(?:từ )?<moment>,? (?:và|đến) (?:các|những) (?:năm|quý|tháng) (?:tiếp theo|sau|kế tiếp|tiếp sau)", since, "opening"),
    Rule("<year> and the years after", "2026 và các năm tiếp theo", rf"(?:từ )?(?P<first>{YEAR}),? và (?:các|những) năm (?:tiếp theo|sau|kế tiếp|tiếp sau)", since, "cell"),
    Rule("from <moment> until an event", "Từ tháng 11/2025 đến khi kết thúc đợt kiểm kê", r"từ <moment>,? (?:cho )?(?:đến|tới) khi [^.;:\n()|]{1,100}", since),
    Rule("in a term of years", "trong giai đoạn 2021 - 2025", rf"(?:trong|cho)(?: cả)? (?:giai đoạn|nhiệm kỳ|thời kỳ|kỳ)(?: từ)?(?: năm)? {_SPAN}", years),
    Rule("term of years", "Giai đoạn 2021 - 2025", rf"(?:cả )?(?:giai đoạn|nhiệm kỳ|thời kỳ|kỳ)(?: từ)?(?: năm)? {_SPAN}", years, "opening"),
    Rule("in a school year", "trong năm học 2025 - 2026", rf"(?:trong|vào) năm học {_SPAN}", school_years),
    Rule("school year", "Năm học 2025 - 2026", rf"năm học {_SPAN}", school_years, "opening"),
    Rule("from a school year on", "từ năm học 2026 - 2027", rf"(?:bắt đầu |kể )?từ năm học {_SPAN}(?: trở đi)?", from_school_year),
    Rule("from <year> to <year>", "từ năm 2025 đến hết năm 2030", rf"từ (?:năm )?{_SPAN}", years),
    Rule("in the years, in a list", "trong hai năm 2026 và 2027", rf"trong (?:các |2 |hai |0?2 |ba |0?3 )?năm (?P<first>{YEAR})(?:\s?,\s?(?:năm )?{YEAR}){{0,5}} và (?:năm )?(?P<last>{YEAR})(?!\s?/)", years),
    Rule("in the years", "trong 2 năm 2025 - 2026", rf"trong (?:các |2 |hai |0?2 )?năm {_SPAN}", years),
    Rule("years", "Năm 2025-2026", rf"(?:các |2 |hai )?năm {_SPAN}", years, "opening"),
    Rule("years in a list", "Năm 2026, 2027", rf"(?:các )?năm (?P<first>{YEAR})(?:\s?,\s?(?:năm )?{YEAR}){{0,5}}(?:\s?,\s?| và )(?:năm )?(?P<last>{YEAR})(?!\s?/)", years, "cell"),
    Rule("bare years", "2025-2026", rf"{_SPAN}", years, "cell"),
    Rule("bare year", "2026", rf"(?P<first>{YEAR})(?!\s?/)", years, "cell"),
    Rule("bare month and year", "12/2025", rf"(?P<month>1[0-2]|0?[1-9])\s?[/\-]\s?(?P<year>{YEAR})(?!\s?/)", bare_month, "cell"),
    Rule("bare months", "03/2026 - 06/2026", rf"(?P<month>{MONTH})\s?[/\-.]\s?(?P<year>{YEAR})\s?(?:-|–|đến)\s?(?P<last>{MONTH})\s?[/\-.]\s?(?P<until>{YEAR})(?!\s?/)", bare_months, "cell"),
    Rule("from <bare month> to <bare month>", "từ 03/2026 đến 06/2026", rf"từ (?P<month>{MONTH})\s?[/\-.]\s?(?P<year>{YEAR})\s?(?:-|–|đến(?: hết)?)\s?(?P<last>{MONTH})\s?[/\-.]\s?(?P<until>{YEAR})(?!\s?/)", bare_months),
    Rule("short months", "T3-T6/2026", rf"t\.?\s?(?P<month>{MONTH})(?:\s?[/\-.]\s?(?P<year>{YEAR}))?\s?[-–]\s?(?:t\.?\s?)?(?P<last>{MONTH})\s?[/\-.]\s?(?P<until>{YEAR})(?!\s?/)", bare_months, "cell"),
    Rule("short month or quarter", "T6/2026", rf"(?:t\.?\s?(?P<month>1[0-2]|0?[1-9])|q\.?\s?(?P<quarter>i{{1,3}}|iv|[1-4]))\s?[/\-]\s?(?P<year>{YEAR})(?!\s?/)", short_period, "cell"),
    Rule("within part of a month", "trong 10 ngày đầu tháng 4/2026", rf"{_ON} (?P<share>nửa|\d{{1,2}} ngày) (?P<part>đầu|cuối)(?: của)? (?=tháng)<moment>", month_part),
    Rule("part of a month", "nửa đầu tháng 4/2026", r"(?P<share>nửa|\d{1,2} ngày) (?P<part>đầu|cuối)(?: của)? (?=tháng)<moment>", month_part, "cell"),
    Rule("in ten days of a month", "trong trung tuần tháng 4/2026", rf"{_ON} (?P<third>thượng|trung|hạ) tuần(?: của)? (?=tháng)<moment>", third),
    Rule("ten days of a month", "Hạ tuần tháng 4/2026", r"(?P<third>thượng|trung|hạ) tuần(?: của)? (?=tháng)<moment>", third, "cell"),
    Rule("week of a month", "Tuần 2 tháng 6/2026", r"(?:trong |vào )?tuần (?:thứ )?(?:\d|i{1,3}|iv|nhất|hai|ba|tư|đầu)(?: của)? (?=tháng)<moment>", week, "cell"),
    Rule("in <half> of a school year", "trong học kỳ II năm học 2026 - 2027", rf"(?:trong|vào) học k[ỳì] (?P<term>ii?|[12]),?(?: của)? năm học {_SPAN}", half_school_year),
    Rule("<half> of a school year", "học kỳ I năm học 2026 - 2027", rf"học k[ỳì] (?P<term>ii?|[12]),?(?: của)? năm học {_SPAN}", half_school_year, "cell"),
    Rule("from signing", "kể từ ngày ký", r"(?:kể )?từ ngày (?:ký|ban hành)(?: ban hành)?", from_signing, "asked"),
    Rule("begin from <moment>", "bắt đầu triển khai từ năm 2026", rf"bắt đầu (?:(?:triển khai|thực hiện) )?(?:kể )?từ {CLOCK}?<moment>(?: trở đi)?", since),
    Rule("from <moment> on", "từ ngày 01/01/2026", r"(?:kể )?từ <moment>(?: trở đi)?", since, "opening"),
    # by a date
    Rule("<boundary> <moment>", "trước ngày 15/12/2025", r"<boundary><moment>\)?", by),
    Rule("<boundary> today or tomorrow", "trước 18 giờ chiều nay", r"<boundary>(?:ngày )?(?P<near>(?:hôm|sáng|trưa|chiều|tối|đêm) nay|(?:ngày|sáng|trưa|chiều) mai)", near_day),
    Rule("within today or tomorrow", "trong chiều nay", r"(?:ngay )?trong (?:ngày )?(?P<near>(?:hôm|sáng|trưa|chiều|tối|đêm) nay|(?:ngày|sáng|trưa|chiều) mai)", near_day),
    Rule("<boundary> <unit>", "đến hết năm", r"(?:cho )?(?:đến hết|đến cuối|trước khi hết) <unit>", by),
    Rule("until the end of a term", "đến hết giai đoạn 2026 - 2030", rf"(?:chậm nhất )?(?:cho )?(?:đến|tới) (?:hết|cuối) (?:giai đoạn|nhiệm kỳ|thời kỳ|kỳ)(?: từ)?(?: năm)? {_SPAN}", term_end),
    Rule("<boundary> <year>", "chậm nhất 2026", rf"<boundary>(?P<first>{YEAR})(?!\s?[/-])", year_end, "cell"),
    Rule("within <moment>", "trong quý II năm 2026", rf"{_ON} (?:buổi (?:sáng|chiều|tối) )?{CLOCK}?<moment>", on),
    Rule("within this <unit>", "xong trong tháng", rf"{DONE} (?:ngay )?trong <unit>", during),
    Rule("within the <unit>", "trong tháng", r"trong <unit>", during, "cell"),
    Rule("<moment>", "Quý II/2026", r"(?!\d)<moment>", on, "opening"),
    Rule("<day in figures>", "30/6", r"(?=\d)<moment>", on, "cell"),
    Rule("<day> like a fraction", "1/5", r"(?P<day>[1-4])/(?P<month>[2-5])(?![/\d])", bare_day, "asked"),
)  # fmt: skip
