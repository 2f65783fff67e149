"""What is worst for each reader, by format: pieces that a text made to be slow repeats."""

CUE = "00:00:01,000 --> 00:00:02,000\n"
KINDS = {
    "txt": [
        "(Adv/", "Editor: ", "Oleh A ", "JAKARTA ", "JAKARTA - ", "A.B.C.", "a-", "1.", "1", "(. ", "a", "“a. ", "... ",
        " ", "a\n\n", "a\n", "- a\n", "1. a\n", "Baca juga: ", "x. Baca juga ", "(Baca: ", "a (foto ", "(AAA) ",
        "kata kata kata kata kata kata kata kata kata kata memper-\n", "<!-- -->", "Â€", "a.[1] ", "a.com",
    ],
    "md": [
        "[a](b", "**", "*a ", "![a][", "<", "&amp;", "`a", "[a](b) ", "[a]: b\n\n", "[^1]: b\n\n", "<script", "<!--",
        "<script>\n\na ", "> a\n", "1. a\n   - b\n", "---\n", "    a b c d.\n\n", "| a | b |\n", "[[", "- [ ] a\n",
    ],
    "html": [
        "<p>a", "<div>", "<li>a", "a<br>", "Baca juga<br>", "<a href=x>Judul berita lain yang cukup panjang</a> ",
        "<div class=a><a href=x>Judul berita lain yang cukup panjang</a></div>", "<table><tr><td>a<td>b", "<!-- -->",
        "<sup>2</sup>", "<h1>a b c</h1>", "<ol><li>a", "<title>a - b | ", "<td>", "<span class=date>2024</span>",
    ],
    "srt": [f"1\n{CUE}Halo\n\n", f"{CUE}1\n", CUE + "<i>", "</i>", "- </i>\n", CUE + "{\\an8}", "00:00:01,000 -"],
}  # fmt: skip
