"""Why a file did not get through, as a value that goes between processes and into the ledger."""

import errno
import signal
from dataclasses import dataclass

from extract.errors import Unreadable, printable
from models.wording import Wording


@dataclass(frozen=True, slots=True)
class Fault:
    """`reason` says what is wrong and what to do, without the file's name. A `passing` fault is worth another try."""

    code: str
    reason: Wording
    passing: bool


CHANGED = Fault(
    "changed",
    Wording(
        "tệp thay đổi trong khi đang đọc; hãy chạy lại khi tệp đã được chép xong",
        "the file changed while it was read; run this again when it has been copied",
    ),
    passing=True,
)

STOPPED = Fault(
    "stopped",
    Wording("chưa đọc vì lượt chạy bị dừng; hãy chạy lại", "not read, the run was stopped; run this again"),
    passing=True,
)


def crashed(code: int | None, said: str = "") -> Fault:
    """A worker process died over the file, twice. Killed from outside (SIGKILL) it may get through another time."""
    said = said or (f"signal {-code}" if code and code < 0 else f"status {code}")
    return Fault(
        "crashed",
        Wording(
            f"chương trình đọc bị ngắt giữa chừng hai lần ({said}), có thể do thiếu bộ nhớ; hãy chạy “vanthu jobs "
            "--retry”, nếu vẫn lỗi thì mở tệp và lưu lại dưới dạng PDF",
            f"the reading process died twice ({said}), perhaps for want of memory; run “vanthu jobs --retry”, and if "
            "it fails again open the file and save it anew as PDF",
        ),
        passing=code in (-signal.SIGKILL, -signal.SIGTERM),
    )


def beyond(limit: str, most: float, found: str = "") -> Fault:
    """A file went beyond one of the limits that the settings set it (`limits.NAME`)."""
    so = f"{found} > " if found else ""
    return Fault(
        "too_large",
        Wording(
            f"vượt giới hạn limits.{limit} ({so}{most:g}); hãy chia nhỏ tệp, hoặc nâng giới hạn này trong tệp cài đặt "
            "rồi chạy “vanthu jobs --retry”",
            f"beyond limits.{limit} ({so}{most:g}); split the file, or raise that limit in the settings and run "
            "“vanthu jobs --retry”",
        ),
        passing=False,
    )


def too_slow(limit: str, seconds: float) -> Fault:
    """A file, or one page of it, took longer than `limits.LIMIT`."""
    return Fault(
        "too_slow",
        Wording(
            f"đọc quá limits.{limit} ({seconds:g} giây) nên bị dừng; hãy chia nhỏ tệp, lưu lại với kích thước nhỏ hơn, "
            "hoặc nâng giới hạn này",
            f"stopped after limits.{limit} ({seconds:g} seconds); split the file, save it smaller, or raise that limit",
        ),
        passing=False,
    )


def unreadable(error: Unreadable) -> Fault:
    """What the reader says about a file that it can't read."""
    prefix = f"{printable(error.source)}: "
    return Fault(
        error.code, Wording(error.vietnamese.removeprefix(prefix), str(error).removeprefix(prefix)), error.passing
    )


def refused(error: OSError) -> Fault:
    """What the system says about a file or folder that it does not open."""
    said = error.strerror or type(error).__name__
    if isinstance(error, PermissionError):
        return Fault(
            "forbidden",
            Wording(
                "không có quyền đọc; hãy cấp quyền đọc cho người dùng này",
                "permission denied; allow this user to read it",
            ),
            passing=True,
        )
    if isinstance(error, FileNotFoundError):
        return Fault(
            "missing",
            Wording("không có tệp hoặc thư mục này; hãy kiểm tra lại tên", "no such file or folder; check the name"),
            passing=True,
        )
    if error.errno in FULL:
        return Fault(
            "disk_full",
            Wording(
                f"đĩa đầy ({said}); hãy giải phóng chỗ trống rồi chạy lại",
                f"the disk is full ({said}); make room and run this again",
            ),
            passing=True,
        )
    return Fault(
        "unreachable",
        Wording(
            f"không đọc được từ đĩa ({said}); hãy kiểm tra ổ đĩa hoặc mạng rồi chạy lại",
            f"the disk does not give it ({said}); look at the disk or the network and run this again",
        ),
        passing=True,
    )


FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says where there is no room left."""


def ocr_missing(said: str) -> Fault:
    """Tesseract, or its Vietnamese, is not installed."""
    return Fault(
        "ocr_missing",
        Wording(
            "chưa cài Tesseract tiếng Việt; hãy chạy: sudo apt-get install tesseract-ocr tesseract-ocr-vie",
            f"{said}; then run this again",
        ),
        passing=True,
    )


def unforeseen(error: Exception) -> Fault:
    """A mistake of vanthu's own: the same file would meet it again, until a newer vanthu comes."""
    said = f"{type(error).__name__}: {error}"[:300].encode("utf-8", "backslashreplace").decode()
    return Fault(
        "mistake",
        Wording(
            f"vanthu gặp lỗi của chính nó ({said}); hãy báo cho người bảo trì kèm tệp này",
            f"a mistake in vanthu ({said}); tell its maintainers, with this file",
        ),
        passing=False,
    )
