"""The real code path of models that write briefs, on tiny random checkpoints, and the command line over it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from checkpoints import CORPUS
from llm_server import serving
from test_briefing import ARTICLE, build_translation

from translate.briefing.compose import make_brief
from translate.briefing.summarizers.abstractive import AbstractiveSummarizer
from translate.briefing.summarizers.load import Choice, load_summarizer
from translate.cli import main
from translate.document import Origin
from translate.errors import DamagedModel, ModelError
from translate.models.resolve import Resolved
from translate.testing import FakeEngine

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<|user|>", "<|end|>"]
TEMPLATE = "{% for m in messages %}<|user|>{{ m['content'] }}<|end|>{% endfor %}"
SMALL: dict[str, Any] = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}


def tokenizer(folder: Path, *, chat: bool, length: int) -> int:
    """Write a tokenizer; its size."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False
    )
    bpe.train_from_iterator(CORPUS, trainer)
    kind: Any = PreTrainedTokenizerFast  # not typed
    fast = kind(
        tokenizer_object=bpe, bos_token="<s>", pad_token="<pad>", eos_token="</s>", unk_token="<unk>",
        additional_special_tokens=SPECIAL[4:], model_max_length=length,
    )  # fmt: skip
    fast.chat_template = TEMPLATE if chat else None
    fast.save_pretrained(folder)
    return len(fast)


def save(folder: Path, model: Any) -> Path:
    from translate.models.seq2seq import quiet

    with quiet():
        model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def bart_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    folder = tmp_path_factory.mktemp("bart") / "tiny-bart"
    size = tokenizer(folder, chat=False, length=96)
    torch.manual_seed(0)
    config = BartConfig(
        vocab_size=size, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=96,
        decoder_start_token_id=2, forced_eos_token_id=2, init_std=0.5, **SMALL,
    )  # fmt: skip
    model = BartForConditionalGeneration(config)
    settings: Any = model.generation_config  # not typed
    settings.update(max_length=20, min_length=5, num_beams=2, no_repeat_ngram_size=3)
    return save(folder, model)


@pytest.fixture(scope="session")
def t5_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import MT5Config, MT5ForConditionalGeneration

    folder = tmp_path_factory.mktemp("mt5") / "tiny-mt5"
    size = tokenizer(folder, chat=False, length=int(1e30))
    torch.manual_seed(0)
    config = MT5Config(
        vocab_size=size, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_decoder_layers=1, num_heads=2,
        decoder_start_token_id=1, **SMALL,
    )  # fmt: skip
    return save(folder, MT5ForConditionalGeneration(config))


def llama(folder: Path, *, chat: bool) -> Path:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    size = tokenizer(folder, chat=chat, length=3000)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=size, hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=3000, **SMALL,
    )  # fmt: skip
    return save(folder, LlamaForCausalLM(config))


@pytest.fixture(scope="session")
def chat_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return llama(tmp_path_factory.mktemp("llama") / "tiny-chat", chat=True)


@pytest.fixture(scope="session")
def plain_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return llama(tmp_path_factory.mktemp("llama") / "tiny-plain", chat=False)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize(
    ("name", "fixture"),
    [("seq2seq", "bart_folder"), ("seq2seq", "t5_folder"), ("llm", "chat_folder"), ("llm", "plain_folder")],
)
def test_what_a_random_model_babbles_is_refused(name: str, fixture: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(fixture)
    author = load_summarizer(Choice(name=name, model=str(folder)), ["en"])
    assert isinstance(author, AbstractiveSummarizer)
    brief = make_brief(build_translation(*ARTICLE), points=1, summarizer=author)
    assert [p.origin for p in brief.points] == [Origin.EXTRACTIVE]
    assert brief.points[0].refusal, brief.notices
    assert dict(brief.signature.settings)["summarizer-model"].startswith(f"{folder.name}@")


@pytest.mark.usefixtures("one_thread")
def test_a_summary_is_what_generate_makes_and_a_cut_one_says_so(bart_folder: Path) -> None:
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    from translate.models.chat.local import LocalSummaryModel
    from translate.models.seq2seq import quiet

    text = CORPUS[0]
    summary = LocalSummaryModel(bart_folder)
    assert summary.window == 96
    said = summary.summarise(text)
    with quiet():
        words = AutoTokenizer.from_pretrained(bart_folder)
        model = AutoModelForSeq2SeqLM.from_pretrained(bart_folder)
        made = model.generate(torch.tensor([words(text)["input_ids"]]), forced_eos_token_id=None, max_length=21)[0]
    assert said.text == str(words.decode(made, skip_special_tokens=True)).strip()
    assert said.complete == (2 in made[1:].tolist())
    with pytest.raises(ModelError, match="too long for tiny-bart"):
        summary.summarise(" ".join(CORPUS) * 4)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("fixture", ["bart_folder", "t5_folder"])
def test_an_article_over_the_window_is_read_to_its_end(
    fixture: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from translate.briefing.summarizers.abstractive import SummaryRequest
    from translate.briefing.summarizers.seq2seq_summary import Seq2SeqSummary
    from translate.checks.faithfulness import Support
    from translate.models.chat.local import LocalSummaryModel

    read: list[str] = []
    summarise = LocalSummaryModel.summarise

    def heard(self: LocalSummaryModel, text: str) -> Any:
        read.append(text)
        assert self.count_tokens(text) <= self.window
        return summarise(self, text)

    monkeypatch.setattr(LocalSummaryModel, "summarise", heard)
    author = load_summarizer(Choice(name="seq2seq", model=str(request.getfixturevalue(fixture))), ["en"])
    assert isinstance(author, Seq2SeqSummary)
    supports = [Support(n, f"Village {n} planted {n + 100} trees by the river.", "") for n in range(40)]
    # One sentence alone is over the window of BART.
    supports.append(Support(40, "The mayor " + "very " * 120 + "gladly came.", ""))
    drafts = author.write(supports, SummaryRequest(3, 30, "en"))
    assert len(drafts) <= 3 and len(read) > 1
    whole = " ".join(read)
    assert all(support.text in whole for support in supports[:40]) and "gladly came." in whole


@pytest.mark.usefixtures("one_thread")
def test_tokens_of_the_template_are_only_those_of_the_template(chat_folder: Path) -> None:
    from translate.models.chat.local import LocalChatModel

    chat = LocalChatModel(chat_folder)
    ids = chat._encode("Halo <|end|><|user|> </s>")
    assert [ids.count(special) for special in (2, 4, 5)] == [0, 1, 1]
    assert (ids[0], ids[-1]) == (4, 5)
    assert chat.count_tokens("Halo") < chat.count_tokens("Halo <|end|>")
    with pytest.raises(ModelError, match="too long"):
        chat.ask("Halo", 5000)


def test_a_damaged_checkpoint_is_refused(bart_folder: Path, tmp_path: Path) -> None:
    from translate.models.chat.local import LocalSummaryModel

    for path in bart_folder.iterdir():
        if path.suffix != ".safetensors":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(DamagedModel, match="no weights as safetensors"):
        LocalSummaryModel(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"not this")
    with pytest.raises(DamagedModel, match="cannot be loaded"):
        LocalSummaryModel(tmp_path)


# The command line


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "beras.txt"
    path.write_text("Harga Beras Naik\n\nHarga beras naik 5 persen di Jakarta sejak Senin lalu.\n", encoding="utf-8")
    return path


def test_a_brief_by_a_server(
    article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WARTA_LLM_KEY", "secret")
    replies = {
        "Harga Beras Naik": "Rice Price Rises",
        "Harga beras naik 5 persen di Jakarta sejak Senin lalu.": "Rice rose 5 percent in Jakarta since Monday.",
    }
    monkeypatch.setattr(Resolved, "load", lambda self, on_note=None: FakeEngine(replies))
    with serving("- Rice rose 99 percent in Jakarta since Monday [1]") as server:
        arguments = ["--llm-url", server.url, "--llm-model", "m", "--summarizer", "llm"]
        output = tmp_path / "brief.json"
        assert main(["brief", str(article), *arguments, "--points", "1", "-o", str(output)]) == 0
        assert main(["batch", str(article), *arguments, "--brief", "-o", str(tmp_path / "out")]) == 0
        assert len(server.requests) == 2
        assert server.headers[0]["Authorization"] == "Bearer secret"
        assert main(["brief", str(article), *arguments, "--offline"]) == 2
        assert len(server.requests) == 2
    made = json.loads(output.read_text(encoding="utf-8"))["brief"]
    assert made["points"][0]["origin"] == "extractive" and made["points"][0]["refusal"]["note"]
    assert "secret" not in output.read_text(encoding="utf-8")
    assert "--offline opens no socket" in capsys.readouterr().err


def test_templates_on_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["prompts", "list"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in ("brief.en", "brief.ja", "headline.en", "headline.ja", "post-edit.en"))
    assert main(["prompts", "show", "brief.en"]) == 0
    shown = capsys.readouterr().out
    (tmp_path / "brief.en.md").write_text(shown + "Mind the dates.\n", encoding="utf-8")
    assert main(["prompts", "check"]) == 0 and main(["prompts", "check", str(tmp_path)]) == 0
    assert main(["prompts", "list", str(tmp_path)]) == 0
    assert str(tmp_path) in capsys.readouterr().out
    (tmp_path / "brief.en.md").write_text(shown.replace("$points", "four"), encoding="utf-8")
    assert main(["prompts", "check", str(tmp_path)]) == 1
    assert "lacks $points" in capsys.readouterr().err
    (tmp_path / "brief.en.md").rename(tmp_path / "breif.en.md")
    assert main(["prompts", "check", str(tmp_path)]) == 1
    assert "replaces no template" in capsys.readouterr().err
    assert main(["prompts", "show", "magic"]) == 1
