"""The register of offices in time, and a unit's full name in the issuer's place."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.records import Unit
from nlp.explain import explain
from nlp.language import vietnamese
from nlp.units import Context, find_units, own_units, read_own, register, resolve
from nlp.units.abbreviations import spelt_out
from nlp.units.own import offices_known
from nlp.units.places import above, by_name, find_place, places, successions

PLAN = Context(issuer="Ủy ban nhân dân tỉnh Cà Mau", place="Cà Mau", issued_on=date(2024, 5, 6))
NOW = Context(issuer="Ủy ban nhân dân tỉnh Cà Mau", place="Cà Mau", issued_on=date(2026, 5, 6))
CITY = Context(
    issuer="Sở Y tế", letterhead_parent="ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ", place="Huế", issued_on=date(2026, 5, 6)
)
DRAFT = Context(issuer="Ủy ban nhân dân tỉnh Lào Cai", place="Lào Cai")
UNLISTED = Context(issuer="Sở Y tế tỉnh Hải Lâm", place="Hải Lâm", issued_on=date(2024, 5, 6))
COMMUNE = Context(issuer="Ủy ban nhân dân xã Hòa Bình", place="Hòa Bình", issued_on=date(2025, 9, 1))
BRANCH = Context(issuer="Cục Đường bộ", place="Hà Nội", issued_on=date(2024, 5, 6))
MINISTRY = Context(issuer="Bộ Nội vụ", place="Hà Nội", issued_on=date(2024, 5, 6))


@pytest.mark.parametrize(
    ("name", "context", "canonical", "id"),
    [
        ("Sở KH&CN", NOW, "Sở Khoa học và Công nghệ tỉnh Cà Mau", "96.so-khoa-hoc-va-cong-nghe"),
        ("Sở TT&TT", PLAN, "Sở Thông tin và Truyền thông tỉnh Cà Mau", "96.so-thong-tin-va-truyen-thong"),
        ("Giám đốc Sở Nội vụ", PLAN, "Sở Nội vụ tỉnh Cà Mau", "96.so-noi-vu"),
        ("Chánh Văn phòng UBND tỉnh", PLAN, "Văn phòng Ủy ban nhân dân tỉnh Cà Mau", "96.van-phong-uy-ban-nhan-dan"),
        ("Sớ Nôi vụ", PLAN, "Sở Nội vụ tỉnh Cà Mau", "96.so-noi-vu"),
        ("Sở Nộl vụ", PLAN, "Sở Nội vụ tỉnh Cà Mau", "96.so-noi-vu"),
        ("Công an tỉnh", PLAN, "Công an tỉnh Cà Mau", "96.cong-an"),
        ("Bộ Chỉ huy quân sự tỉnh", PLAN, "Bộ Chỉ huy Quân sự tỉnh Cà Mau", "96.bo-chi-huy-quan-su"),
        (
            "Tỉnh đoàn",
            PLAN,
            "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Cà Mau",
            "96.doan-thanh-nien-cong-san-ho-chi-minh",
        ),
        ("Sở Y tế Hà Nội", PLAN, "Sở Y tế thành phố Hà Nội", "01.so-y-te"),
        ("UBND thành phố", CITY, "Ủy ban nhân dân thành phố Huế", "46.uy-ban-nhan-dan"),
        ("Sở NN&MT", CITY, "Sở Nông nghiệp và Môi trường thành phố Huế", "46.so-nong-nghiep-va-moi-truong"),
        ("Bộ Khoa học và công nghệ", PLAN, "Bộ Khoa học và Công nghệ", "bo-khoa-hoc-va-cong-nghe"),
        ("VPCP", PLAN, "Văn phòng Chính phủ", "van-phong-chinh-phu"),
        ("Ban Chỉ đạo CCHC tỉnh", PLAN, "Ban Chỉ đạo cải cách hành chính tỉnh Cà Mau", None),
        ("Sở Nội vụ", MINISTRY, "Sở Nội vụ", None),
        ("Công an tỉnh", CITY, "Công an tỉnh", None),
        ("Công ty Cổ phần Sao Mai", PLAN, "Công ty Cổ phần Sao Mai", None),
        ("Công ty Cổ phần Sao Mai Cà Mau", PLAN, "Công ty Cổ phần Sao Mai Cà Mau", None),
        ("Sở Y tế", DRAFT, "Sở Y tế tỉnh Lào Cai", "15.so-y-te"),
        ("Sở Y tế", UNLISTED, "Sở Y tế tỉnh Hải Lâm", None),
        ("UBND tỉnh", UNLISTED, "Ủy ban nhân dân tỉnh Hải Lâm", None),
        ("UBND TỈNH HẢI LÂM", UNLISTED, "Ủy ban nhân dân tỉnh Hải Lâm", None),
        ("UBND huyện Đông Lâm", UNLISTED, "Ủy ban nhân dân huyện Đông Lâm", None),
        ("UBND xã", COMMUNE, "Ủy ban nhân dân xã Hòa Bình", None),
        ("Sở Y tế", COMMUNE, "Sở Y tế", None),
        ("UBND tỉnh", COMMUNE, "Ủy ban nhân dân tỉnh", None),
        ("Sở Xây dựng", BRANCH, "Sở Xây dựng", None),
    ],
)
def test_a_unit_has_its_full_name_in_the_issuers_place(
    name: str, context: Context, canonical: str, id: str | None
) -> None:
    assert resolve(Unit(name=name), context) == Unit(name=name, canonical=canonical, id=id)


def test_a_place_of_a_bare_name_is_no_village() -> None:
    """Names of villages are many: what stands before the date says nothing of the province above them."""
    for place in ("Hải Lâm", "Đông Lâm", "Bình Minh"):
        context = Context(issuer="Sở Y tế", place=place, issued_on=date(2024, 5, 6))
        assert resolve(Unit(name="UBND tỉnh"), context).canonical == "Ủy ban nhân dân tỉnh"


def test_the_letterhead_completes_what_the_register_does_not_know() -> None:
    printed = Unit(name="Sở Khoa học và Công nghệ", canonical="Sở Khoa học và Công nghệ tỉnh Hải Lâm")
    assert resolve(printed, UNLISTED) == printed


def test_offices_that_issue_together_have_each_its_full_name() -> None:
    joint = Unit(name="Sở Nội vụ - Sở Tài chính", canonical="Sở Nội vụ tỉnh Hải Lâm - Sở Tài chính tỉnh Hải Lâm")
    assert resolve(joint, UNLISTED) == joint
    together = Context(issuer=joint.canonical, place="Hải Lâm", issued_on=date(2024, 5, 6))
    assert resolve(Unit(name="Sở Y tế"), together).canonical == "Sở Y tế tỉnh Hải Lâm"
    assert resolve(Unit(name="Sở Nội vụ - Công an tỉnh"), PLAN).canonical == (
        "Sở Nội vụ tỉnh Cà Mau - Công an tỉnh Cà Mau"
    )
    assert "- Bộ Nội vụ" in (resolve(Unit(name="Vụ Pháp chế - Bộ Nội vụ"), MINISTRY).canonical or "")


def test_a_group_is_completed_and_has_no_id() -> None:
    group = Unit(name="các sở, ban, ngành tỉnh", group=True)
    assert resolve(group, PLAN).canonical == "các sở, ban, ngành tỉnh Cà Mau"
    damaged = Unit(name="Thủ trưởng các sở, ban, ngành, đơn vi thuộc Ủy ban nhân dan tỉnh", group=True)
    assert resolve(damaged, PLAN).canonical == (
        "Thủ trưởng các sở, ban, ngành, đơn vị thuộc Ủy ban nhân dân tỉnh Cà Mau"
    )
    several = Unit(name="UBND các huyện, thị xã, thành phố", group=True)
    assert resolve(several, PLAN).canonical == "Ủy ban nhân dân các huyện, thị xã, thành phố"
    assert resolve(several, PLAN).id is None


@pytest.mark.parametrize("name", ["Sở", "Lãnh đạo Sở", "đơn vị mình"])
def test_a_bare_name_stands_for_the_one_just_named(name: str) -> None:
    before = [resolve(Unit(name=each), PLAN) for each in ("Công an tỉnh", "Sở Nội vụ")]
    assert resolve(Unit(name=name), PLAN, before).canonical == "Sở Nội vụ tỉnh Cà Mau"


def test_a_bare_name_without_one_before_it_is_not_guessed() -> None:
    assert resolve(Unit(name="Ban Chỉ đạo"), PLAN).canonical is None
    assert resolve(Unit(name="đơn vị mình"), PLAN).canonical is None


def test_what_the_document_defines_is_used() -> None:
    context = Context(issuer="Ủy ban nhân dân tỉnh Cà Mau", known={"Ban Chỉ đạo": "Ban Chỉ đạo chuyển đổi số tỉnh"})
    assert resolve(Unit(name="Ban Chỉ đạo"), context).canonical == "Ban Chỉ đạo chuyển đổi số tỉnh Cà Mau"


@pytest.mark.parametrize(
    ("name", "on", "today"),
    [
        ("Sở Thông tin và Truyền thông", date(2024, 5, 6), ["Sở Thông tin và Truyền thông"]),
        (
            "Sở Thông tin và Truyền thông",
            date(2026, 5, 6),
            ["Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch"],
        ),
        ("Sở Kế hoạch và Đầu tư", date(2025, 3, 1), ["Sở Tài chính"]),
        ("Sở Giao thông vận tải", date(2025, 2, 28), ["Sở Giao thông vận tải"]),
        ("Sở Giao thông vận tải", date(2025, 3, 1), ["Sở Xây dựng"]),
        ("Bộ Tài nguyên và Môi trường", date(2026, 1, 1), ["Bộ Nông nghiệp và Môi trường"]),
        ("Ban Dân tộc", date(2026, 1, 1), ["Sở Dân tộc và Tôn giáo"]),
        ("Sở Nội vụ", date(2026, 1, 1), ["Sở Nội vụ"]),
    ],
)
def test_who_does_an_offices_work_on_a_day(name: str, on: date, today: list[str]) -> None:
    office = register().at(name)
    assert office
    assert [each.name for each in register().today(office, on)] == today


def test_an_office_is_known_only_while_it_stood() -> None:
    assert register().at("Sở TT&TT", date(2024, 5, 6))
    assert register().at("Sở TT&TT", date(2026, 5, 6)) is None
    after = register().at("Sở Nông nghiệp và Môi trường")
    assert after
    assert {office.name for office in register().predecessors(after)} == {
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Tài nguyên và Môi trường",
    }


def test_every_successor_is_in_the_register() -> None:
    known = {office.name for office in register().offices}
    assert [s for office in register().offices for s in office.successors if s not in known] == []


@pytest.mark.parametrize("suffix", ["csv", "toml"])
def test_an_office_adds_its_own_units_in_a_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"units.{suffix}"
    path.write_text(
        "# của cơ quan\nname,levels,short,valid_from,valid_to,successors,source\n"
        "Tổ Một cửa lưu động,,TMC|Tổ lưu động,2024-01-01,,,\n"
        if suffix == "csv"
        else '[[unit]]\nname = "Tổ Một cửa lưu động"\nshort = ["TMC", "Tổ lưu động"]\nvalid_from = 2024-01-01\n',
        encoding="utf-8",
    )
    named = Unit(name="TMC", canonical="Tổ Một cửa lưu động", id="to-mot-cua-luu-dong")
    text = "Giao Sở Nội vụ, TMC và Giám đốc TMC rà soát."
    with own_units(read_own(path)):
        assert resolve(Unit(name="TMC"), PLAN) == named
        assert [unit.value.name for unit in find_units(vietnamese()(text))] == ["Sở Nội vụ", "TMC", "Giám đốc TMC"]
        assert resolve(Unit(name="Giám đốc TMC"), PLAN).id == named.id
        assert offices_known().at("Tổ lưu động", date(2023, 1, 1)) is None
    assert resolve(Unit(name="TMC"), PLAN).id is None
    assert "TMC" not in [unit.value.name for unit in find_units(vietnamese()(text))]


def test_a_file_of_units_without_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text('[[unit]]\nshort = ["X"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match="without a name"):
        read_own(path)


def test_a_damaged_name_is_taken_only_where_one_is_near() -> None:
    near = register().near
    office = near("Sở Tài chinh")
    assert office and office.name == "Sở Tài chính"
    assert near("Sở Công nghệ") is None
    assert near("Sở") is None


def test_ids_are_plain_and_no_two_offices_of_a_time_share_one() -> None:
    ids = [(office.id(), office.levels, office.valid_from) for office in register().offices]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", id) for id, _, _ in ids)


def test_places_are_valid_in_time() -> None:
    provinces = [place for place in places() if place.level == "province"]
    assert len([p for p in provinces if p.valid(date(2025, 6, 30))]) == 63
    assert len([p for p in provinces if p.valid(date(2025, 7, 1))]) == 34
    assert not [p for p in places() if p.level == "district" and p.valid(date(2025, 7, 1))]
    kinds = {d: find_place("Đồng Nai", date.fromisoformat(d)) for d in ("2026-04-29", "2026-04-30")}
    assert [place and place.kind for place in kinds.values()] == ["tỉnh", "thành phố"]


def test_a_place_is_known_by_its_larger_place() -> None:
    assert find_place("xã Bình Minh", date(2024, 1, 1)) is None  # there are several
    province = find_place("tỉnh Cà Mau", date(2024, 1, 1))
    district = find_place("huyện Cái Nước", date(2024, 1, 1), province)
    assert district and above(district) == (province,)
    assert find_place("huyện Cái Nước", date(2024, 1, 1), find_place("tỉnh Lào Cai", date(2024, 1, 1))) is None


def test_tone_marks_and_capitals_make_no_other_place() -> None:
    assert by_name()["khánh hòa"]
    assert find_place("TỈNH KHÁNH HOÀ") == find_place("tỉnh Khánh Hòa")


def test_what_a_place_went_into() -> None:
    assert successions()["tỉnh sóc trăng"] == ("Thành phố Cần Thơ",)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("UBND TP. Huế", "Ủy ban nhân dân thành phố Huế"),
        ("Phòng TC-KH", "Phòng Tài chính - Kế hoạch"),
        ("Hội LHPN, Hội CCB tỉnh", "Hội Liên hiệp Phụ nữ, Hội Cựu chiến binh tỉnh"),
        ("KH&CN", "KH&CN"),
        ("Công ty VPX", "Công ty VPX"),
    ],
)
def test_short_forms_are_spelt_out(short: str, long: str) -> None:
    assert spelt_out(short) == long


OWN = '[[unit]]\nname = "Tổ Một cửa lưu động"\nshort = ["TMC"]\n'
LETTER = "Kính gửi: Sở Nội vụ\n1. Giao TMC rà soát hồ sơ tồn đọng trước ngày 15/6/2026.\n2. Giao Sở Nội vụ tổng hợp.\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an office's settings and its units, and a letter that names one of them."""
    monkeypatch.chdir(tmp_path)
    for name in ("VANTHU_CONFIG", "VANTHU_LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "vanthu.toml").write_text('[reading]\nunits = "don-vi.toml"\n')
    (tmp_path / "don-vi.toml").write_text(OWN)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "thu.txt").write_text(LETTER)
    return tmp_path


def leads(answer: str) -> list[tuple[str, str | None]]:
    return [(unit["name"], unit["id"]) for task in json.loads(answer)["tasks"] for unit in task["lead"]]


def test_an_offices_own_units_are_known_to_each_command_that_reads(office: Path) -> None:
    known = ("TMC", "to-mot-cua-luu-dong")
    run = CliRunner().invoke
    assert known in leads(run(main, ["parse", "inbox/thu.txt", "--jobs", "1"]).stdout)
    assert known in leads(run(main, ["explain", LETTER]).stdout)
    assert run(main, ["ingest", "inbox", "--jobs", "1", "--db", "sqlite:///so.db"]).exit_code == 0
    assert known in leads(run(main, ["show", "1", "--db", "sqlite:///so.db", "--json"]).stdout)
    (office / "vanthu.toml").unlink()
    assert known not in leads(run(main, ["explain", LETTER]).stdout)


@pytest.mark.parametrize(
    "text", ['[[unit]]\nshort = ["X"]\n', "unit = 3", "unit", "[[unit]]\nname = 'A'\nvalid_from = 'x'"]
)
def test_a_file_that_holds_no_units_is_told_with_its_name(office: Path, text: str) -> None:
    (office / "don-vi.toml").write_text(text)
    done = CliRunner().invoke(main, ["explain", LETTER])
    assert done.exit_code == 2
    assert "reading.units: don-vi.toml" in done.output


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Sớ Nội vụ", "Sở Nội vụ tỉnh Cà Mau"),
        ("Sở Nôi vụ", "Sở Nội vụ tỉnh Cà Mau"),
        ("UBND tinh", "Ủy ban nhân dân tỉnh Cà Mau"),
        ("UBND tinh Cà Mau", "Ủy ban nhân dân tỉnh Cà Mau"),
    ],
)
def test_a_damaged_name_is_resolved_and_makes_its_task_less_sure(read: str, meant: str) -> None:
    (damaged,) = explain(f"Giao {read} rà soát quy trình nội bộ.", NOW.issued_on, NOW.issuer).tasks
    (sound,) = explain("Giao Sở Nội vụ rà soát quy trình nội bộ.", NOW.issued_on, NOW.issuer).tasks
    assert [unit.canonical for unit in damaged.lead] == [meant]
    assert damaged.confidence < sound.confidence


@pytest.mark.parametrize(
    ("text", "leads_of_tasks"),
    [
        (
            "1. Giao Sở Nội vụ rà soát quy trình.\n2. Giao Sở tổng hợp, báo cáo trước ngày 15/6.",
            [["Nội vụ"], ["Nội vụ"]],
        ),
        ("1. Các Sở Nội vụ, Tài chính, Tư pháp rà soát quy trình nội bộ.", [["Nội vụ", "Tài chính", "Tư pháp"]]),
        ("1. Giao Sở Nội vụ, Tài chính, Tư pháp rà soát quy trình.", [["Nội vụ", "Tài chính", "Tư pháp"]]),
    ],
)
def test_a_bare_or_shortened_name_are_named_in_full(text: str, leads_of_tasks: list[list[str]]) -> None:
    tasks = explain(text, NOW.issued_on, NOW.issuer).tasks
    full = [[f"Sở {name} tỉnh Cà Mau" for name in names] for names in leads_of_tasks]
    assert [[unit.canonical for unit in task.lead] for task in tasks] == full
