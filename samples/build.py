"""Writes the sample inbox: `python -m samples.build` (fonts: Debian's fonts-liberation2)."""

from pathlib import Path

from samples.answers import ANSWERS, NEWS
from samples.orders import ORDERS
from samples.paper import Paper
from samples.pdf import to_pdf
from samples.scan import to_photo, to_scan
from samples.web import to_html
from samples.word import to_docx

INBOX = Path(__file__).parent / "inbox"
SEAL = "ỦY BAN NHÂN DÂN TỈNH LÂM SƠN"


def main() -> None:
    INBOX.mkdir(exist_ok=True)
    papers = {paper.name: paper for paper in (*ORDERS, *ANSWERS)}
    for name, paper in papers.items():
        (INBOX / name).write_bytes(made(paper))
    (INBOX / "10-tin-tuc.txt").write_text(NEWS, encoding="utf-8")
    whole = (INBOX / "08-sua-doi.pdf").read_bytes()
    (INBOX / "12-tep-hong.pdf").write_bytes(whole[: len(whole) // 3])  # a download that was cut off


def made(paper: Paper) -> bytes:
    """The file that `paper` is in the inbox, by its name."""
    if paper.name == "03-ke-hoach-kiem-tra.pdf":
        stamp = "Người ký: ỦY BAN NHÂN DÂN TỈNH LÂM SƠN\nThời gian ký: 13.03.2024 08:12:33 +07:00"
        return to_scan(to_pdf(paper), skew=1.4, seed=3, seal=SEAL, stamp=stamp)
    if paper.name == "05-chi-thi.pdf":
        return to_scan(to_pdf(paper), skew=-0.8, seed=5, seal=SEAL)
    if paper.orientation == "landscape":
        return to_scan(to_pdf(paper), skew=0.5, seed=11, turn=1)
    if paper.name.endswith(".jpg"):
        return to_photo(to_pdf(paper), seed=7)
    return {".pdf": to_pdf, ".docx": to_docx, ".html": to_html}[Path(paper.name).suffix](paper)


if __name__ == "__main__":
    main()
