"""Names that datelines are made of: places, media, and capitalised words that are neither."""

from __future__ import annotations

import re


def _names(listed: str) -> frozenset[str]:
    return frozenset(re.split(r",\s*", listed.strip()))


# Places that news is sent from: the seats of Indonesian provinces, cities and well-known regencies, cities abroad.
PLACES = _names(
    """
    abu dhabi, aceh, agam, ambon, ankara, asahan, atambua, athena, badung, baghdad, balangan, bali, balikpapan,
    banda aceh, bandar lampung, bandarlampung, bandung, bandung barat, bangka, bangkalan, bangkok, bangli, banjar,
    banjarbaru, banjarmasin, banjarnegara, bantaeng, banten, bantul, banyumas, banyuwangi, barabai, barito kuala,
    batam, batang, batu, batulicin, bau-bau, baubau, beijing, beirut, bekasi, belitung, bengkalis, bengkulu, berau,
    berlin, biak, bima, binjai, bitung, blitar, blora, bogor, bojonegoro, bondowoso, bone, bontang, bontang kuala,
    boyolali, brebes, brussel, buenos aires, buleleng, bulukumba, bulungan, buntok, canberra, cianjur, cibinong,
    cikarang, cilacap, cilegon, cimahi, cirebon, dairi, deli serdang, demak, denpasar, depok, dili, dki jakarta,
    doha, dubai, dumai, ende, enrekang, fakfak, flores timur, frankfurt, garut, gaza, gianyar, gorontalo, gowa,
    gresik, grobogan, gunungkidul, gunungsitoli, hanoi, havana, hong kong, hongkong, ikn, ikn nusantara, indramayu,
    islamabad, istanbul, jakarta, jakarta barat, jakarta pusat, jakarta selatan, jakarta timur, jakarta utara,
    jambi, jayapura, jayawijaya, jeddah, jember, jembrana, jenewa, jepara, jogja, jogjakarta, johor bahru, jombang,
    kabul, kaimana, kairo, kalianda, kalimantan timur, kalsel, kaltara, kaltim, kandangan, karanganyar, karangasem,
    karawang, kebumen, kediri, kendal, kendari, kepulauan seribu, kerinci, ketapang, kiev, kinshasa, klaten,
    klungkung, kolaka, kolombo, kotabaru, kotamobagu, kotawaringin timur, kuala kapuas, kuala lumpur, kubar, kudus,
    kukar, kulon progo, kuningan, kupang, kutai barat, kutai kartanegara, kutai timur, kutim, kyiv, labuan bajo,
    lahat, lamongan, lampung, langkat, larantuka, lebak, lhokseumawe, lombok, lombok barat, lombok tengah, lombok
    timur, london, los angeles, lubuklinggau, lumajang, luwu, luwuk, madinah, madiun, madrid, magelang, magetan,
    mahakam ulu, mahulu, majalengka, majene, makassar, makkah, malang, malinau, maluku, mamuju, manado, mandalika,
    mangupura, manila, manokwari, maros, martapura, mataram, maumere, medan, mekkah, melawi, melbourne, mempawah,
    merauke, metro, mimika, minahasa, mojokerto, morowali, moskow, muara teweh, mumbai, nabire, natuna, naypyitaw,
    new delhi, new york, nganjuk, ngawi, nias, nunukan, nusa dua, nusantara, osaka, oslo, pacitan, padang, padang
    panjang, padang pariaman, padangsidimpuan, pagaralam, palangka raya, palangkaraya, palembang, palopo, palu,
    pamekasan, pandeglang, pangandaran, pangkalan bun, pangkalpinang, papua, parepare, pariaman, paringin, paris,
    pasaman, paser, pasuruan, pati, payakumbuh, pekalongan, pekanbaru, pelaihari, pemalang, pematangsiantar,
    penajam, penajam paser utara, perth, phnom penh, pinrang, polewali, polewali mandar, ponorogo, pontianak, poso,
    prabumulih, praya, pringsewu, probolinggo, purbalingga, puruk cahu, purwakarta, purwokerto, purworejo,
    pyongyang, ramallah, rangkasbitung, rantau, rantauprapat, rembang, riau, riyadh, roma, sabang, salatiga,
    samarinda, sambas, sampang, sampit, san francisco, sana'a, sangasanga, sangatta, sanggau, semarang, sendawar,
    sentul, seoul, serang, serpong, shanghai, siak, sibolga, sidoarjo, sigi, sijunjung, sikka, singapura, singaraja,
    singkawang, sinjai, sintang, situbondo, sleman, solo, solok, soloraya, soreang, sorong, sragen, stockholm,
    subang, sukabumi, sukoharjo, sumba timur, sumbawa, sumedang, sumenep, sumsel, surabaya, surakarta, sydney,
    tabalong, tabanan, taipei, takalar, tamiang layang, tana paser, tana tidung, tana toraja, tanah bumbu, tanah
    datar, tanah grogot, tanah laut, tangerang, tangerang selatan, tanggamus, tangsel, tanjung, tanjung redeb,
    tanjung selor, tanjungbalai, tanjungpinang, tapanuli selatan, tapanuli utara, tapin, tarakan, tasikmalaya,
    tegal, teheran, tel aviv, temanggung, tenggarong, ternate, tidore, timika, toba, tokyo, toli-toli, tolitoli,
    toraja, trenggalek, tuban, tulang bawang, tulungagung, ujoh bilang, ungaran, vatikan, vientiane, wajo, wakatobi,
    wamena, warsawa, washington, way kanan, wellington, wina, wonogiri, wonosobo, wuhan, yangon, yerusalem,
    yogyakarta, yokohama, zurich
    """
)
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
