"""Function words that identify the language of a sentence: of English, Malay, Javanese and Indonesian.

A listed word distinguishes its language from Indonesian. It counts in lower case or at
the beginning: "Karo" and "Ana" may be names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate.language.common_words import is_common

# Not in English or Javanese; Malay shares most of them.
_INDONESIAN = """
yang dan di ke dari untuk dengan ini itu tidak akan pada dalam adalah oleh juga karena atau lebih saya kami mereka
ada telah sudah para seorang sebuah bagi sebagai antara tersebut dapat harus hanya namun tetapi serta kepada hingga
orang hari tahun banyak baru satu dua tiga lain menjadi seperti ia dia belum masih bukan jika apa siapa mana kata
ujar puluh ratus ribu bahwa secara setelah sebelum sejak saat ketika agar supaya maka pun lagi kita anda
"""
# Not in Malay, or spelled differently there.
_NOT_MALAY = """
bahwa karena bisa persen polisi kepolisian perusahaan senin kamis jumat agustus desember uang mobil kantor partai
pria merupakan menambahkan hingga sejumlah terkait warga provinsi kasus rapat tim menit poin komite internasional
nasional berbicara memiliki bagian lainnya sedangkan yakni ungkap ucap adanya kabupaten kecamatan gubernur bupati
bahkan usai pihaknya enggak nggak banget
"""
_ENGLISH = """
the and to were for that with are be been has it its he she they his her their this those these which who whom not
but from by as at on an will would could should can may than then there where when what how after before about into
more most some such said says also you your our i do does did no because while until only other any each between
through during against
"""
_MALAY = """
kerana bahawa syarikat peratus polis sahaja iaitu jumaat khamis isnin ogos disember julai baharu minit jawatankuasa
mahu maklumat jurucakap sukan undi mengundi jenayah setiausaha lapan tempatan pengarah antarabangsa perkhidmatan
pesakit wang bahagian akhbar eropah cuba teruk kempen mesej bercakap menghantar perniagaan sebarang keganasan
pendakwa berbeza sekatan talian telefon nuklear mengekalkan sebahagian adakah mesyuarat majoriti sesetengah amaran
bersetuju peribadi timbalan beratus pentadbiran darjah kerosakan cubaan komuniti soalan pengundi kemahiran pelaburan
pengerusi sememangnya aktiviti jurulatih berhampiran kaedah notis bekalan filem muzik kakitangan matlamat konsert
bilik pelik kes kemalangan dijangka hospital tiada
"""
# Also in Indonesian, but far rarer.
_RATHER_MALAY = """
kerajaan ialah selepas semasa lelaki takkan bermakna berumur pelbagai bimbang projek kelab jenama mangsa kanak-kanak
sepatutnya perhimpunan percubaan memberitahu siasatan rakan hantar universiti kawalan sukar komen beliau daripada
berkata apabila tentera mempunyai pasukan perlawanan semula berjaya mengikut hadapan kedudukan menyertai rancangan
perkara sokongan bagaimanapun kedua-dua awak kelihatan amat bercadang kumpulan persekutuan bermula ahli awam parti
kesatuan undian penyokong isteri menyokong memulakan kecederaan berkuasa cukai sempadan
"""
_JAVANESE = """
lan sing ora karo iki ing kanggo ning uga nanging ana akeh saka isa iso tenan dadi amarga wis dhewe dewe yen kuwi
marang uwis uwes kanthi wae luwih utawa yaiku iku kabeh liyane kudu merga wong uwong saiki dina nganti siji arep
isih kowe omah anyar kang sawise nalika ngendika kasebut dening maneh meneh gedhe cilik loro telu papat nggawe nduwe
mangan tuku wektu taun banjur nang nyang ae sek mung kene mbengi wengi kutha dalan panggon panggonan rasane regane
larang seneng apik pesen teka kaya lak pas entuk golek ndelok urung nembe iwak sega awakdewe dheweke kula inggih
boten kaliyan sampun wonten panjenengan punika piye kepriye ngene ngono nggo nganggo dinggo pengen mlebu metu lunga
mulih tau lali kanca sanajan bareng resik cepet udu dudu opo apa-apa sopo neng menyang saben tansah tetep jenenge
"""
INDONESIAN = frozenset(_INDONESIAN.split())
NOT_MALAY = frozenset(_NOT_MALAY.split())
ENGLISH = frozenset(_ENGLISH.split())
MALAY = frozenset(_MALAY.split())
RATHER_MALAY = frozenset(_RATHER_MALAY.split())
JAVANESE = frozenset(_JAVANESE.split())
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# Minimums for certainly Indonesian text: the share of listed words (0.34 at the median in news), and the number of
# different words that Malay lacks.
SURE_SHARE, SURE_WORDS = 0.25, 3


def language_by_words(text: str) -> str:
    """Return "en", "ms" or "jv" if the function words of a text are of that language rather than Indonesian, else "".

    >>> [language_by_words(text) for text in ("Rice rose by the end.", "Polis menahan lelaki itu.", "Polisi datang.")]
    ['en', 'ms', '']
    """
    words = _words_of(text)
    indonesian = _count(words, INDONESIAN)
    english, javanese = _count(words, ENGLISH), _count(words, JAVANESE)
    if javanese >= 2 and javanese > max(indonesian, english):
        return "jv"
    others = set(words) - ENGLISH
    if english > 2 * indonesian and (english >= 2 or 3 * sum(map(is_common, others)) < len(others)):
        return "en"
    named = [word.lower() for word in WORD.findall(text)]  # "Jumaat" and "Parti" count capitalised too
    malay = 3 * _count(named, MALAY) + _count(words, RATHER_MALAY)
    return "ms" if malay >= 3 and malay > 3 * _count(named, NOT_MALAY) else ""


def is_surely_indonesian(text: str) -> bool:
    """Return whether the function words of a text show that it is certainly Indonesian; False for short texts.

    >>> is_surely_indonesian("Polisi mengatakan bahwa mobil itu tidak ada di kantor karena sudah dibawa warga.")
    True
    >>> is_surely_indonesian("Harga beras naik.")
    False
    """
    words = _words_of(text)
    telling = NOT_MALAY.intersection(words)
    listed = _count(words, INDONESIAN | NOT_MALAY)
    return len(telling) >= SURE_WORDS and listed >= SURE_SHARE * len(words) and MALAY.isdisjoint(words)


def _words_of(text: str) -> list[str]:
    found = WORD.findall(text)
    return [word for word in found if word.islower()] + [word.lower() for word in found[:1] if not word.islower()]


def _count(words: Sequence[str], listed: frozenset[str]) -> int:
    return sum(word in listed for word in words)
