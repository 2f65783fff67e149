"""Make the attempts at many texts, window by window; an engine translates one window while another is checked."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Self

from translate.document import Attempt, Hypothesis, Step
from translate.models.engines.base import interrupt, is_beside, may_repeat, prepare
from translate.translation.attempts import Calling, EngineCall, attempts_of_step, post_edited, source_of
from translate.translation.retry import Policy, is_for, retry_steps
from translate.translation.setup import Setup

# The most sentences that go through the retries together, enough for batches of similar length. A slower engine gets as
# many as it translates in about TURN seconds, so that progress is shown and a run can be stopped soon.
WINDOW, FIRST_WINDOW, TURN = 512, 4, 5.0
# Windows in work at once, if the engine works beside this thread, and the least sentences of a window near the end.
AT_ONCE, LEAST = 3, 64

AttemptsInOrder = list[tuple[Attempt, ...]]  # of each text


def translate_windows(
    texts: Iterable[str], setup: Setup, policy: Policy, *, ahead: bool = True
) -> Generator[dict[str, tuple[Attempt, ...]]]:
    """Yield the attempts at each distinct text, window by window; shortest texts first.

    Near the end windows are smaller, so that little is left to do while no other window is in work.

    Args:
        texts: what to translate.
        setup: the engine, its fallback and post-editor.
        policy: decoding and retries.
        ahead: begin the next windows while one is not done, if the engine has processes of its own. What was begun is
            lost if the caller stops.

    Raises:
        ModelError: the engine cannot run.
    """
    waiting = deque(sorted(set(texts), key=lambda text: (len(text), text)))
    size, finished = FIRST_WINDOW, 0.0
    prepare(setup.engine, len(waiting))
    with _WindowsInWork(setup, policy, ahead=ahead) as in_work:
        while waiting or in_work:
            while waiting and len(in_work) < in_work.most:
                in_work.begin([waiting.popleft() for _ in range(_count(size, len(waiting), in_work.most))])
            window = in_work.finish()
            now = time.perf_counter()
            seconds, finished = now - max(window.started, finished), now
            # Later texts are longer; and the first window may include loading.
            size = max(1, min(4 * size, int(len(window.texts) * TURN / max(seconds, 0.001))))
            yield dict(zip(window.texts, window.attempts, strict=True))


def _count(size: int, left: int, at_once: int) -> int:
    """Return how many of the texts that are left a window takes: its size, or all if few would remain."""
    size = min(size, WINDOW, left if at_once == 1 else max(LEAST, left // 2))
    return left if left <= size + size // 4 else size


def translate_with_retries(texts: Sequence[str], setup: Setup, policy: Policy) -> AttemptsInOrder:
    """Return for each text every attempt at it, in order; the retries end where an attempt has no flag."""
    with _WindowsInWork(setup, policy, ahead=False) as in_work:
        in_work.begin(texts)
        return in_work.finish().attempts


def with_retries(texts: Sequence[str], setup: Setup, policy: Policy) -> Calling[AttemptsInOrder]:
    """Return what `translate_with_retries` does; the calls of engines are yielded, those of a post-editor are made."""
    attempts_of: AttemptsInOrder = [() for _ in texts]
    engine, fallback, editor = setup.engine, setup.fallback, setup.editor
    sources = [source_of(text, engine, policy) for text in texts]
    name = editor.info(engine.target).id if editor else ""
    for step in retry_steps(policy, engine.models, setup.fallback_models, name):
        indices = [i for i, tried in enumerate(attempts_of) if is_for(step, tried)]
        if step.step is Step.NO_REPEAT and not step.beams:  # without repetitions it would be the first attempt again
            length = step.decoding.no_repeat_ngram
            indices = [i for i in indices if may_repeat(engine, attempts_of[i][0].text, length)]
        if step.step is Step.POST_EDIT and editor:
            attempts = [post_edited(sources[i], attempts_of[i], step, engine, editor) for i in indices]
        else:
            # Loaded only if a sentence needs it.
            model = fallback.engine() if indices and step.step is Step.FALLBACK and fallback else engine
            indices, attempts = yield from attempts_of_step(indices, sources, step, model, policy)
        for i, attempt in zip(indices, attempts, strict=True):
            attempts_of[i] = (*attempts_of[i], attempt)
    return attempts_of


@dataclass(slots=True)
class _Window:
    """Texts whose attempts are in work."""

    texts: Sequence[str]
    work: Calling[AttemptsInOrder]
    started: float
    call: Future[list[Hypothesis]] | None = None  # of the engine, that `work` waits for
    attempts: AttemptsInOrder = field(default_factory=list)


class _WindowsInWork:
    """The windows that are begun and not finished, in order.

    Calls of an engine that works beside this thread are made in other threads; all else is done in this one.
    """

    def __init__(self, setup: Setup, policy: Policy, *, ahead: bool) -> None:
        self._setup, self._policy, self._ahead = setup, policy, ahead
        self._windows = deque[_Window]()
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the calls of the engine; there are some if the caller stops, or another call failed."""
        if self._threads:
            if self._windows:
                interrupt(self._setup.engine)
            self._threads.shutdown(cancel_futures=True)

    def __len__(self) -> int:
        return len(self._windows)

    @property
    def most(self) -> int:
        """How many windows may be in work now."""
        return AT_ONCE if self._ahead and is_beside(self._setup.engine) else 1

    def begin(self, texts: Sequence[str]) -> None:
        """Begin a window; it is finished at once if the engine does not work beside this thread."""
        window = _Window(texts, with_retries(texts, self._setup, self._policy), time.perf_counter())
        self._windows.append(window)
        self._resume(window)

    def finish(self) -> _Window:
        """Return the first window with all its attempts; work on the others until then."""
        first = self._windows[0]
        while first.call:
            wait([window.call for window in self._windows if window.call], return_when=FIRST_COMPLETED)
            for window in self._windows:
                if window.call and window.call.done():
                    self._resume(window, window.call.result())
        return self._windows.popleft()

    def _resume(self, window: _Window, hypotheses: list[Hypothesis] | None = None) -> None:
        """Work on a window until it needs a call in another thread, or is done."""
        window.call = None
        while call := _next(window, hypotheses):
            if self.most > 1 and call.engine is self._setup.engine:
                self._threads = self._threads or ThreadPoolExecutor(AT_ONCE)
                window.call = self._threads.submit(call)
                return
            hypotheses = call()


def _next(window: _Window, hypotheses: list[Hypothesis] | None) -> EngineCall | None:
    """Return the next call that a window needs, given the hypotheses of the last; None if it has all its attempts."""
    try:
        return next(window.work) if hypotheses is None else window.work.send(hypotheses)
    except StopIteration as done:
        window.attempts = done.value
        return None
