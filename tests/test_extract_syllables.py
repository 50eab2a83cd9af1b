"""What can be Vietnamese and what can't: the ground on which a text layer is judged."""

import pytest

from extract.syllables import is_syllable, share_of_syllables


@pytest.mark.parametrize(
    "text",
    [
        "Điều",
        "nghiêm",
        "quyết",
        "giữa",
        "gì",
        "khuya",
        "ngoằn",
        "UỶ",
        "hòa",
        "hoà",
        "của",
        "ghế",
        "kỷ",
        "yêu",
        "ý",
        "oan",
        "rượu",
        "thuở",
    ],
)
def test_syllables(text: str) -> None:
    assert is_syllable(text)


@pytest.mark.parametrize(
    "text",
    [
        "nuan",
        "tvtr",
        "hgrp",
        "gê",
        "ngi",
        "cê",
        "UBND",
        "server",
        "jack",
        "đước̉",
        "bác̀",
        "hoàt",
        "xyz",
        "ƣơng",
    ],
)
def test_no_syllables(text: str) -> None:
    assert not is_syllable(text)


def test_a_stopped_rhyme_has_two_tones_only() -> None:
    assert is_syllable("các") and is_syllable("cạc")
    assert not is_syllable("càc") and not is_syllable("cảc") and not is_syllable("cãc")


def test_abbreviations_and_figures_do_not_count() -> None:
    share, marked, count = share_of_syllables(["Sở", "KHCN,", "QĐ-TTg", "ngày", "15/12/2030"])
    assert (share, count) == (2 / 3, 3)  # Sở, ngày; TTg is no abbreviation in capitals
    assert marked == 2 / 3
