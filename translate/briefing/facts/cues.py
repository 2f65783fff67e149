"""Cue words that show the kind of an adjacent name. All are data; the rules are in `mentions`."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Responsibilities of government bodies: the name of a body continues through these words.
REMIT = _words(
    """Agama Air Alam
    Aneka Arsip Bahasa Bangsa Belakang Bencana Bina Buruh Cipta Daerah Dalam Desa Ekonomi Energi Haji
    Hidup Hukum Hutan Ilmu Informasi Informatika Inovasi Investasi Jalan Jasa Karya Kawasan Keamanan Kearsipan
    Kebakaran Kebencanaan Kebersihan Kebudayaan Kecil Kehutanan Kekayaan Kelautan Keluarga Kemahasiswaan Kepegawaian
    Kependudukan Kepemudaan Kerja Kerjasama Kesatuan Kesehatan Kesejahteraan Ketahanan Ketenagakerjaan Ketertiban
    Keuangan Komunikasi Konservasi Koperasi Kota Kreatif Lalu Lingkungan Lintas Litbang Luar Masyarakat Maritim
    Menengah Mineral Modal Negara Negeri Nasional Olahraga Pajak Pangan Pariwisata Pekerjaan Pelayanan Pelabuhan
    Pemadam Pembangunan Pembendaharaan Pemberdayaan Pembinaan Pemerintahan Pemilihan Pemilu Pemuda Pemukiman
    Penanaman Penanggulangan Pencatatan Pendapatan Pendidikan Pendudukan Penelitian Penerangan Pengairan Pengawas
    Pengawasan Pengelola Pengelolaan Pengembangan Pengendalian Penyelamatan Perairan Perdagangan Perempuan
    Perencanaan Perhubungan Perikanan Perindustrian Perizinan Perkebunan Perlindungan Permukiman Perpajakan
    Perpustakaan Pertahanan Pertanahan Pertanian Pertambangan Perumahan Peternakan Politik Praja Publik Rakyat Raya
    Riset Ruang Sains Satu Sekretariat Sipil Sosial Statistik Sumber Daya
    Humas Narkoba Sepak Bola Taman Tani Tata Teknologi Tenaga Terpadu Terpencil
    Tertinggal Transmigrasi Umum Usaha Wisata Anak Dasar Tinggi Hubungan Kelembagaan Khusus Tindak Pidana Operasi
    Reserse Kriminal Penindakan Pengamanan Pencegahan Produksi Tanaman Hortikultura Perbankan Moneter Logistik
    Korupsi Niaga Intelijen Imigrasi Pemasyarakatan Pusat Biro Data Analisis Pasar Migas"""
)
STATE = ("Republik", "RI")
CLASSES = _words("I II III IA IB IIA IIB IIIA IIIB")  # of courts, prisons and immigration offices
# Heads of bodies that are followed by `REMIT` words and places.
BODIES = _words(
    """Badan Balai Dinas Direktorat Kejaksaan Kementerian Komando Komisi Kantor Lembaga Mahkamah Pengadilan Sekretariat
    Satuan Unit"""
)
# Heads that need more words after them: "Komisi Nasional" of what? "Balai Kota" is a city hall.
VAGUE = frozenset(("Kota", "Nasional", "Negara", "Pengelolaan", "Pengelola", "Umum", "Usaha", "Hukum", "Kerja", "Desa"))
# Heads followed directly by a place: Polres Balikpapan, Pemkot Bandung.
LOCAL_BODIES = _words(
    """Bappeda Bapenda BPBD DPRD Dinkes Disdik Dishub Diskominfo Dispora Kejari Kejati Kodam Kodim Korem Pemda Pemkab
    Pemkot Pemprov Polda Polres Polresta Polrestabes Polsek RSUD Satpol Disnaker Disperindag Dinsos BNNP KPUD"""
)
# Heads of freely chosen names: PT Maju Jaya, Universitas Mulawarman.
FREE_BODIES = _words(
    """PT CV Universitas Institut Politeknik Yayasan Partai Bank Perum Ikatan Asosiasi PS Persatuan Himpunan Perhimpunan
    Federasi Konfederasi Perkumpulan Akademi RS RSIA RSUP"""
)
# Heads of bodies with a short form in brackets.
UNIONS = _words(
    "Aliansi Dewan Forum Front Gerakan Jaringan Koalisi Komite Komunitas Majelis Otoritas Pusat Serikat Tim"
)
POLICE = _words("Polda Polres Polresta Polrestabes Polrestro Polsek Polsekta")
POLICE_LEVELS = _words("Daerah Resor Resort Sektor")  # after "Kepolisian"
# Last words of bodies with English names.
BODY_TAILS = _words(
    """Agency Airlines Airways Association Capital Commission Committee Corp Corporation Council Federation Foundation
    Inc Institute Ltd Organisation Organization Partners School Sekuritas Securities Society Technologies Union
    University Ventures Watch"""
)
ALL_BODIES = BODIES | LOCAL_BODIES | FREE_BODIES
INSTITUTES = _words("Kajian Survei Studi Bantuan")  # after "Lembaga"
COMPANY_TAILS = _words(
    """Ventures Group Capital Tbk Finance Mining Resources Holding Corp Corporation Inc Ltd Technology Technologies
    Network Partners Solutions Property Land Airlines Air Motor Energy Securities Sekuritas Asset Research Institute
    Productions Entertainment Pictures Records Studios Music"""
)
# Further words in the name of an office.
PARTS = frozenset(
    ("I", "II", "III", "IV", "V", "VI", "Bidang", "Urusan", "Seksi", "Bagian", "Divisi", "Darat", "Laut", "Udara")
)
# Offices that a body has several of, named without its part.
SEVERAL = frozenset((
    "Dirjen", "Direktur Jenderal", "Deputi", "Direktur", "Wakil Direktur", "Staf Khusus", "Staf Ahli", "Asisten",
    "Anggota", "Pengamat", "Manajer", "Asisten Manajer", "Asisten Pelatih", "Komisioner", "Kepala Biro",
    "Kepala Bidang", "Kepala Bagian", "Kepala Divisi", "Kepala Seksi", "Kepala Pusat", "Deputi Sekjen", "Kabag",
    "Kabid", "Kasi",
))  # fmt: skip
# Former, acting and future offices: English and Japanese, {} for the office.
NOT_NOW = {
    **dict.fromkeys(("mantan", "eks", "bekas"), ("Former {}", "元{}")),
    **dict.fromkeys(("calon", "bakal", "kandidat"), ("Candidate for {}", "{}候補")),
    **dict.fromkeys(("plt", "plh", "pj", "penjabat"), ("Acting {}", "{}代行")),
}
# Followed by a proper name, else a kind: "Partai Politik" and "Bank Syariah" are kinds.
KINDS = _words("Bank Partai Universitas Institut Asosiasi Yayasan")
NO_BODIES = frozenset((("Balai", "Kota"), ("Badan", "Hukum"), ("Badan", "Usaha")))  # halls and kinds
JOBS = _words(
    "Advisor Chairman Coach Director Editor Founder Head Manager Officer Owner President Secretary Specialist"
)
# Before an office: staff of its holder.
UNDER = _words("ahli ajudan asisten deputi khusus pribadi staf wakil")
# Unique bodies: a place after them is a location.
ONLY_ONE = _words("KPK DPR MPR BPK Polri TNI")
NOT_OF_HERE = _words(
    "bahasa berbahasa Bahasa of"
)  # before a place that is only part of a name or language: "berbahasa Inggris", "Times of India"
PLACE_TAILS = _words("Baru Lama Besar Tua Raya")  # of the name of a place: "Stasiun Sudirman Baru"
OF_COMPANIES = frozenset(("CEO", "Chief Executive Officer", "COO", "CFO"))  # one may stand before the name
ALIASES = _words("alias aka panggilan sapaan")
ROMAN = _words("I II III IV V VI VII VIII IX X XI XII")  # of a street: "Jalan Ngesrep Barat III"
OF_TEAMS = frozenset(("Manajer", "Asisten", "Asisten Manajer", "Asisten Pelatih"))  # a club may stand before the name
CLUBS = _words("FC United")  # at the end of a club's name

# Kinds of places: Indonesian word, English and Japanese form with {} for the name.
PLACE_FORMS = {
    "kota": ("{}", "{}"),
    "kabupaten": ("{} Regency", "{}県"),
    "provinsi": ("{}", "{}"),
    "negara": ("{}", "{}"),
    "kecamatan": ("{} District", "{}郡"),
    "kelurahan": ("{} Urban Village", "{}町"),
    "desa": ("{} Village", "{}村"),
    "dusun": ("{} Hamlet", "{}集落"),
    "pulau": ("{} Island", "{}島"),
    "gunung": ("Mount {}", "{}山"),
    "sungai": ("{} River", "{}川"),
    "danau": ("Lake {}", "{}湖"),
    "teluk": ("{} Bay", "{}湾"),
    "selat": ("{} Strait", "{}海峡"),
    "bandara": ("{} Airport", "{}空港"),
    "pelabuhan": ("Port of {}", "{}港"),
    "stasiun": ("{} Station", "{}駅"),
    "jalan": ("Jalan {}", "{}通り"),
    "jl": ("Jalan {}", "{}通り"),
    "jln": ("Jalan {}", "{}通り"),
    "kab": ("{} Regency", "{}県"),
    "kec": ("{} District", "{}郡"),
}
LEVELS = frozenset(("kota", "kabupaten", "provinsi"))
STREETS = frozenset(("jalan", "jl", "jln"))
CLIPPED_PLACES = frozenset(("jl", "jln", "kab", "kec"))  # may have a stop
# "Kota Balikpapan" is Balikpapan, but "Kabupaten Bogor" is not Bogor.
BARE_FORMS = frozenset(("kota", "provinsi", "negara"))

TITLES = _words(
    """h hj dr drs dra ir prof kh tgk akbp akp kompol iptu ipda aiptu aipda bripka brigadir kombes brigjen irjen komjen
    letjen mayjen letkol kolonel mayor kapten letda lettu serka sertu ustaz ustadz almarhum almarhumah jpu bapak pak
    bernama komisaris besar ajun inspektur jenderal profesor marsekal laksamana"""
)
ABBREVIATED_TITLES = _words("h hj dr drs dra ir prof kh")  # a name only with their stop: "H. Rahmad"
LOWER_TITLES = _words("dr drg")  # of physicians
DEGREES = _words("S M Sp Ph A")  # the beginning of a degree: S.H., M.Si., Sp.N., Ph.D., A.Md.
# Professions and roles beside the name of a person.
ROLES = _words(
    """petani pedagang nelayan guru dosen mahasiswa mahasiswi siswa siswi dokter bidan perawat jaksa hakim saksi korban
    tersangka terdakwa sopir pengemudi buruh aktivis seniman penyanyi novelis penyair sutradara analis peneliti
    pengacara pengusaha relawan wartawan jurnalis sejarawan arkeolog psikolog"""
)
TEAM_ROLES = _words("pelatih penyerang gelandang bek kiper striker kapten manajer")
ROLE_TAILS = _words("pengganti utama senior muda asing baru anyar kepala sayap tengah")
BEFORE_INITIALS = _words("terdakwa tersangka korban saksi berinisial inisial pelaku anak")
TITLE_TAILS = _words("Pol TNI Inf Purn")  # of a rank: "Kombes Pol", "Brigjen TNI (Purn)"
SPEECH = _words(
    """kata ujar ucap tutur jelas ungkap tegas papar imbuh tambah lanjut terang sebut sambung kenang katanya"""
)
# Verbs of persons, which confirm an uncertain name before them.
SAYS = _words(
    """mengatakan menjelaskan mengaku menilai menyebut menegaskan menambahkan mengungkapkan menuturkan memaparkan
    menyampaikan berpandangan berpendapat berharap berpesan berjanji menyatakan mengimbau mengajak meminta"""
)
# Capitalised words that begin no name.
NEVER = _words(
    """Senin Selasa Rabu Kamis Jumat Jum'at Sabtu Minggu Ahad Januari Februari Maret April Mei Juni Juli Agustus
    September Oktober November Desember WIB WITA WIT Anda Allah Tuhan Dia Ia Saya Kami Kita Mereka Bapak Ibu Pak Bu
    Saudara Pemerintah Negara Republik RI Undang-Undang Peraturan Perda Raperda Pasal Dan Yang Di Ke Dari Untuk Dengan
    Pada Saat Hari Namun Karena Jika Ini Itu Tim Warga Paling Layak Terbaik Ramah Besar Baru Lama Tua Nabi Rasulullah
    Rasul Islam Kristen Hindu Buddha Ramadan Idulfitri Natal Covid Pemilu Pilkada Piala Liga Program Rp Dunia Most The
    Kepolisian Polisi Menurut Sementara Selain Sebelum Setelah Sedangkan Lalu Sebab Bahkan Tapi Tetapi Kalau Maka
    Menteri Dokter Guru Pelatih Kapten Kabar Pihak Cerdas Wisata Hijau Inklusif Pelajar Pintar Satelit Hakim Jaksa
    Kasubdit Kasat Kanit Penyidik Pasifik You It And Of In On Manager Community Studio Heroes Games Group Corporate
    Chief Bidang Api Nomor Tahun Penyelenggara Tidak Deplu Amerika Ayat Huruf Independen Perseroan
    General Managing Senior Executive Director Chairman
    Selaku Sebagai Jauh Menjadi Adalah Officer Head President Vice Tersangka Terdakwa Korban Saksi"""
)
NAMES_TOO = _words("Hakim")  # of those, behind another name
PARTICLES = _words("bin binti van von de der den da dos la le al el ter")
# First words of clubs and events.
NO_NAMES = _words(
    """Borussia Tottenham Werder Deportivo Detroit Boston Glasgow Jong Atletico Athletic Real Inter Bayer Bayern Paris
    Sporting Dynamo Dinamo Olympique Olympiacos Celta Rayo Hellas Crystal Leicester Golden Los Oklahoma Triathlon
    Marathon Grand Prix"""
)
# Before names that are not persons': "film Ali Topan", "di Ahmad Yani".
THINGS = _words(
    """album ajang bandara band brand buku danau di dinasti film gedung grup gunung hotel jalan jl jln kampung kapal
    kawasan ke klub komplek kompleks lagu majalah mal mall markas masjid merek museum novel pasar pelabuhan perusahaan
    piala pondok pt pulau sekolah serial sinetron stadion stasiun sungai taman terminal tim toko turnamen universitas
    yayasan"""
)
NO_GIVEN = NO_NAMES | _words("Utara Selatan Timur Barat Tengah Tenggara Daya")  # "Mariana Utara"
CUPS = _words("Piala Liga Kejuaraan Trofi Turnamen GP Prix MotoGP Sirkuit")  # "Piala AFF" is no body
# Before a place, a club or a company; a word after one of them anywhere in an article is no person.
NOT_PEOPLE = _words("di ke klub tim skuat kubu markas melawan menghadapi lawan kontra versus vs perusahaan")
# Sport words.
SPORT = _words(
    """atlet balapan bek bola gawang gelandang gol juara kiper klasemen klub laga liga medali mencetak pelatih pemain
    penyerang pertandingan pembalap podium putaran rekrut sirkuit skor skuat striker stadion suporter timnas transfer
    turnamen wasit"""
)
