"""Windows of texts: the same attempts whether the engine works beside the checks or not, and nothing left behind."""

import threading
from collections.abc import Sequence

import pytest

from translate.document import Attempt, Hypothesis, Step
from translate.errors import ModelError
from translate.models.decoding import Decoding
from translate.models.engines.base import may_repeat
from translate.models.engines.pivot import Pivot
from translate.models.resolve import load_engine
from translate.testing import FakeEngine
from translate.translation.attempts import EngineCall
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.windows import AT_ONCE, LEAST, translate_windows

# The fake engine below gets the figures with a 1 wrong.
TEXTS = [f"Harga beras naik {'lagi ' * (n % 7)}{n} rupiah pekan ini." for n in range(300)]


class Beside(FakeEngine):
    """A fake engine that works in other processes, as far as its callers see."""

    is_beside = True

    def __init__(self, together: int = 1) -> None:
        """Take how many first calls wait for each other."""
        super().__init__(default=lambda text: text.replace("1", "2"))
        self.threads = set[str]()
        self.together, self.meeting = together, threading.Barrier(together)
        self.calls, self.in_calls, self.most_in_calls = 0, 0, 0
        self.lock, self.blocked = threading.Lock(), threading.Event()
        self.blocked.set()
        self.interrupts = 0

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        with self.lock:
            self.threads.add(threading.current_thread().name)
            self.in_calls += 1
            self.most_in_calls = max(self.most_in_calls, self.in_calls)
            self.calls += 1
            meets = self.calls <= self.together
        try:
            if meets:
                self.meeting.wait(60)
            if not self.blocked.wait(60):
                raise AssertionError("nothing interrupted the call")
            if self.interrupts:
                raise ModelError("It was interrupted.")
            return super().translate(texts, decoding, headlines=headlines)
        finally:
            with self.lock:
                self.in_calls -= 1

    def interrupt(self) -> None:
        self.interrupts += 1
        self.blocked.set()


def every_attempt(
    engine: FakeEngine, texts: Sequence[str] = TEXTS, *, ahead: bool = True
) -> list[dict[str, tuple[Attempt, ...]]]:
    return list(translate_windows(texts, Setup(engine), Policy(), ahead=ahead))


def merged(windows: Sequence[dict[str, tuple[Attempt, ...]]]) -> dict[str, tuple[Attempt, ...]]:
    return {text: tried for window in windows for text, tried in window.items()}


def test_attempts_are_the_same_beside_the_checks() -> None:
    alone, engine = every_attempt(Beside(), ahead=False), Beside(together=AT_ONCE)
    beside = every_attempt(engine)
    assert merged(beside) == merged(alone) and len(merged(alone)) == len(TEXTS)
    assert list(merged(beside)) == sorted(TEXTS, key=lambda text: (len(text), text))  # windows in order
    assert any(len(tried) > 1 for tried in merged(alone).values())
    assert threading.current_thread().name not in engine.threads
    assert engine.most_in_calls == AT_ONCE and engine.interrupts == 0


def test_an_engine_of_this_thread_works_on_one_window_at_a_time() -> None:
    engine = Beside()
    every_attempt(engine, ahead=False)
    assert engine.threads == {threading.current_thread().name} and engine.most_in_calls == 1


def test_windows_near_the_end_are_small() -> None:
    texts = [f"Harga beras naik {n} rupiah." for n in range(2000)]
    sizes = [len(window) for window in every_attempt(Beside(), texts)]
    assert sizes[-1] <= LEAST + LEAST // 4 < max(sizes) and sum(sizes) == len(texts)


def test_calls_end_when_the_caller_stops() -> None:
    engine = Beside()
    stream = translate_windows(TEXTS, Setup(engine), Policy())
    next(stream)
    engine.blocked.clear()
    stream.close()
    assert engine.interrupts == 1 and engine.in_calls == 0


def test_a_failure_ends_the_other_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Beside()

    def fail(call: EngineCall) -> list[Hypothesis]:
        if TEXTS[-1] in call.texts:
            engine.blocked.clear()
            raise ModelError("The model failed.")
        return call.engine.translate(call.texts, call.decoding)

    monkeypatch.setattr(EngineCall, "__call__", fail)
    with pytest.raises(ModelError, match="The model failed"):
        every_attempt(engine)
    assert engine.interrupts == 1 and engine.in_calls == 0


def test_a_pivot_works_beside_if_both_legs_do() -> None:
    first, second = Beside(), Beside()
    second.source, second.target = "en", "ja"
    pivot = Pivot(first, second)
    assert pivot.is_beside
    pivot.interrupt()
    assert (first.interrupts, second.interrupts) == (1, 1)
    assert not Pivot(first, FakeEngine(source="en", target="ja")).is_beside


@pytest.mark.slow
def test_a_student_gives_the_same_beside_the_checks_and_after_an_interrupt() -> None:
    engine = load_engine("student", target="en")
    setup, texts = Setup(engine), TEXTS[:150]
    alone = merged(list(translate_windows(texts, setup, Policy(), ahead=False)))
    assert engine.is_beside  # type: ignore[attr-defined]
    stream = translate_windows(texts, setup, Policy())
    first = next(stream)
    stream.close()
    assert first.items() <= alone.items()
    assert merged(list(translate_windows(texts, setup, Policy()))) == alone


def test_a_retry_without_repetitions_is_for_what_repeats() -> None:
    class Counting(FakeEngine):
        def repeats(self, text: str, length: int) -> bool:
            assert length == 3
            return "padi padi" in text

    sources = ["Harga padi naik 5 persen pekan ini.", "Harga padi padi naik 5 persen."]
    engine = Counting(default=lambda text: text.replace("5", "6"))
    decoding = Decoding(beams=4)  # as many as a retry has
    (window,) = translate_windows(sources, Setup(engine), Policy(decoding))
    steps = {text: [attempt.step for attempt in tried] for text, tried in window.items()}
    assert Step.NO_REPEAT not in steps[sources[0]] and Step.NO_REPEAT in steps[sources[1]]
    (window,) = translate_windows(sources, Setup(engine), Policy(Decoding()))
    assert all(Step.NO_REPEAT in [attempt.step for attempt in tried] for tried in window.values())  # with more beams


def test_the_student_counts_its_own_tokens_for_repetitions() -> None:
    engine = load_engine("student", target="en")
    assert may_repeat(engine, "MSNBC rose and MSNBC fell.", 3)
    assert not may_repeat(engine, "Prices rose and prices fell.", 3) and not may_repeat(engine, "", 3)
    assert may_repeat(FakeEngine(), "", 3)  # unknown
