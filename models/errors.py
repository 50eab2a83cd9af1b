"""What can be wrong with a tracking database, each with a sentence that says what to do.

`passing` faults may be gone by themselves a moment later and are worth another try; `wrong_use` is the caller's own
mistake (exit status 2).
"""

from models.wording import Wording


class DatabaseError(Exception):
    """A database that can't be used; `wording` is for the person in front of it."""

    passing = False
    wrong_use = False

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording.en)
        self.wording = wording


class AddressWrong(DatabaseError):
    """The address is no database URL that vanthu knows."""

    wrong_use = True

    def __init__(self, address: str) -> None:
        super().__init__(
            Wording(
                f"“{address}” không phải địa chỉ cơ sở dữ liệu; hãy ghi sqlite:///tên.db hoặc "
                "postgresql://người_dùng@máy_chủ/tên",
                f"“{address}” is no database address; write sqlite:///name.db or postgresql://user@host/name",
            )
        )


class DatabaseAbsent(DatabaseError):
    """A question was asked of a database that isn't there."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Wording(
                f"chưa có cơ sở dữ liệu {address}; hãy chạy “vanthu ingest THƯ_MỤC” trước, hoặc ghi đúng --db",
                f"there is no database {address} yet; run “vanthu ingest FOLDER” first, or name another with --db",
            )
        )


class DatabaseUnwritable(DatabaseError):
    """The file or its folder can't be written, or the disk is full."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            Wording(
                f"không ghi được vào cơ sở dữ liệu {address} ({reason}); hãy kiểm tra quyền ghi và chỗ trống trên đĩa, "
                "hoặc chọn tệp khác bằng --db",
                f"the database {address} can't be written ({reason}); look at its permissions and at the free disk "
                "space, or choose another with --db",
            )
        )


class DatabaseLocked(DatabaseError):
    """Another program holds the database for longer than the waiting time."""

    passing = True

    def __init__(self, address: str) -> None:
        super().__init__(
            Wording(
                f"cơ sở dữ liệu {address} đang bị chương trình khác khóa; hãy đóng chương trình đó rồi chạy lại",
                f"the database {address} is locked by another program; close that one and run this again",
            )
        )


class DatabaseForeign(DatabaseError):
    """A file or schema that vanthu did not make."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Wording(
                f"{address} không phải cơ sở dữ liệu của vanthu (hoặc đã hỏng); hãy chọn tệp khác bằng --db, "
                "hoặc khôi phục từ bản sao lưu",
                f"{address} is not a vanthu database (or is damaged); choose another with --db, or restore a backup",
            )
        )


class DatabaseUnreachable(DatabaseError):
    """The server doesn't answer, or refuses."""

    passing = True

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            Wording(
                f"không kết nối được với {address} ({reason}); hãy kiểm tra máy chủ, tên và mật khẩu",
                f"no connection to {address} ({reason}); look at the server, the name and the password",
            )
        )


class SchemaNewer(DatabaseError):
    """The database was made by a later vanthu."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Wording(
                f"cơ sở dữ liệu {address} do phiên bản vanthu mới hơn tạo ra; hãy cập nhật vanthu",
                f"the database {address} was made by a newer vanthu; update this program",
            )
        )


class SchemaOlder(DatabaseError):
    """A shared database that waits for `vanthu db upgrade`."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Wording(
                f"cơ sở dữ liệu {address} thuộc phiên bản cũ; hãy sao lưu rồi chạy “vanthu db upgrade”",
                f"the database {address} is of an older version; back it up and run “vanthu db upgrade”",
            )
        )


class BackupRefused(DatabaseError):
    """A backup that would overwrite something, or has no tool to make it."""


class OriginalsUnusable(DatabaseError):
    """The place of the originals can't be read or written."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            Wording(
                f"không dùng được kho bản gốc {url} ({reason}); hãy kiểm tra quyền ghi, chỗ trống và "
                "cài đặt originals.url",
                f"the originals at {url} can't be used ({reason}); look at permissions, free space and originals.url",
            )
        )


class OriginalAbsent(DatabaseError):
    """A file's bytes are not in the place of the originals."""

    def __init__(self, sha256: str, url: str) -> None:
        super().__init__(
            Wording(
                f"kho bản gốc {url} không có tệp {sha256[:12]}…; hãy khôi phục từ bản sao lưu, hoặc nạp lại tệp đó",
                f"the originals at {url} have no file {sha256[:12]}…; restore a backup, or ingest that file again",
            )
        )


class OriginalDamaged(DatabaseError):
    """An original that is not what was kept."""

    def __init__(self, sha256: str, url: str) -> None:
        super().__init__(
            Wording(
                f"tệp {sha256[:12]}… trong kho bản gốc {url} đã bị sửa hoặc hỏng; hãy khôi phục từ bản sao lưu",
                f"the file {sha256[:12]}… of the originals at {url} was changed or is damaged; restore a backup",
            )
        )


class Refused(Exception):
    """A step of a reviewer that can't be taken; `wording` is for the person who took it."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording.en)
        self.wording = wording


class Overtaken(Refused):
    """Somebody else was there meanwhile: `version` is what stands now, `who` made it (None: a new reading)."""

    def __init__(self, version: int, who: str | None) -> None:
        self.version, self.who = version, who
        vi, en = who or "một lần đọc lại", who or "a new reading"
        super().__init__(
            Wording(
                f"{vi} đã sửa chỗ này trong lúc bạn xem; hãy xem bản mới rồi sửa lại",
                f"{en} changed this while you were looking at it; look at what stands now, then do it again",
            )
        )


class Collided(Refused):
    """Another writer made the very same, or took away what it hangs on, at the same moment; done again, it is seen."""

    def __init__(self) -> None:
        super().__init__(
            Wording(
                "có người khác ghi vào đây cùng lúc; hãy làm lại",
                "somebody else wrote here at the very same moment; do it once more",
            )
        )


class NotThere(Refused):
    """The document, record, unit or step that was named is not there."""

    def __init__(self, what: str) -> None:
        super().__init__(Wording(f"không có {what}", f"there is no {what}"))


class FieldUnknown(Refused):
    """No field of that name can be reviewed."""

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(Wording(f"không sửa được trường “{field}”", f"a {kind} has no field “{field}” to be changed"))


class ValueRefused(Refused):
    """The value is not of the field's kind."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(
            Wording(f"giá trị của “{field}” không hợp lệ ({reason})", f"this is no value of “{field}” ({reason})")
        )


class AlreadyUndone(Refused):
    """The step was taken back before."""

    def __init__(self, review: int) -> None:
        super().__init__(Wording(f"bước {review} đã được hoàn tác", f"step {review} is undone already"))


class DocumentKnown(Refused):
    """Another document already has this number, issuer and date."""

    def __init__(self, other: int) -> None:
        self.other = other
        super().__init__(
            Wording(
                f"văn bản mã {other} đã có số, cơ quan và ngày này",
                f"document {other} has this number, issuer and date already",
            )
        )
