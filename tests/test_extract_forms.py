"""Fields and notes of a PDF are text of its page, whether the file or the viewer prints them; old versions too."""

from pathlib import Path

import pytest

from extract import read

LINE = b"BT /F1 13 Tf 80 700 Td (So Noi vu bao cao truoc ngay 15/3/2030.) Tj ET"


def written(path: Path, *annotations: str, version: str = "1.7", media: str = "0 0 595 842") -> Path:
    """A PDF written by hand: one line, and `annotations`."""
    numbers = range(6, 6 + len(annotations))
    references = " ".join(f"{n} 0 R" for n in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /NeedAppearances true /Fields [{references}] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Contents 4 0 R /Annots [{references}]"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(LINE)} >>\nstream\n{LINE.decode()}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *annotations,
    ]
    made = f"%PDF-{version}\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}"
    path.write_bytes(made.encode("latin-1"))
    return path


def text_of(path: Path) -> str:
    return " ".join(paragraph.text for paragraph in read(path).paragraphs())


@pytest.mark.parametrize("version", ["1.0", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "2.0"])
def test_every_version(tmp_path: Path, version: str) -> None:
    assert "15/3/2030" in text_of(written(tmp_path / "a.pdf", version=version))


FIELD = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (so) /V (35/KH-UBND) /Rect [80 600 300 620] /F {flags} >>"
NOTE = "<< /Type /Annot /Subtype /FreeText /Contents (Da nhan ban giay) /Rect [80 500 300 520] /F {flags} >>"


@pytest.mark.parametrize(("annotation", "said"), [(FIELD, "35/KH-UBND"), (NOTE, "Da nhan ban giay")])
@pytest.mark.parametrize(("flags", "printed"), [(4, True), (0, True), (2, False), (32, False)])
def test_what_the_viewer_prints(tmp_path: Path, annotation: str, said: str, flags: int, printed: bool) -> None:
    text = text_of(written(tmp_path / "a.pdf", annotation.format(flags=flags)))
    assert (said in text) == printed
    assert "15/3/2030" in text


def test_the_choice_of_a_button_is_no_text(tmp_path: Path) -> None:
    button = "<< /Type /Annot /Subtype /Widget /FT /Btn /T (chon) /V /Yes /Rect [80 600 90 610] /F 4 >>"
    assert "Yes" not in text_of(written(tmp_path / "a.pdf", button))


def test_a_page_as_large_as_a_field(tmp_path: Path) -> None:
    assert "15/3/2030" in text_of(written(tmp_path / "a.pdf", media="0 0 9000000 9000000"))
