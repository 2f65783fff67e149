"""The local page in a real browser, driven as a person would. Skipped where there is no Chromium; CI installs one."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_html_chromium import CHROMIUM, NAMES
from web_server import ARTICLE, Running, running

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=f"no browser: none of {', '.join(NAMES)} is on the PATH")
SECONDS = 60_000  # milliseconds: a busy machine is slow, and nothing here is timed
expect.set_options(timeout=SECONDS)
DROP = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
        document.querySelector("#compose").dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""
CONTRAST = """(element) => {
    const channels = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    let behind = element, paper;
    do { paper = channels(getComputedStyle(behind).backgroundColor); behind = behind.parentElement; }
    while (behind && paper[3] === 0);
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(paper)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # --no-sandbox: CI runs as root in a container
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as server:
        yield server


@pytest.fixture
def page(web: Running, browser: Browser) -> Iterator[Page]:
    yield from opened(web, browser)


def opened(
    web: Running, browser: Browser, *, blocks: str = "Failed to load resource", **choices: Any
) -> Iterator[Page]:
    """Open the page; when the test is done nothing has gone wrong in it, and nothing was asked of another server.

    Only lines on the console that hold `blocks` are no fault: of an answer that is an error, unless it says another.
    """
    context = browser.new_context(**choices)
    page, wrong, asked = context.new_page(), list[str](), list[str]()
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.set_default_timeout(SECONDS)
    page.goto(web.root)
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()
    assert [line for line in wrong if blocks not in line] == []
    assert [url for url in asked if not url.startswith((web.root, "blob:"))] == []


def translate(page: Page, text: str = ARTICLE, to: str = "en") -> None:
    """Paste an article and wait for its translation."""
    page.locator(f"#targets label:has([value={to}])").click()
    page.fill("#article-text", text)
    page.click("#go")
    page.wait_for_selector("#save:not([hidden])")


def correct(page: Page, number: int, said: str) -> None:
    """Type a correction and wait until it is kept."""
    page.click(f"#s{number}")
    page.fill(".editor textarea", said)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"#s{number}.yours")


def is_narrow(page: Page) -> bool:
    """Return whether the page is no wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_from_paste_to_result_and_a_correction_that_is_used_again(page: Page) -> None:
    translate(page)
    expect(page.locator("#status")).to_have_text("4 sentences, 1 doubt")
    expect(page.locator("#s1")).to_have_text("The price of rice rises.")
    boxes = [page.locator(one).bounding_box() for one in ("#brief", "#o4", "#s4")]
    brief, source, target = (box for box in boxes if box)
    assert brief["y"] < source["y"] and source["x"] < target["x"] and abs(source["y"] - target["y"]) < 12
    correct(page, 2, "Residents are upset.")
    page.click("#new")
    translate(page, "Warga mengeluh.\n\nHujan turun di kota penyangga.")
    expect(page.locator("#s1.yours")).to_have_text("Residents are upset.")
    expect(page.locator(".yours")).to_have_count(1)


@pytest.mark.slow
def test_a_word_file_is_dropped(page: Page) -> None:
    made, buffer = docx.Document(), io.BytesIO()
    made.add_heading("Harga beras naik.", 1)
    made.add_paragraph("Warga mengeluh.")
    made.save(buffer)
    page.evaluate(DROP, ["berita.docx", base64.b64encode(buffer.getvalue()).decode()])
    page.wait_for_selector("#save:not([hidden])")
    expect(page.locator(".target .seg")).to_have_text(["The price of rice rises.", "People complain."])
    expect(page.locator(".about")).to_contain_text("berita.docx")
    with page.expect_download() as download:
        page.click("#save a[data-format=docx]")
    assert download.value.suggested_filename == "berita.en.docx"
    saved = docx.Document(str(download.value.path()))
    assert any("People complain." in paragraph.text for paragraph in saved.paragraphs)


@pytest.mark.slow
def test_a_doubt_is_marked_and_explained_where_it_is_corrected(page: Page) -> None:
    translate(page)
    expect(page.locator("mark.seg")).to_have_text("The price of chili rises.")
    expect(page.locator(".remark")).to_contain_text("A number is missing")
    page.click("mark.seg")
    expect(page.locator(".editor .reasons")).to_contain_text("12")
    expect(page.locator(".editor .original")).to_have_text("Harga cabai naik 12 persen.")
    page.fill(".editor textarea", "The price of chili rises 12 percent.")
    page.click(".editor [type=submit]")
    expect(page.locator("#status")).to_have_text("4 sentences, no doubts")
    page.click("#s3")
    page.click(".editor .back")
    expect(page.locator("mark.seg")).to_have_text("The price of chili rises.")


@pytest.mark.slow
def test_a_term_that_is_added_translates_the_sentence_again(web: Running, page: Page) -> None:
    web.engines["en"].replies["Hujan turun di satellite city."] = "Rain falls in the satellite city."
    translate(page)
    page.click("#open-terms")
    page.fill("#term-source", "kota penyangga")
    page.fill("#term-said", "satellite city")
    page.click("#terms-close")
    expect(page.locator("#s4")).to_have_text("Rain falls in the satellite city.")
    page.reload()  # the article and the term are still there
    expect(page.locator("#s4")).to_have_text("Rain falls in the satellite city.")
    expect(page.locator("#terms-count")).to_have_text("1")


@pytest.mark.slow
def test_a_term_that_is_added_meanwhile_counts_when_the_article_is_done(web: Running, page: Page) -> None:
    web.held.replies["Hujan turun di satellite city."] = "Rain falls in the satellite city."
    page.select_option("#model", "held")
    page.fill("#article-text", ARTICLE)
    page.click("#go")
    assert web.held.inside.wait(30)
    page.click("#open-terms")
    page.fill("#term-source", "kota penyangga")
    page.fill("#term-said", "satellite city")
    page.click("#terms-close")
    web.held.go.set()
    expect(page.locator("#s4")).to_have_text("Rain falls in the satellite city.")


@pytest.mark.slow
def test_japanese_is_set_as_japanese(page: Page) -> None:
    translate(page, "Harga beras naik. Warga mengeluh.", "ja")
    sentence = page.locator("#s1")
    expect(sentence).to_have_text("米の価格が上がる。")
    expect(sentence).to_have_css("font-family", re.compile("^.?Hiragino Sans.*Noto Sans CJK JP"))
    expect(sentence).to_have_css("line-break", "strict")
    expect(page.locator("#result")).to_have_attribute("lang", "ja")
    expect(page.locator("#text")).to_have_text("訳文")
    sentence.click()
    expect(page.locator(".editor textarea")).to_have_css("font-family", re.compile("Noto Sans CJK JP"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("locale", "go", "said", "wrong"),
    [
        ("ja-JP", "翻訳する", "4文、疑問点1件", "翻訳する文がありません。"),
        ("id-ID", "Terjemahkan", "4 kalimat, 1 keraguan", "Tidak ada teks untuk diterjemahkan."),
        ("fr-FR", "Translate", "4 sentences, 1 doubt", "There is no text to translate."),
    ],
)
def test_the_page_speaks_the_language_of_the_browser(
    web: Running, browser: Browser, locale: str, go: str, said: str, wrong: str
) -> None:
    for page in opened(web, browser, locale=locale):
        expect(page.locator("#go")).to_contain_text(go)
        page.click("#go")
        expect(page.locator("#problem-text")).to_contain_text(wrong)
        translate(page)
        expect(page.locator("#status")).to_have_text(said)


@pytest.mark.slow
def test_the_language_can_be_switched_with_an_article_open(page: Page) -> None:
    translate(page)
    page.click("#s2")
    page.fill(".editor textarea", "Residents are upset.")
    page.select_option("#language", "ja")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("#status")).to_have_text("4文、疑問点1件")
    expect(page.locator(".editor .where")).to_have_text("第2文")
    expect(page.locator(".editor textarea")).to_have_value("Residents are upset.")
    expect(page.locator("#new")).to_have_css("font-family", re.compile("Noto Sans CJK JP"))
    page.reload()
    expect(page.locator("#status")).to_have_text("4文、疑問点1件")
    expect(page.locator("#s1")).to_have_text("The price of rice rises.")
    page.select_option("#language", "id")
    expect(page.locator("#new")).to_have_text("Artikel baru")
    assert is_narrow(page)


@pytest.mark.slow
def test_everything_can_be_done_from_the_keyboard(page: Page) -> None:
    def tab_to(selector: str) -> None:
        for _ in range(80):
            if page.locator(selector).evaluate("(element) => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached")

    tab_to("#article-text")
    page.keyboard.insert_text(ARTICLE)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#save:not([hidden])")
    tab_to("#s1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".editor textarea")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Residents are upset.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#s2.yours")).to_have_text("Residents are upset.")
    expect(page.locator("#s2")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".editor")).to_have_count(0)
    expect(page.locator("#s3")).to_be_focused()
    tab_to("#open-terms")
    page.keyboard.press("Enter")
    expect(page.locator("#term-source")).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_words_stand_out_from_the_paper(web: Running, browser: Browser, scheme: str) -> None:
    for page in opened(web, browser, color_scheme=scheme):
        for selector in (".lead p", "#go", ".about-model dt", "#formats", "#targets :checked + span"):
            assert page.locator(selector).first.evaluate(CONTRAST) >= 4.5, selector
        translate(page)
        page.click("mark.seg")
        for selector in ("h1", ".source p", "#s1", "mark.seg", ".remark", "#status a", ".editor textarea", ".reasons"):
            assert page.locator(f"#result {selector}, .bar {selector}").first.evaluate(CONTRAST) >= 4.5, selector


@pytest.mark.slow
def test_a_phone_shows_it_all_in_its_width(web: Running, browser: Browser) -> None:
    for page in opened(web, browser, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True):
        assert is_narrow(page)
        translate(page, f"{ARTICLE}\n\n{'panjang' * 40}")
        assert is_narrow(page)
        page.tap("mark.seg")
        assert is_narrow(page)
        source, target = page.locator("#o3").bounding_box(), page.locator("#s3").bounding_box()
        assert source and target and source["y"] < target["y"], "one below the other"


@pytest.mark.slow
def test_sentences_appear_while_others_wait_and_the_queue_is_seen(web: Running, page: Page) -> None:
    more = " ".join(f"Warga ke-{number} mengeluh kepada kepala desa." for number in range(10))
    page.select_option("#model", "held")
    page.fill("#article-text", ARTICLE + more)
    page.click("#go")
    expect(page.locator(".seg.pending")).to_have_count(14)
    assert web.held.inside.wait(30)
    other = page.context.new_page()
    other.goto(web.root)
    other.fill("#article-text", "Warga mengeluh.")
    other.click("#go")
    expect(other.locator("#status")).to_have_text("1 article before yours")
    page.click("#stop")
    web.held.go.set()
    expect(page.locator("#status")).to_contain_text("It was stopped.")
    expect(page.locator("#s2")).to_have_text("People complain.")
    assert page.locator(".seg.pending").count() > 0
    page.click("#go-on")
    expect(page.locator("#status")).to_contain_text("14 sentences,")
    expect(page.locator(".seg.pending")).to_have_count(0)
    expect(other.locator("#status")).to_have_text("1 sentence, no doubts")


@pytest.mark.slow
def test_a_correction_that_could_not_be_kept_stays_on_the_page(page: Page) -> None:
    translate(page)
    page.route("**/corrections", lambda route: route.abort())
    page.click("#s2")
    page.fill(".editor textarea", "Residents are upset.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".editor .said")).to_contain_text("Not saved: The server does not answer.")
    expect(page.locator(".editor textarea")).to_have_value("Residents are upset.")
    page.unroute("**/corrections")
    page.click(".editor [type=submit]")
    expect(page.locator("#s2.yours")).to_have_text("Residents are upset.")


@pytest.mark.slow
def test_what_is_wrong_with_an_article_is_said(web: Running, page: Page) -> None:
    page.click("#go")
    expect(page.locator("#problem-text")).to_contain_text("There is no text to translate.")
    page.fill("#article-text", "The government said on Monday that the price of rice would not rise this year. " * 4)
    page.click("#go")
    expect(page.locator("#problem-text")).to_contain_text("seems to be in English")
    page.click("#anyway")
    expect(page.locator("#status")).to_contain_text("4 sentences")
    web.queue.jobs.clear()  # as after a restart of the server
    page.reload()
    expect(page.locator("#problem-text")).to_contain_text("no longer has this article")


@pytest.mark.slow
def test_a_script_in_an_article_is_text(page: Page) -> None:
    script = "<script>document.title = 'owned'</script> <img src=x onerror=\"document.title='owned'\"> Warga."
    translate(page, script)
    assert page.title().startswith("<script>document.title = 'owned'</script>")
    assert page.locator("#result script, #result img").count() == 0


@pytest.mark.slow
def test_the_policy_stops_a_script_that_got_in(web: Running, browser: Browser) -> None:
    """Proof that escaping is not the only wall."""
    for page in opened(web, browser, blocks="Content Security Policy"):
        put_in = """() => new Promise((tell) => {
            addEventListener("securitypolicyviolation", (event) => tell(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "document.title = 'owned'";
            document.body.append(script);
        })"""
        assert page.evaluate(put_in).startswith("script-src")
        assert page.title() == "Warta"
