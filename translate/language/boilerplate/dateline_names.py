"""Names of media in datelines, and capitalised words before a dash that make no dateline."""

from __future__ import annotations

import re


def _names(listed: str) -> frozenset[str]:
    return frozenset(re.split(r",\s*", listed.strip()))


# Newspapers, agencies and sites whose name is no domain.
MEDIA = _names(
    """
    afp, antara, antara news, antaranews, ap, bali post, bbc indonesia, bbc news indonesia, beritasatu, bisnis,
    bisnis indonesia, cnbc indonesia, cnn indonesia, detik, detikcom, detiknews, diskominfo, fajar, gatra, harian
    fajar, humas, idn times, inews, info publik, infopublik, investor daily, jawa pos, jawapos, jpnn, kaltim post,
    katadata, kompas, kontan, koran kaltim, koran sindo, kumparan, liputan6, lkbn antara, mc, media indonesia,
    merdeka, metrotvnews, niaga asia, okezone, pikiran rakyat, pos kota, prokaltim, republika, reuters, rimanews,
    rri, sindonews, suara, suara merdeka, suara pembaruan, tempo, the jakarta post, tirto, tribun, tribunnews, tvri,
    viva, waspada, xinhua
    """
)
# Capitalised openings before a dash that are no place.
NO_PLACE = _names(
    """
    amerika, australia, bapak, berita, bi, bps, breaking, bupati, catatan, china, cina, dalam, dpd, dpr, dprd, duel,
    editorial, fifa, foto, gubernur, harga, hari, ibu, indonesia, info, inggris, ini, italia, itu, jepang, jerman,
    kapolda, kapolri, kata, kedua, ketiga, ketua, korea, kpk, kpu, laga, langkah, ma, malaysia, menko, menteri,
    menurut, mk, mobil, motor, mpr, namun, ojk, opini, pada, partai, pelatih, pemain, pemerintah, pengumuman,
    pertama, polisi, polri, prancis, presiden, pssi, rusia, saudara, selain, sementara, siaran, spanyol, tetapi,
    tim, timnas, tni, ujar, untuk, video, wakil, wali, walikota, wapres, warga,
    baca, simak, lihat
    """
)
