"""What a document's problem says in the reader's language: the record's own sentence is Vietnamese, its code is not."""

import re

from models.wording import Language


def problem_said(code: str, message: str, language: Language) -> str:
    """The sentence for a problem: in English by its code, with what `message` quotes; as it is for a code unknown."""
    if language == "vi" or code not in ENGLISH:
        return message
    sentence, quoting = ENGLISH[code]
    if quoting is None:
        return sentence
    found = re.search(quoting, message, re.DOTALL)
    return sentence.format(*found.groups()) if found else message


QUOTED = "“(.*)”"

ENGLISH: dict[str, tuple[str, str | None]] = {
    "number_blank": ("The document's number is left blank.", None),
    "number_unsure": ("The document's number could not be read for certain; please check.", None),
    "issued_on_blank": ("The day of issue is left blank.", None),
    "issued_on_unsure": ("The day of issue could not be read for certain; please check.", None),
    "signer_unsure": ("The signer's name could not be read; please check.", None),
    "wrong_extension": (
        "The file's extension {} does not fit what it holds; it was read as what it is ({}).",
        r"mở rộng (.*) không đúng .*\((.*)\)",
    ),
    "cut_off": ("The PDF ends too soon; pages may be missing: ask for it again.", None),
    "no_text": ("No letter could be read in the file; please look at it.", None),
    "has_attachments": (
        "{} files lie inside the PDF, each read by itself; please check that none is missing: {}.",
        r"có (\d+) tệp .*?: (.*)\.$",
    ),
    "signature_changed": (
        "The file was changed after {} signed it; compare it with the original.",
        r"của (.*): [^:]*$",
    ),
    "signature_broken": ("The digital signature of {} does not hold; compare with the original.", r"của (.*): [^:]*$"),
    "page_damaged": ("Page {} is damaged and could not be read.", r"Trang (\d+)"),
    "page_too_large": ("The picture on page {} is too large to be read.", r"Trang (\d+)"),
    "page_too_slow": ("Recognising page {} took too long and was stopped.", r"Trang (\d+)"),
    "page_not_recognised": ("The text on page {} could not be recognised.", r"Trang (\d+)"),
    "poor_scan": (
        "Page {} is a poor scan, many words are uncertain; compare it with the original.",
        r"Trang (\d+)",
    ),
    "illegible_text": (
        "Some text on page {} could not be read; what it orders, if anything, is not recorded.",
        r"Trang (\d+)",
    ),
    "lead_missing": (
        "{} tasks name nobody who does them; the part that assigns them may be missing.",
        r"^(\d+)",
    ),
    "points_unassigned": (
        "{} points say what is to be done ({}) but name nobody; they are not recorded as tasks, please check.",
        r"^(\d+) điểm .*?\((.*)\) nhưng",
    ),
    "deadline_past": (
        "“{}” is not after the day of issue; it was not taken as the deadline of what stands below it.",
        QUOTED,
    ),
    "deadline_unsure": (
        "The deadline “{}” was read uncertainly (the figure “{}”); no deadline is recorded.",
        "“(.*?)” .*“(.*)”",
    ),
    "deadline_unread": ("The field of deadlines says “{}”, which is no time; no deadline is recorded.", QUOTED),
    "edxml_due": (
        "The edXML parcel gives {} as the day of answer, which the text does not have; no task got it.",
        r"hạn xử lý (\S+),",
    ),
    "edxml_differs": (
        "The edXML parcel says “{}”, the text “{}”; please compare.",
        "“(.*)”, văn bản ghi “(.*)”",
    ),
}
"""Code → English sentence, and where in the Vietnamese message stands what fills its gaps."""
