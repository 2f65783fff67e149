"""Datelines, credits, marks and bylines are told from sentences; the cases are tests/cases/parts.json."""

import json
from pathlib import Path
from typing import Any

import pytest
from growing import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Role
from translate.language.boilerplate import is_caption, split_parts

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "parts.json").read_text(encoding="utf-8"))
MARKS = ["(Adv/Diskominfo)", "(ANTARA/abc)", "Baca juga: Beras", "Editor: Sari", "Samarinda – ", "(Baca: Beras)", ". "]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = "".join(part for part, _ in case["expect"])
    found = [[part, role.value] for part, role in split_parts(text, first=case["first"])]
    assert found == case["expect"]


def test_labels_are_unique() -> None:
    assert len({case["label"] for case in CASES}) == len(CASES) >= 60


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=30))), st.booleans())
def test_parts_tile_the_paragraph(pieces: list[str], first: bool) -> None:
    text = "".join(pieces)
    parts = split_parts(text, first=first)
    assert "".join(part for part, _ in parts) == text
    assert all(part for part, _ in parts)


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [("", "A", ""), ("", " ", "x"), ("", "(", ""), ("", "Aa ", ""), ("x. Editor: ", "Ab", "")],
)
def test_work_grows_no_faster_than_odd_text(before: str, piece: str, after: str) -> None:
    count = 5000 // len(piece)
    assert growth(lambda text: split_parts(f"{before}{text}{after}", first=True), piece, count, LINEAR) < LINEAR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foto: Budi Santoso", True),
        ("Ilustrasi: pasar beras", True),
        ("Pasar baru di tepi sungai. (Foto: Budi)", True),
        ("Pedagang menata beras (ANTARA FOTO/Budi)", True),
        ("Foto itu diambil Budi kemarin.", False),
        ("Ia menunjukkan foto (lama) kepada warga.", False),
    ],
)
def test_caption(text: str, expected: bool) -> None:
    assert is_caption(text) is expected


def test_every_role_has_a_case() -> None:
    assert {role for case in CASES for _, role in case["expect"]} == {role.value for role in Role}
