"""Page furniture within an article: labels, buttons, placeholders of pictures and advertisements.

>>> is_page_mark("ADVERTISEMENT"), is_page_mark("[Gambas:Video 20detik]"), is_related_label("Baca juga:")
(True, True, True)
"""

from __future__ import annotations

import re

from translate.language.calendar import INDONESIAN_DAY
from translate.patterns import regex

LONGEST = 160  # characters of a line that is looked at

# Labels that announce other stories, alone on their line.
RELATED_LABEL = regex(
    r"\W{0,3}(?:(?:baca|simak|lihat|tonton|cek)\s+(?:juga|pula|berita\s+(?:lain(?:nya)?|terkait)|artikel\s+(?:lain(?:nya)?"
    r"|terkait))(?:\s+(?:berita|artikel|video))?(?:\s+lain(?:nya)?)?"
    r"|(?:berita|artikel|konten|topik|video|foto)\s+(?:terkait|lain(?:nya)?|pilihan|rekomendasi|ter?populer|populer|terkini"
    r"|terbaru|menarik(?:\s+lainnya)?)|terkait|ter?populer|populer|terkini|terbaru|trending(?:\s+now)?|rekomendasi"
    r"(?:\s+untuk\s+(?:anda|kamu))?|related\s+(?:posts?|articles?|news)|you\s+(?:may|might)\s+also\s+like|read\s+also"
    r"|jangan\s+lewatkan|pilihan\s+(?:editor|redaksi|untukmu))\s*[:：]?\W{0,3}",
    re.I,
)
ANNOUNCING = regex(
    r"\W{0,3}(?:(?:baca|simak|lihat|tonton)\s+(?:juga|pula)|(?:berita|artikel)\s+(?:terkait|lainnya)|read\s+also)\b",
    re.I,
)
# Lines that never belong to an article, also in text copied from a page.
PAGE_MARK = regex(
    r"\W{0,3}(?:advertisement(?:\s+scroll\b.{0,60})?|scroll\s+(?:to\s+continue|ke\s+bawah\s+untuk)\b.{0,60}"
    r"|\[?gambas\s*:[^.]{0,60}|\[(?:embed|video|foto|infografis|galeri)\s*:\s*[^\]]{0,40}\]|loading(?:\.{3}|…)"
    r"|baca\s+berita\s+tanpa\s+iklan\b.{0,60})\W{0,3}",
    re.I,
)
# Buttons and labels of a page; in plain text the same words may be a heading.
BUTTON = regex(
    r"\W{0,3}(?:iklan|loading|memuat(?:\.{3}|…)|bagikan(?:\s+(?:berita|artikel|ini|ke|via))*(?:\s+\w+)?|share(?:\s+this.{0,20})?"
    r"|komentar(?:\s*\(?\d+\)?)?|comments?(?:\s*\(?\d+\)?)?|(?:tulis|beri|kirim|lihat)\s+komentar|facebook|twitter|whats\s?app"
    r"|telegram|line|linkedin|pinterest|e-?mail|copy\s+link|(?:salin|copy)\s+(?:tautan|link)|tautan\s+disalin|cetak|print"
    r"|ikuti\s+kami(?:\s+di)?|follow\s+us|google\s+news|ukuran\s+(?:font|huruf|teks)|font\s+size|a\s?[-+−]|(?:a\s?[-+−]\s*){2}"
    r"|dengarkan(?:\s+(?:berita|artikel))?|simpan|kembali\s+ke\s+atas|back\s+to\s+top|skip\s+to\s+content"
    r"|(?:tim\s+)?redaksi|lihat\s+foto|detail|tags?\s*:?|topik\s*:?|kata\s+kunci\s*:?|beranda|home)\s*\W{0,3}",
    re.I,
)
# Links to the rest of an article.
MORE = regex(
    r"\W{0,3}(?:baca\s+selengkapnya|selengkapnya|lihat\s+selengkapnya|(?:baca|lihat|tampilkan)\s+(?:lebih\s+banyak|semua)"
    r"|read\s+more|lanjut(?:kan)?(?:\s+(?:membaca|baca|ke\s+halaman\b.{0,20}))?|(?:ke\s+)?halaman\s+(?:selanjutnya|berikut(?:nya)?)"
    r"|next(?:\s+page)?|selanjutnya|berikutnya|show\s+all|tampilkan\s+semua(?:\s+halaman)?)\s*[:：]?\W{0,3}(?:\d{1,2})?",
    re.I,
)
PAGES = regex(
    r"(?:halaman|page|hal\.?)\s*:?\s*(?:\d{1,2}\s*){1,12}(?:(?:dari|of|/)\s*\d{1,2})?|(?:\d\s+){1,12}\d", re.I
)
# Timestamps.
MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|may|juni?|juli?|agu(?:stus)?|agt|aug|sep(?:t(?:ember)?)?"
    r"|okt(?:ober)?|oct|nov(?:ember)?|des(?:ember)?|dec)\.?"
)
DATED = rf"(?:\d{{1,2}}\s+{MONTH}\s+\d{{4}}|{MONTH}\s+\d{{1,2}},\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}})"
CLOCK = r"(?:(?:pukul|pkl\.?)?\s*\d{1,2}[.:]\d{2}(?::\d{2})?\s*(?:wib|wita|wit|gmt(?:\+\d)?|am|pm)?)"
STAMP = regex(
    rf"(?:[\w.]{{2,30}}\s*[-–|,]\s*)?(?:(?:di)?(?:terbit|tayang|publikasi|perbarui|unggah)\w*\s*(?:pada)?|update[ds]?"
    rf"|last\s+updated?|published|posted(?:\s+on)?|diposting)?\s*:?\s*(?:{INDONESIAN_DAY}\s*,?\s*)?(?:[-–|,•]\s*)?{DATED}"
    rf"(?:\s*[-–|,•]?\s*{CLOCK})?",
    re.I,
)
READING_TIME = regex(
    r"\d{1,2}\s+(?:min(?:ute)?s?\s+read|menit\s+(?:baca|membaca))|waktu\s+baca\s*:?\s*\d{1,2}\s+menit", re.I
)
AGO = regex(r"\d{1,2}\s+(?:detik|menit|jam|hari|minggu|bulan|tahun)\s+(?:yang\s+)?lalu", re.I)
# Calls to follow the site.
APPEAL = regex(
    r"(?:\W{0,3}(?:ikuti|dapatkan|cek|simak|baca|temukan|update|gabung|mari\s+bergabung|yuk|klik|follow|download|unduh|jangan"
    r"\s+lupa)\b.{0,200}\b(?:google\s+news|whats\s?app|telegram|channel|saluran|aplikasi|newsletter|instagram|youtube"
    r"|tiktok|facebook|media\s+sosial)\b.{0,160})",
    re.I | re.S,
)


def is_related_label(line: str) -> bool:
    """Return whether a line is only the label of related stories: "Baca juga:", "Berita Terkait"."""
    return len(line) <= 60 and RELATED_LABEL.fullmatch(line) is not None


def announces(line: str) -> bool:
    """Return whether a line begins with the label of a related story: "BACA JUGA Judul"."""
    return ANNOUNCING.match(line) is not None


def is_page_mark(line: str) -> bool:
    """Return whether a line is the placeholder of an advertisement or a picture."""
    return len(line) <= LONGEST and PAGE_MARK.fullmatch(line) is not None


def is_button(line: str) -> bool:
    """Return whether a line is the text of a button or label of a page."""
    return len(line) <= LONGEST and any(
        pattern.fullmatch(line) is not None for pattern in (BUTTON, READING_TIME, AGO, RELATED_LABEL)
    )


def leads_elsewhere(line: str) -> bool:
    """Return whether a line of copied text links elsewhere: "Halaman selanjutnya", "Berita Terkait", "Baca juga:".

    A single word such as "Terkini" or "Selanjutnya" may be a heading of the article.
    """
    return len(line.split()) > 1 and not line[:1].isdecimal() and (is_more(line) or is_related_label(line))


def is_more(line: str) -> bool:
    """Return whether a line links to the rest of the article: "Halaman selanjutnya", "Baca Selengkapnya"."""
    return len(line) <= 60 and (MORE.fullmatch(line) is not None or PAGES.fullmatch(line) is not None)


def is_stamp(line: str) -> bool:
    """Return whether a line is only a timestamp: "Senin, 12 Februari 2024 | 10:32 WIB"."""
    return len(line) <= LONGEST and STAMP.fullmatch(line) is not None


def is_appeal(line: str) -> bool:
    """Return whether a short paragraph asks the reader to follow the site elsewhere."""
    return len(line) <= 300 and APPEAL.fullmatch(line) is not None
