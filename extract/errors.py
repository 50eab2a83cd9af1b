"""Why a file can't be read: each reason a class with a sentence for a clerk and one for a log, and what to do."""

import re
from pathlib import Path
from typing import ClassVar


class Unreadable(Exception):
    """A file that gives no Transcript. `str()` is English; `vietnamese` is the sentence for a clerk.

    `code` is the problem's slug, `passing` says whether it is worth trying again as the file stands.
    """

    code: ClassVar[str] = "unreadable"
    english: ClassVar[str] = "{file}: can't be read ({detail}); open it by hand and save it again as PDF"
    clerk: ClassVar[str] = "{file}: không đọc được ({detail}); hãy mở tệp và lưu lại dưới dạng PDF"
    passing: ClassVar[bool] = False

    def __init__(self, source: Path, detail: str = "") -> None:
        super().__init__(source, detail)
        self.source, self.detail = source, detail

    def __str__(self) -> str:
        return self.english.format(file=printable(self.source), detail=self.detail)

    @property
    def vietnamese(self) -> str:
        return self.clerk.format(file=printable(self.source), detail=self.detail)


class Missing(Unreadable):
    """Not there, or not a file."""

    code = "missing"
    english = "{file}: no such file; check the name"
    clerk = "{file}: không có tệp này; hãy kiểm tra lại tên tệp"


class Forbidden(Unreadable):
    """The system does not let us read it."""

    code = "forbidden"
    english = "{file}: permission denied; allow this user to read it"
    clerk = "{file}: không có quyền đọc; hãy cấp quyền đọc tệp cho người dùng này"
    passing = True


class Empty(Unreadable):
    """Nothing in it."""

    code = "empty"
    english = "{file}: the file is empty (0 bytes); ask the sender for it again"
    clerk = "{file}: tệp rỗng (0 byte); hãy đề nghị nơi gửi gửi lại"


class UnknownFormat(Unreadable):
    """None of the formats that vanthu reads."""

    code = "unknown_format"
    english = "{file}: not a format that vanthu reads ({detail}); save it as PDF or DOCX"
    clerk = "{file}: định dạng chưa được hỗ trợ ({detail}); hãy lưu lại dưới dạng PDF hoặc DOCX"


class Damaged(Unreadable):
    """Cut off, or broken inside."""

    code = "damaged"
    english = "{file}: damaged or cut off ({detail}); ask the sender for it again"
    clerk = "{file}: tệp bị hỏng hoặc không đầy đủ ({detail}); hãy đề nghị nơi gửi gửi lại"


class Encrypted(Unreadable):
    """Opens with a password only."""

    code = "encrypted"
    english = "{file}: locked with a password; save a copy without the password"
    clerk = "{file}: tệp được khóa bằng mật khẩu; hãy lưu một bản không có mật khẩu"


class TooLarge(Unreadable):
    """Beyond the limits that keep one file from stopping all others."""

    code = "too_large"
    english = "{file}: too large ({detail}); split it or save it smaller"
    clerk = "{file}: tệp quá lớn ({detail}); hãy chia nhỏ hoặc lưu với kích thước nhỏ hơn"


class Parcel(Unreadable):
    """Holds documents, and is none: `extract.parcels.unpacked` takes them out."""

    code = "parcel"
    english = "{file}: a mail or an archive ({detail}); take out the files that it holds and read them"
    clerk = "{file}: là thư điện tử hoặc tệp nén ({detail}); hãy lấy các tệp bên trong ra rồi đọc"


class ConverterMissing(Unreadable):
    """A program that turns old formats into ones that vanthu reads is not installed; `detail` is its Debian package."""

    code = "converter_missing"
    english = "{file}: needs LibreOffice to be read; install it with: sudo apt-get install {detail}"
    clerk = "{file}: cần LibreOffice để đọc; hãy cài đặt: sudo apt-get install {detail}"
    passing = True


def printable(source: Path) -> str:
    """The name as it can be shown anywhere: bytes that are no UTF-8, and control characters, stand as \\xNN."""
    name = str(source).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", name)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
