"""A memory gives exactly what was put, only to who made it; TMX carries it out and in."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import attempts

from translate.batch.memory import Memory, MemoryPair, MemoryUnit
from translate.batch.memory.rows import dump_attempts, load_attempts
from translate.batch.memory.tmx import TmxCounts, export_tmx, import_tmx
from translate.document import Attempt, Figure, Flag, FlagCode, ModelInfo, QuantityKind, Signature, Step
from translate.document.flags import Figures
from translate.errors import DamagedFile, MissingFile, WritingError

MAKER = Signature("1.0", (ModelInfo("m", "r1", "marian"),), "greedy", "id", "en", settings=(("retry", "off"),))
LOST = Flag(FlagCode.NUMBER_LOST, Figures((Figure(QuantityKind.PERCENT, Decimal(5), "5 persen"),)))
RAIN = MemoryUnit("Hujan turun.", "Rain fell.", (Attempt(Step.AS_ASKED, "Rain fell.", -0.25),))
DOUBT = MemoryUnit(
    "Harga naik 5 persen.",
    "Prices rose.",
    (Attempt(Step.AS_ASKED, "Prices rose.", None, (LOST,)),),
)
CASES = json.loads((Path(__file__).parent / "cases" / "tmx.json").read_text(encoding="utf-8"))


@pytest.fixture
def memory(tmp_path: Path) -> Any:
    with Memory(tmp_path / "sub" / "memory.sqlite") as opened:
        yield opened


def test_what_was_put_is_there_after_closing(tmp_path: Path) -> None:
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.put(MAKER, [RAIN, DOUBT])
    with Memory(tmp_path / "m.sqlite") as memory:
        found = memory.get(MAKER, [RAIN.source, DOUBT.source, "Lain."])
    assert found == {RAIN.source: RAIN.attempts, DOUBT.source: DOUBT.attempts}


@pytest.mark.parametrize(
    "change",
    [
        {"models": (ModelInfo("m", "r2", "marian"),)},
        {"decoding": "beam-4"},
        {"settings": (("retry", "norepeat-3,split"),)},
        {"models": (ModelInfo("m", "r1", "marian", prompt_sha256="ab"),)},
        {"target": "ja"},
        {"warta": "1.1"},
        {"libraries": (("torch", "2"),)},
    ],
)
def test_another_maker_gets_nothing(change: dict[str, Any], memory: Memory) -> None:
    memory.put(MAKER, [RAIN])
    assert memory.get(replace(MAKER, **change), [RAIN.source]) == {}


def test_input_and_date_are_no_part_of_the_maker(memory: Memory) -> None:
    memory.put(replace(MAKER, input_sha256="ab", date="2024-01-01"), [RAIN])
    assert memory.get(replace(MAKER, input_sha256="cd"), [RAIN.source]) == {RAIN.source: RAIN.attempts}


def test_more_texts_than_a_query_can_name(memory: Memory) -> None:
    units = [replace(RAIN, source=f"Hujan ke-{i}.") for i in range(1201)]
    memory.put(MAKER, units)
    assert len(memory.get(MAKER, [unit.source for unit in units])) == 1201


def test_a_failed_put_leaves_nothing(memory: Memory) -> None:
    with pytest.raises(UnicodeEncodeError):
        memory.put(MAKER, [RAIN, replace(RAIN, source="\ud800")])
    assert memory.get(MAKER, [RAIN.source]) == {}


@settings(deadline=None, max_examples=50)
@given(st.lists(attempts, min_size=1, max_size=3).map(tuple))
def test_attempts_survive_exactly(tried: tuple[Attempt, ...]) -> None:
    assert load_attempts(dump_attempts(tried)) == tried


def test_files_that_are_no_memory_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database" * 100, encoding="utf-8")
    with pytest.raises(WritingError, match="is no memory of Warta"):
        Memory(tmp_path / "text")
    with pytest.raises(WritingError, match="cannot be used"):
        Memory(tmp_path / "text" / "below")
    db = sqlite3.connect(tmp_path / "later")
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(WritingError, match="another version"):
        Memory(tmp_path / "later")


def test_two_processes_may_use_one_memory(tmp_path: Path) -> None:
    with Memory(tmp_path / "m.sqlite") as one, Memory(tmp_path / "m.sqlite") as other:
        one.put(MAKER, [RAIN])
        other.put(MAKER, [DOUBT])
        assert one.get(MAKER, [DOUBT.source]) and other.get(MAKER, [RAIN.source])


def test_imported_sha256_tells_contents_apart(memory: Memory) -> None:
    assert memory.imported_sha256("id", "en") == ""
    seen = set()
    for text in ("Rain.", "It rains."):
        memory.add_imported("id", "en", {"Hujan.": text})
        seen.add(memory.imported_sha256("id", "en"))
    assert len(seen) == 2 and memory.imported_sha256("id", "ja") == ""


def test_an_imported_translation_can_be_removed(memory: Memory) -> None:
    memory.add_imported("id", "en", {"Hujan.": "Rain.", "Angin.": "Wind."})
    memory.add_imported("id", "ja", {"Hujan.": "雨。"})
    memory.remove_imported("id", "en", ["Hujan.", "Awan."])
    assert memory.imported("id", "en", ["Hujan.", "Angin."]) == {"Angin.": "Wind."}
    assert memory.imported("id", "ja", ["Hujan."]) == {"Hujan.": "雨。"}


def test_export_is_tmx_that_import_reads(memory: Memory, tmp_path: Path) -> None:
    memory.put(MAKER, [RAIN, DOUBT, MemoryUnit("A & <b>", "“C” & <d>", (Attempt(Step.AS_ASKED, "“C” & <d>"),))])
    memory.put(replace(MAKER, target="ja"), [replace(RAIN, text="雨が降った。")])
    memory.add_imported("id", "en", {"Angin.": "Wind."})
    path = tmp_path / "m.tmx"
    assert export_tmx(memory, path) == TmxCounts(5, 0)
    tree = ElementTree.parse(path).getroot()
    assert (tree.tag, tree.get("version")) == ("tmx", "1.4")
    header = tree.find("header")
    assert header is not None and {*header.keys()} == {
        *("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"),
    }
    assert [prop.text for prop in tree.iter("prop") if prop.get("type") == "x-warta-flags"] == ["NUMBER_LOST"]
    with Memory(tmp_path / "other.sqlite") as other:
        assert import_tmx(other, path) == TmxCounts(1, 0, 4)  # what the model said is no person's
        assert [(pair.target_language, pair.source, pair.text) for pair in other.pairs()] == [("en", "Angin.", "Wind.")]
    # Without what Warta notes of them they are pairs of another program's.
    path.write_text(re.sub("<prop.*?</prop>", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    with Memory(tmp_path / "other.sqlite") as other:
        assert import_tmx(other, path) == TmxCounts(5, 0)
        pairs = [(pair.target_language, pair.source, pair.text) for pair in other.pairs()]
    assert sorted(pairs) == sorted((pair.target_language, pair.source, pair.text) for pair in memory.pairs())
    assert export_tmx(memory, path, target="ja") == TmxCounts(1, 0)


def test_what_xml_cannot_hold_is_counted(memory: Memory, tmp_path: Path) -> None:
    memory.put(MAKER, [RAIN, replace(RAIN, source="Hujan\x0b turun.")])
    assert export_tmx(memory, tmp_path / "m.tmx") == TmxCounts(1, 1)
    ElementTree.parse(tmp_path / "m.tmx")


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_tmx_of_other_programs(case: dict[str, Any], memory: Memory, tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(case["tmx"], encoding="utf-8")
    counts = import_tmx(memory, tmp_path / "m.tmx")
    assert list(memory.pairs()) == [MemoryPair("id", *pair) for pair in case["pairs"]]
    assert counts == TmxCounts(case.get("taken", len(case["pairs"])), case.get("left_out", 0))


@pytest.mark.parametrize("content", ["", "<tmx><body><tu>", "<html></html>", "no xml"])
def test_a_damaged_tmx_is_refused(content: str, memory: Memory, tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(content, encoding="utf-8")
    with pytest.raises(DamagedFile, match=r"m\.tmx is no"):
        import_tmx(memory, tmp_path / "m.tmx")


def test_paths_that_cannot_be(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="cannot be read"):
        import_tmx(memory, tmp_path / "none.tmx")
    with pytest.raises(WritingError, match="cannot be written"):
        export_tmx(memory, tmp_path / "none" / "m.tmx")
    assert not list(tmp_path.glob(".*tmp"))
