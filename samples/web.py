"""A paper as the page of an office's portal."""

from html import escape

from samples.paper import Centred, Grid, Paper
from samples.pdf import MOTTO


def to_html(paper: Paper) -> bytes:
    """The HTML file, UTF-8."""
    left = "".join(f"<p>{escape(line)}</p>" for line in (*paper.offices, f"Số: {paper.number}"))
    right = "".join(f"<p>{escape(line)}</p>" for line in (*MOTTO, f"{paper.place}, {paper.dated}"))
    recipients = "".join(f"<p>- {escape(line)}</p>" for line in paper.recipients)
    signature = "".join(f"<p><b>{escape(line)}</b></p>" for line in (*paper.signature, paper.signer))
    body = "\n".join(element(part) for part in paper.body)
    return f"""<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{escape(paper.subject)}</title><style>td {{ vertical-align: top }}</style></head>
<body>
<nav><a href="/">Trang chủ</a> <a href="/van-ban">Văn bản</a></nav>
<main>
<table><tr><td>{left}</td><td>{right}</td></tr></table>
<p align="center"><b>{escape(paper.kind or "")}</b></p>
<p align="center"><b>{escape(paper.subject)}</b></p>
{body}
<table><tr><td><p><b><i>Nơi nhận:</i></b></p>{recipients}</td><td>{signature}</td></tr></table>
</main>
<footer>Bản quyền thuộc Cổng thông tin điện tử tỉnh</footer>
<script>document.title = "Lâm Sơn";</script>
</body>
</html>
""".encode()


def element(part: str | Grid | Centred) -> str:
    if isinstance(part, Grid):
        rows = [f"<tr>{''.join(f'<th>{escape(text)}</th>' for text in part.heading)}</tr>"]
        rows += [f"<tr>{''.join(f'<td>{escape(text or str())}</td>' for text in row)}</tr>" for row in part.rows]
        return f'<table border="1">{"".join(rows)}</table>'
    if isinstance(part, Centred):
        return f'<p align="center"><b>{escape(part.text)}</b></p>'
    return f"<p><b>{escape(part[2:])}</b></p>" if part.startswith("**") else f"<p>{escape(part)}</p>"
