"""Post-editing in folders and memories: exactly what is stuck is done again, and nobody gets another one's edits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_abstractive_models import chat_folder, plain_folder  # noqa: F401  # fixtures
from test_post_edit import GOOD, LOST, REPLIES, RIGHT, RIVER, SOURCE, Scripted, first

from translate.batch import Batch, Job, translate_files
from translate.batch.discovery import discover
from translate.batch.memory import Memory
from translate.cli import main
from translate.document import ModelInfo
from translate.errors import ModelError
from translate.models.chat.server import Answer
from translate.models.fallback import Fallback
from translate.reading import read_text
from translate.testing import FakeEngine
from translate.translation.post_edit.editor import LanguageModelEditor
from translate.translation.setup import Setup
from translate.translator import Translator
from translate.writers.wording import attempt_text

JOB = Job(formats=("txt", "json"), dated=False, check_language=False)
OTHER = "About 45 villagers received rice from the city government."


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name, text in (("banjir", GOOD), ("beras", f"{GOOD}\n\n{SOURCE}")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def editor(model: Scripted, name: str = "tiny") -> LanguageModelEditor:
    return LanguageModelEditor(model, ModelInfo(name), ["en"])


class Run:
    """A run into a folder beside the inbox."""

    def __init__(
        self, inbox: Path, *answers: str | Answer | Exception, name: str = "tiny", fallback: Fallback | None = None,
        out: str = "out", memory: Memory | None = None,
    ) -> None:  # fmt: skip
        self.fake, self.model = first(), Scripted(*answers)
        self.out = inbox.parent / out
        setup = Setup(self.fake, fallback, editor(self.model, name) if answers else None)
        before = self.files()
        batch = Batch(discover([inbox], self.out), self.out, [setup], JOB, memory=memory)
        self.statuses = {Path(outcome.path).stem: str(outcome.status) for outcome in batch.run()}
        self.tally = batch.tally
        self.rewritten = {name.split(".")[0] for name, time in self.files().items() if before.get(name) != time}

    def files(self) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in self.out.glob("*.*.*")}

    @property
    def asked(self) -> set[str]:
        return {text for texts, _ in self.fake.history for text in texts if text in REPLIES}

    def text(self) -> str:
        return (self.out / "beras.en.txt").read_text(encoding="utf-8")

    def attempts(self) -> list[str]:
        made = json.loads((self.out / "beras.en.json").read_text(encoding="utf-8"))
        return [attempt["how"] for attempt in made["segments"][1]["attempts"]]


def test_another_post_editor_does_again_exactly_what_is_stuck(inbox: Path) -> None:
    assert LOST in Run(inbox).text()
    for name, said in (("one", RIGHT), ("two", OTHER)):
        run = Run(inbox, said, name=name)
        assert run.asked == {SOURCE} and len(run.model.questions) == 1 and run.rewritten == {"beras"}
        assert said in run.text() and f"post-edited by {name}" in run.attempts()
        again = Run(inbox, "never asked", name=name)
        assert not again.asked and not again.model.questions and not again.rewritten
    alone = Run(inbox)
    assert not alone.asked and alone.rewritten == {"beras"} and LOST in alone.text()
    assert not any("post-edited" in attempt_text for attempt_text in alone.attempts())
    back = Run(inbox, "never asked", name="one")
    assert not back.asked and not back.model.questions and RIGHT in back.text()


def test_a_good_folder_never_asks(inbox: Path) -> None:
    (inbox / "beras.txt").unlink()
    Run(inbox)
    run = Run(inbox, RIGHT)
    assert not run.model.questions and not run.asked and not run.rewritten


def test_with_a_fallback_only_what_that_left_in_doubt_is_done_again(inbox: Path) -> None:
    bad = Fallback((ModelInfo("other", "1" * 40),), lambda: FakeEngine({SOURCE: "Rice."}))
    Run(inbox, fallback=bad)
    run = Run(inbox, RIGHT, fallback=bad)
    assert run.asked == {SOURCE} and run.rewritten == {"beras"} and RIGHT in run.text()
    good = Fallback((ModelInfo("good", "1" * 40),), lambda: FakeEngine({SOURCE: OTHER}))
    assert OTHER in Run(inbox, fallback=good).text()
    both = Run(inbox, RIGHT, fallback=good)
    assert not both.asked and not both.model.questions and not both.rewritten


def test_a_memory_hands_edits_to_nobody_else(inbox: Path, tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.sqlite") as memory:
        assert RIGHT in Run(inbox, RIGHT, out="one", memory=memory).text()
        alone = Run(inbox, out="two", memory=memory)
        assert alone.asked == {SOURCE} and LOST in alone.text() and alone.tally.remembered == 1
        other = Run(inbox, OTHER, name="other", out="three", memory=memory)
        assert OTHER in other.text() and other.asked == {SOURCE}
        same = Run(inbox, "never asked", out="four", memory=memory)
        assert RIGHT in same.text() and not same.asked and not same.model.questions


def test_what_a_failing_server_owes_is_asked_again_by_the_next_run(inbox: Path, tmp_path: Path) -> None:
    down = ModelError("The server is down.")
    with Memory(tmp_path / "memory.sqlite") as memory:
        run = Run(inbox, down, memory=memory)
        assert run.statuses == {"banjir": "done", "beras": "flagged"} and LOST in run.text()
        assert run.attempts()[-1] == "post-edited by tiny; no answer: The server is down"
        still = Run(inbox, down, memory=memory)
        assert len(still.model.questions) == 1 and not still.rewritten
        up = Run(inbox, RIGHT, memory=memory)
        assert up.asked == {SOURCE} and up.rewritten == {"beras"} and RIGHT in up.text()
        done = Run(inbox, "never asked", memory=memory)
        assert not done.model.questions and not done.rewritten
        alone = Run(inbox, out="alone", memory=memory)  # of what failed, the translation is kept, and nothing else
        assert not alone.asked and not any("post-edited" in attempt_text for attempt_text in alone.attempts())


def test_files_from_python_take_it_too(inbox: Path, tmp_path: Path) -> None:
    mine = editor(Scripted(RIGHT))
    made = list(translate_files([inbox], tmp_path / "out", engines=[first()], job=JOB, post_edit=mine))
    assert [str(outcome.status) for outcome in made] == ["done", "done"]
    assert (tmp_path / "out" / "beras.en.txt").read_text(encoding="utf-8").startswith(f"{RIVER}\n\n{RIGHT}\n")


# A model on this machine


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("fixture", ["chat_folder", "plain_folder"])
def test_a_random_model_babbles_and_changes_nothing(fixture: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(fixture)
    translator = Translator(engine=first(), post_edit=str(folder), dated=False)
    translation = translator.translate(read_text(f"{GOOD}\n\n{SOURCE}", check_language=False))
    assert [segment.text for segment in translation.segments] == [RIVER, LOST]
    assert attempt_text(translation.segments[1].attempts[-1]).startswith(f"post-edited by {folder.name}")
    assert dict(translation.signature.settings)["post-edit"].startswith(f"{folder.name}@")


@pytest.mark.usefixtures("one_thread")
def test_a_model_on_this_machine_from_the_command_line(
    chat_folder: Path,  # noqa: F811
    inbox: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from translate.models.chat.loader import load_chat

    load_chat.cache_clear()
    asked = ["--model", "identity", "--any-language", "--post-edit", str(chat_folder), "--offline"]
    targets = ["--to", "en", "--to", "ja"]
    brief = ["--brief", "--summarizer", "llm", "--summarizer-model", str(chat_folder), "--format", "json"]
    assert main(["batch", str(inbox), "-o", str(tmp_path / "out"), *asked, *targets, *brief]) == 0
    assert load_chat.cache_info().misses == 1  # one for both targets, and for the briefs
    for target in ("en", "ja"):
        text = (tmp_path / "out" / f"beras.{target}.json").read_text(encoding="utf-8")
        assert "post-edited by tiny-chat" in text
    (chat_folder / "tokenizer.json").rename(chat_folder / "away.json")
    load_chat.cache_clear()
    try:
        assert main(["translate", str(inbox / "beras.txt"), *asked]) == 1
    finally:
        (chat_folder / "away.json").rename(chat_folder / "tokenizer.json")
    assert "the model cannot be loaded" in capsys.readouterr().err
