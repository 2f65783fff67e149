"""Articles of news length for the speed benchmark, made from our own templates, all different.

An article has a headline, a dateline and eight paragraphs of three sentences, about 400 words. They are for
machines only: sentences have the lengths of news, and none is repeated.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

PLACES = (
    "Balikpapan", "Samarinda", "Makassar", "Semarang", "Pontianak", "Padang", "Kupang", "Ambon", "Palu", "Bengkulu",
    "Cirebon", "Tegal", "Madiun", "Kendari", "Ternate", "Jambi",
)  # fmt: skip
NAMES = (
    "Budi Santoso", "Rina Hartati", "Agus Wijaya", "Dewi Lestari", "Hendra Saputra", "Siti Rahmawati", "Yusuf Halim",
    "Maria Tambunan", "Joko Prasetyo", "Nur Aini", "Fajar Nugroho", "Lilis Suryani",
)  # fmt: skip
OFFICES = (
    "Kepala Dinas Pekerjaan Umum", "Wakil Wali Kota", "Ketua Koperasi Nelayan", "Kepala Badan Penanggulangan Bencana",
    "Direktur Rumah Sakit Daerah", "Kepala Dinas Pendidikan", "Ketua Kelompok Tani", "Kepala Pelabuhan",
)  # fmt: skip
THINGS = (
    "beras", "jembatan gantung", "pasar ikan", "gedung sekolah", "saluran irigasi", "kapal feri", "jalan lingkar",
    "puskesmas", "gudang garam", "panel surya", "bibit kopi", "perpustakaan keliling",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = ("Januari", "Maret", "April", "Juni", "Juli", "Agustus", "September", "November")

HEADLINES = (
    "Pemkot {place} Bangun {n2} {thing} Tahun Ini",
    "{n2} Warga {place} Terima Bantuan {thing}",
    "Anggaran {n2} {thing} di {place} Naik {p} Persen",
)
SENTENCES = (
    "{office} {place} {name} mengatakan pekerjaan {thing} sudah mencapai {p} persen dan akan selesai pada "
    "bulan {month}.",
    "Sebanyak {n2} keluarga di {place} menunggu kepastian tentang {thing} yang dijanjikan sejak {day} lalu.",
    '"Kami tidak ingin warga menunggu terlalu lama," kata {name} di {place}, {day} ({d}/{m}/2025).',
    "Harga {thing} di pasar induk {place} naik {p} persen menjadi Rp {n}.500 per satuan.",
    "Menurut {name}, biaya untuk {thing} itu mencapai Rp {d},{m} miliar dan diambil dari anggaran daerah.",
    "Hujan deras yang turun sejak {day} malam membuat {n} rumah di tepi sungai {place} terendam air setinggi lutut "
    "orang dewasa, sehingga petugas harus memindahkan warga lanjut usia ke balai desa terdekat.",
    "Ia menambahkan bahwa {n} petugas telah dikirim ke {place} untuk memeriksa {thing} yang rusak.",
    "Rapat itu dihadiri {n2} orang dari {d} kecamatan.",
    "Sementara itu, pedagang di {place} mengeluh karena {thing} sulit didapat dan pembeli berkurang sampai {p} persen "
    "dibandingkan dengan bulan {month} tahun lalu.",
    "{name} berharap {n2} meter terakhir dari {thing} selesai sebelum {month}.",
    "Data dinas menunjukkan {n} dari {n2} sekolah di {place} belum memiliki {thing} yang layak dipakai.",
    "Warga yang datang pada hari {day} mendapat nomor antrean dan dilayani oleh {d} petugas di loket nomor {m}.",
    "Pemerintah provinsi akan menambah {n} ton cadangan untuk {place} apabila harga {thing} belum turun sampai akhir "
    "bulan {month}.",
    "Setelah diperiksa selama {d} hari, {thing} itu dinyatakan aman oleh tim yang dipimpin {name}.",
    "Belum ada laporan korban dari {n2} rumah di {place}.",
    "Petugas masih mencari {d} nelayan dari {place} yang belum pulang sejak {day} pagi, kata {name} kepada wartawan.",
    "Program itu dimulai pada tahun {y} dengan {n} peserta dan sekarang berjalan di {d} desa di sekitar {place}.",
    "Pada {day} sore jalan dari {place} menuju pelabuhan kembali dibuka setelah {n} truk pasir menutup lubang yang "
    "dibuat oleh banjir pada bulan {month}.",
    "{office} meminta warga menyimpan nomor telepon 0{n}-{n2} untuk melaporkan {thing} yang rusak.",
    "Dari hasil penjualan itu koperasi memperoleh keuntungan Rp {n} juta, naik {p} persen.",
)
PARAGRAPHS, A_PARAGRAPH = 8, 3


@dataclass(frozen=True, slots=True)
class Article:
    """An article as text, and as paragraphs of the segments it is translated in."""

    text: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def segments(self) -> tuple[str, ...]:
        """All segments, in order."""
        return tuple(segment for paragraph in self.paragraphs for segment in paragraph)

    @property
    def words(self) -> int:
        """The number of words of the segments, separated by white space."""
        return sum(len(segment.split()) for segment in self.segments)


def indonesian(number: int) -> Article:
    """Return article `number`, with the segments Warta makes of it."""
    from translate.reading import read_text
    from translate.translation.pipeline import is_translatable, text_of

    chance = random.Random(number)
    place = chance.choice(PLACES)
    headline = _filled(chance.choice(HEADLINES), chance, place).title()
    again = PARAGRAPHS * A_PARAGRAPH - len(SENTENCES)
    lines = chance.sample(SENTENCES, len(SENTENCES)) + chance.sample(SENTENCES, again)
    sentences = [_filled(line, chance, place) for line in lines]
    sentences[0] = f"{place} - {sentences[0]}"
    paragraphs = [" ".join(sentences[at : at + A_PARAGRAPH]) for at in range(0, len(sentences), A_PARAGRAPH)]
    text = "\n\n".join((headline, *paragraphs)) + "\n"
    document = read_text(text)
    segments = (tuple(text_of(s) for s in p.sentences if is_translatable(s)) for p in document.paragraphs)
    return Article(text, tuple(paragraph for paragraph in segments if paragraph))


def _filled(template: str, chance: random.Random, place: str) -> str:
    """Return a template with its gaps filled."""
    return template.format(
        place=chance.choice((place, chance.choice(PLACES))), name=chance.choice(NAMES), office=chance.choice(OFFICES),
        thing=chance.choice(THINGS), day=chance.choice(DAYS), month=chance.choice(MONTHS), n=chance.randrange(21, 999),
        n2=chance.randrange(1000, 9999), p=chance.randrange(2, 99), d=chance.randrange(2, 29),
        m=chance.randrange(1, 13), y=chance.randrange(1998, 2025),
    )  # fmt: skip


def portuguese(like: Article, number: int) -> Article:
    """Return an article in Portuguese with as many segments as `like`, each of about as many words."""
    from firefox import sentence

    chance = random.Random(number)
    clause = 7.3  # words, with its conjunction
    segments = tuple(sentence(chance, min(14, max(1, round(len(s.split()) / clause)))) for s in like.segments)
    return Article("\n".join(segments) + "\n", (segments,))
