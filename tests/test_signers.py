"""Signature blocks of every form, and the recipients who stand beside them."""

import pytest
from formed import PLAN, read

SIGNERS = [
    (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Sim"], ("TM. ỦY BAN NHÂN DÂN", "Chủ tịch", "Nguyễn Văn Sim")),
    (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hà Thị Lan"], ("KT. CHỦ TỊCH", "Phó Chủ tịch", "Hà Thị Lan")),
    (["KT. CHỦ TỊCH PHÓ CHỦ TỊCH Hà Thị Lan"], ("KT. CHỦ TỊCH", "Phó Chủ tịch", "Hà Thị Lan")),
    (["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Bùi Xuân Thu"],
     ("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng", "Bùi Xuân Thu")),
    (["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG", "Đỗ Hải"], ("TUQ. GIÁM ĐỐC", "Trưởng phòng", "Đỗ Hải")),
    (["Q. GIÁM ĐỐC", "Đỗ Hải"], ("Q. GIÁM ĐỐC", None, "Đỗ Hải")),
    (["QUYỀN GIÁM ĐỐC", "Đỗ Hải"], (None, "Quyền Giám đốc", "Đỗ Hải")),
    (["TUN. CHỦ TỊCH", "GIÁM ĐỐC", "Đỗ Hải"], ("TUN. CHỦ TỊCH", "Giám đốc", "Đỗ Hải")),
    (["TM. BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hà Thị Lan"], ("TM. BAN THƯỜNG VỤ", "Phó Bí thư", "Hà Thị Lan")),
    (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "PGS.TS. Lê Trọng Đạt"], ("KT. BỘ TRƯỞNG", "Thứ trưởng", "Lê Trọng Đạt")),
    (["T/M ỦY BAN NHÂN DÂN CHỦ TỊCH Võ Minh"], ("T/M ỦY BAN NHÂN DÂN", "Chủ tịch", "Võ Minh")),
    (["TRƯỞNG BAN", "PHÓ THỦ TƯỚNG", "Cao Sơn Hà"], (None, "Trưởng Ban", "Cao Sơn Hà")),
    (["KT. BỘ TRƯỞNG, CHỦ NHIỆM PHÓ CHỦ NHIỆM Mai Lâm"], ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "Phó Chủ nhiệm", "Mai Lâm")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "signer"), SIGNERS)
def test_signature_blocks(lines: list[str], signer: tuple[str | None, str | None, str]) -> None:
    found = read(*PLAN[:17], *lines).letterhead.signer
    assert found is not None
    assert (found.authority, found.position, found.name) == signer


def test_recipients_and_signature_on_the_same_lines() -> None:
    form = read(
        *PLAN[:13],
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN",
        "- Như trên; KT. CHỦ TỊCH",
        "- Lưu: VT.",
        "PHÓ CHỦ TỊCH",
        "Hà Thị Lan",
    )
    assert form.letterhead.recipients == ("Như trên", "Lưu: VT")
    assert form.letterhead.signer is not None
    assert form.letterhead.signer.name == "Hà Thị Lan"
