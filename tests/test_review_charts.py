"""Charts say their figures, and are told apart without colour."""

from followed import drawn

from review.following import charts
from review.following.charts import Against, Bar


def test_charts_say_their_figures_and_are_told_apart_without_colour() -> None:
    bars = [Bar("Sở A", {"overdue": 12, "not_due": 30}), Bar("Sở <b>B</b>", {"done": 7, "due_soon": 9})]
    for svg in (charts.rows(bars, "vi"), charts.columns(bars, "vi")):
        words = drawn(svg)
        for shown in ("12", "30", "42", "16", "quá hạn", "chưa đến hạn", "đã xong", "Sở <b>B</b>"):
            assert shown in words
        assert svg.count(b"<pattern") >= 2  # hatched
    words = drawn(charts.against([Against("hồ sơ đúng hạn", 0.9, False, "81 % · chưa đạt")], "vi"))
    assert "hồ sơ đúng hạn" in words
    assert "81 % · chưa đạt" in words
    assert drawn(charts.rows([], "vi")) is not None
