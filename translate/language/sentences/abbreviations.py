"""Indonesian abbreviations, grouped by what a full stop after them can mean.

Every entry is in small letters and without its last stop; look a word up with `word.casefold()`. Two kinds of
knowledge decide whether a stop after an abbreviation ends a sentence: the kind of word that must follow (a name after a
title, a number after "No."), and whether the next word can be of that kind ("Namun" is no name).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name must follow, so they end a sentence only where a word follows that is no name (see STARTERS).
TITLES = _words("""
    dr drg drh drs dra ir prof em h hj kh k.h tgk tgh ust ustz pdt rm bp bpk sdr sdri ny tn nn alm almh
    r.m r.a rr moh muh abd mr mrs st plt plh pjs gub wagub
""")
RANKS = _words("""
    akbp akp kompol kombes kombespol brigjen brigjenpol irjen komjen jend letjen mayjen letkol letda lettu kapt kol
    peltu pelda serma serka sertu serda kopka koptu kopda praka pratu prada bripka bripda briptu brigpol aiptu aipda
    iptu ipda abrip bharada bharatu laksma laksda laksdya laksamana marsma marsda marsdya pol inf kav arh arm czi cpm
    mar cba cpl purn anumerta
""")

# A place or a firm must follow, and one can be called anything ("PT. Kita Sejahtera"): they never end a sentence.
PLACES = _words("""
    jl jln jln gg kel kec kab kabup prov kp ds dsn dk br komp perum gd ged jend psr lapt
""")
COMPANIES = _words("pt cv ud fa nv pd")

# Words of letters that lead to what follows: they never end a sentence.
LINKS = _words("""
    a.n an s.d sd u.p up u.b d.a c.q cq yth jo vs ttd a.l i.e e.g cf lih
""")

# Kinds of law: its number or the ministry follows, or the sentence is over ("melanggar UU. Warga menuntut").
LAWS = _words("uu pp kep kepmen permen perda perpres pergub perbup perwali kepres keppres inpres kpts")

# A figure, a Roman number or a letter must follow; before anything else the stop is a full stop: "tiga hal. Pertama".
COUNTED = _words("""
    no nr nomor rp pk pkl pukul tgl hlm hal lt km kav telp tel fax hp rt rw bab art ps blok lamp vol jil cet ed bag
    th thn bln gbr tab us$ $
""")

# They end a list or refer back: before a capital letter the sentence ends, before a small one it continues.
CLOSERS = _words("dll dsb dst dkk tsb etc dlsb ybs red")

# They close a name of a firm or a person, and a name or a new sentence can follow: two capitalised words are a name.
NAME_ENDS = _words("tbk ltd inc corp co llc jr sr bhd gmbh")

# Months: a year follows, or the sentence is over.
MONTHS = _words("jan feb febr mar apr jun jul ag ags agt agust sep sept okt oct nov nop des dec")

# Degrees stand after a name: another degree can follow, a name cannot.
DEGREES = _words("""
    s.h s.e s.t s.s s.p s.i s.pd s.pd.i s.ag s.sos s.sos.i s.si s.kom s.ip s.ik s.i.k s.kep s.ked s.ked.h s.farm s.psi
    s.hum s.hut s.pt s.pi s.gz s.km s.k.m s.sn s.ds s.th s.stp s.tp s.sy s.hi s.pd.sd s.i.kom s.ikom s.ak s.a.p s.tr
    m.h m.m m.t m.a m.p m.pd m.pd.i m.si m.sc m.kom m.hum m.ag m.ap m.a.p m.kes m.k.m m.kn m.ak m.ip m.sn m.psi m.sos
    m.eng m.arch m.ed m.phil m.farm m.kep m.i.kom m.ikom m.b.a mba m.d.s m.th m.ud m.stat m.e m.ec.dev
    b.a b.sc b.eng a.md a.md.kep a.md.keb a.ma amd ph.d phd ll.m ll.b d.e.a psi apt ners ak ca cpa
    sp.a sp.b sp.m sp.n sp.s sp.p sp.pd sp.og sp.ot sp.an sp.jp sp.kj sp.kk sp.rad sp.thb sp.tht sp.u sp.bs
    sp.og(k) sp.ot(k) sp.b(k) sp.pk sp.pa sp.f sp.fm sp.kfr sp.gk
""")

# After these a single letter is a class, not the initial of a person: "vitamin C.", "Grup A.", "Blok M."
CLASSES = _words("""
    vitamin hepatitis grup kelompok kelas tipe golongan blok terminal gedung seri rencana opsi plan paket pot klaster
    liga divisi tingkat grade nilai huruf pintu gerbang zona sektor tribun tahap jalur influenza kategori inisial
    berinisial bagian lampiran ruang sim paviliun jenis model peringkat akreditasi poin butir serie
""")

# Words that begin a clause and are no one's name. Words in -nya are added by rule.
STARTERS = _words("""
    ia dia mereka kami kita saya aku anda kamu beliau namun tetapi tapi selain sementara setelah sesudah sebelum
    sebelumnya sejak saat ketika sewaktu jika bila kalau apabila karena oleh untuk dalam dari dengan di ke pada kepada
    adapun sedangkan serta dan atau bahkan ini itu hal inilah itulah menurut sebab maka agar supaya meski meskipun
    walaupun walau padahal akibat akibatnya akhirnya kemudian lalu selanjutnya kini sekarang nanti besok kemarin tadi
    hari semua seluruh setiap tiap para banyak beberapa sebagian sejumlah sebanyak sekitar hampir tidak tak bukan belum
    jangan juga sudah telah akan masih apa apakah siapa mengapa kenapa bagaimana kapan berapa terkait melalui bersama
    tanpa hingga sampai bagi atas antara demikian begitu sebagai seperti selama usai pihak pihaknya ada terdapat hanya
    selaku sambil seusai sepanjang berdasarkan sesuai mengenai tentang terhadap guna demi lantas jadi sehingga
    pertama kedua ketiga terakhir terlebih apalagi lagi pula senin selasa rabu kamis jumat sabtu minggu
    penyidik polisi petugas warga tersangka terdakwa korban pelaku pemerintah
""")

# Verbs after a quote, before the name of the speaker; a capital there is a typing slip: “Tolong!” Teriak seorang warga.
ATTRIBUTIONS = _words("""
    kata ujar tutur ungkap tegas jelas papar imbuh tambah ucap terang beber pungkas sebut tanya seru teriak sambung
    lanjut keluh tukas timpal jawab sahut tandas urai cetus celetuk bisik
    katanya ujarnya tuturnya ungkapnya tegasnya jelasnya paparnya imbuhnya tambahnya ucapnya terangnya bebernya
    pungkasnya sebutnya tanyanya serunya teriaknya sambungnya lanjutnya keluhnya tukasnya timpalnya jawabnya sahutnya
    tandasnya urainya akunya cetusnya celetuknya bisiknya
""")

# Last labels of domain names; after a stop without a space they are no new sentence ("Kabarteluk.Com").
DOMAINS = _words("com id co go net org ac sch or tv info news biz my sg jp uk us au io ai app xyz web desa mil edu gov")
