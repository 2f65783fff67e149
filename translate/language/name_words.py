"""Word lists for recognising names: capitalised words that are translated, exonyms, brands."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Indonesian words that are capitalised in the names of bodies, laws, feasts and places, and translated.
TRANSLATED = _words(
    """
    abadi adat adipura advokat agama agen agung agustus ahad air akademi akan aksi aktivis alam aliansi alkitab
    allah alumni amal aman anak anda aneka anggaran anggota angkatan antara antariksa antartika anugerah apakah api
    april arab arktik arsip arsitek artis asasi asing asli asosiasi asuransi atas atau atlantik atletik ayah ayo
    badai badan bagaimana bagi bagian bahari bahasa bahwa baik baja bakti balai balap bandara bangsa bank bantu
    bantuan bapak barat baru batu bawah bayangan beasiswa bebas beberapa bela belakang beliau benar bencana
    bendungan berapi beras bersama besar besi biasa bidang bina bintang biru bisnis blok bola botol buatan budaya
    buddha bukan bukit buku bulan bulutangkis bumi bunda bupati bursa buruh buruk cabang cadangan camat cedera
    cemerlang cendekiawan cepat cerdas cina cincin cinta cipta cuaca cukai daerah dagang dalam damai dana danau
    dapat dari dasar data dataran daya delapan demi demokrasi demokrat dengan depan departemen desa desain desember
    dewa dewan dewasa dewi dia digital dinas dinasti dingin direktorat direktur diri dokter doktor dolar domestik
    dosen dunia efek ekonomi ekspor elektronik emas empat enam energi etika etnis facebook fakultas farmasi februari
    federal festival film gedung gelanggang gelar gelora gempa gempita geologi gerakan gereja group grup gubernur
    gugatan gugus gunung guru gurun habis hadiah haji hakim hal halal halo harga hari hasil hati hidung hidup hijau
    hindia hindu hitam hotel hujan hukum hutan ibadah iblis ibu ibukota ikatan iklim ilmu imam imigran imigrasi
    impor indah indera industri informasi informatika ingatan ini inklusi inklusif inovasi inspektorat inspektur
    institut internasional investasi islam istana istri itu jabatan jajaki jajaran jaksa jalan jalur jaminan janda
    jangan jantung januari jaringan jasa jawab jaya jembatan jenderal jika juara juli jum'at jumat juni jurnal
    jurnalis juru jurusan kabar kabinet kabupaten kaisar kali kalpataru kamar kami kamis kampung kampus kamu kanal
    kanan kanker kanselir kantor kapal kapan kapolda kapolres kapolri kapten kardinal karena karya kasih kasus kata
    kategori katolik kaum kawasan kecamatan kecil kedua kehakiman kejuaraan kelana kelas kelelawar kelompok
    kelurahan kemah kementerian kenapa kepala kepolisian kepulauan kereta kerja kertas kesatria kesehatan ketiga
    ketua khusus kiai kilang kimia kini kiri kita klinik klub koalisi kolam kolonel koloni komandan komando komentar
    komisaris komisi komite komoditas kompleks komunikasi komunis komunitas konferensi kongres konservasi
    konservatif konstitusi konsulat konsumen kontrak koordinator koperasi korban koroner korporasi kota kotak
    kreatif kredit kriminal kristen kristiani kuasa kuil kuliah kultural kuning kuno kuota kurcaci kurikulum
    laboratorium lagu lahan laki lalu lama langit langkah langsung lapangan laut lautan layak layanan lebih
    legislatif lembaga lembah lestari letjen letnan liberal libur liga lima limbah lingkungan lintas listrik logam
    lokal lomba luar lubang lumbung lurah mahasiswa mahkamah majelis makmur mal malam mall mana mandiri mantan maret
    marga mari maritim masa masih masjid masyarakat mayat mayjen mayor medali media medis mei menengah menko menteri
    merah merdeka mereka mesin meteorologi metodis milik militer minggu minyak miskin mitra mobil modal modern
    moneter monumen muda muka mulai mulia mulya mungkin murah museum musik musim muslim musyawarah mutakhir nabi
    namun nasional natal negara negeri nelayan neraca ngo nikmat nilai noble nomor nona nota november nyonya obat
    oktober olahraga olimpiade operasi oposisi orang organisasi otomotif otonomi otoritas pada padi pagi pahlawan
    pajak pak palang paling palung panas pandemi pangan pangdam pangeran panglima panitia panjang pantai para
    pariwisata parlemen paroki partai partisan pasal pasangan pasar pasien pasifik paskah pasukan patung paus pekan
    pelabuhan pelajar pelatih pelita pemain pembangunan pemda pemerintah pemilu pemimpin pemkab pemkot pemprov
    pemuda penasihat pencacah pencak pendeta pendidikan penduduk pengacara pengadilan pengamat penjara pensiun
    penulis peradilan peraga perak perang peraturan perbankan perdana perempuan pers persatuan perserikatan pertama
    pertamina perunggu perusahaan perwira pesantren pesawat pesta petani piala pialang pihak pilkada pilpres
    pimpinan pinggir plasa plt plus pohon pokok polda politeknik politik polres polri polsek pondok pos prajurit
    praperadilan presiden pria pribadi produk produksi profesi profesor program proklamasi propinsi protestan
    protokol provinsi proyek psikologi publik pulau puncak pusaka pusat puskesmas putera putih putra putri rabu raga
    rahasia raja rakyat ramadan ramadhan rapat ratu ratusan raya redaksi redaktur reformasi regional rektor relawan
    renang rencana republik reserse reses resmi revolusi rias ribuan richter riset rohani ruang rukun rumah rupiah
    saat sabat sabtu sahabat saham sains saja sakit saksi sakti salju sama sampah samudera samudra sang sangat santo
    sarana sastra satgas satria satu satuan saudara saya sebagai sedang sedunia segera sehat sejahtera sejarah
    sekatan sekolah sekretariat sekretaris sektor selain selamat selasa selat selatan seluruh semua senang senat
    senator seni senin senjata sensus sepak september seri seribu serikat sesuatu setelah setengah siaga siapa
    siaran sidang simpang sinar sipil sistem situasi situs sosial spesialis stadion staf stasiun statistik status
    studi suara sudah suku sulit sultan suluh sulung sumber sungai surat surga survei susu swasta syariah syiah
    tahanan tahap tahun taman tambang tanah tanda tanggung tani tantangan tanya tari tata teater tebing teknik
    teknologi teladan telah teluk tempat tenaga tenda tengah tenggara tentang tentara terbaik terbesar terbuka
    terima terminal tidak tiga tim timnas timur tindak tinggi tingkat tinjauan tiongkok titik tokoh tolak topi total
    transmigrasi transportasi tribun tua tuan tubuh tugu tuhan tujuh twitter uang ucapan udara ujian ujung umat umum
    undang-undang uni unit universitas untuk upacara usaha utama utara utusan valuta voli wajib wakil waktu wali
    walikota wamen wanita warga warna wartawan warung wilayah wisata wisma yahudi yang yatim yayasan yudikatif
    yudisial zaman zona
    """
)
# Of these, and of the words of headlines, those that English spells alike.
ENGLISH_TOO = _words(
    """
    alarm album arena basket detail episode format individual internal level mineral model momentum parade proposal
    propaganda protein serial supermarket
    agama agen air april area atlas baker ban bandar bang bank bar bat bazaar berserk bibi blok bola bonus bus cap
    cat dam data den digital drama duo era fakir federal festival film final formal forum gang gas gender global
    gram gunung guru hat hotel ideal imam internet karma kilogram kilometer lama lava lebaran liar liberal liter main
    maksimum mall mandat masjid media medis memorabilia mentor menu meter metro mini minimum modal modern moneter
    monitor moral motor museum nada noble normal november oktober oval panel pasar pasta pers pesantren platform
    plus pop program pun radio raja ramadan ramadhan regional reserse resmi ringgit rock roma rupiah sang santo
    santri sari senator sensor september seri situs solo sore stadium status studio sultan tank tempo terabyte
    teriyaki terminal termite terracotta terrarium territorial tim ton total transit trauma trend tribun tsunami tumor
    unit veteran veto video villa virtual virus visa visual volume zona
    """
)
# English names that do not resemble the Indonesian one, and derived words; each is the beginning of a word.
EXONYMS = {
    "Inggris": "brit uk u.k engl", "Amerika": "americ us u.s usa u.s.a united", "AS": "americ us u.s usa u.s.a united",
    "Belanda": "dutch nether holland hague", "Prancis": "french franc paris", "Spanyol": "spain spanish spaniard",
    "Jerman": "german", "Tiongkok": "chin beijing", "Cina": "chin beijing", "China": "chin beijing",
    "Yunani": "gree", "Swiss": "swiss switz", "Turki": "turk türk", "Denmark": "dan den", "Polandia": "pol",
    "Swedia": "swed", "Finlandia": "finn finl", "Irlandia": "irish irel", "Skotlandia": "scot", "Filipina": "phil fili",
    "Ceko": "czech", "Wales": "welsh wales", "Islandia": "icel", "Jepang": "japan tokyo", "Thailand": "thai",
    "Norwegia": "norw", "Portugal": "portug", "Myanmar": "myan burm", "Arab": "arab saudi", "Eropa": "europ eu",
    "Hungaria": "hungar", "Mesir": "egypt", "Suriah": "syria", "Yordania": "jordan", "Aljazair": "alger",
    "Maroko": "moroc", "Kamboja": "cambod khmer", "Selandia": "new zealand kiwi", "Praha": "prague czech",
    "Wina": "vienn", "Roma": "rome roman", "Athena": "athen", "Kairo": "cairo", "Jenewa": "geneva", "Warsawa": "warsaw",
    "Brussel": "brussel", "Moskow": "moscow russia", "Yerusalem": "jerusal", "Rusia": "russ moscow soviet",
    "Korea": "korea seoul", "Vatikan": "vatican", "Lebanon": "leban", "Siprus": "cypr", "Kroasia": "croat",
    "Belgia": "belgi", "Irak": "iraq", "Yaman": "yemen", "Kanada": "canad", "Brasil": "brazil", "Afrika": "afric",
    "Ukraina": "ukrain", "Italia": "ital", "India": "india", "Mikronesia": "micron", "Cekoslowakia": "czecho",
    "Singapura": "singap", "Palestina": "palest", "Britania": "brit uk u.k", "Sumatera": "sumat", "Jawa": "java",
    "Makkah": "mecca", "Mekkah": "mecca", "Madinah": "medin", "Israel": "israel", "Nusantara": "nusan archip indones",
    "Olimpiade": "olymp", "Makedonia": "macedon", "Haag": "hague", "Indonesia": "indones nationa", "Alpen": "alp",
    "Afghanistan": "afghan", "Kiev": "kyiv", "Venesia": "venic venet", "Perancis": "french franc paris",
    "Melayu": "malay", "Tionghoa": "chin",
    "Yesus": "jesus christ", "Kristus": "christ", "Fransiskus": "franc", "Xaverius": "xavier", "Yosef": "joseph",
    "Yoseph": "joseph", "Yohanes": "john", "Paulus": "paul", "Petrus": "peter", "Matius": "matth", "Lukas": "luke",
    "Markus": "mark", "Yakobus": "james jacob", "Benediktus": "benedict", "Maria": "mary maria", "Musa": "moses musa",
    "Ibrahim": "ibrahim abraham", "Ayyub": "ayyub job", "Daud": "david daud", "Idul": "eid", "Idulfitri": "eid",
    "Iduladha": "eid", "Fitri": "fitr", "Adha": "adha eid", "Natal": "christmas nativ natal", "Waisak": "vesak waisak",
    "Nyepi": "nyepi silen", "Imlek": "lunar chinese", "Alquran": "quran qur koran", "Al-Qur'an": "quran qur koran",
    "Injil": "gospel bible", "Hizbullah": "hezbol hizbul", "Filandia": "finn finl", "Lituania": "lithu",
    "Meksiko": "mexic", "Kuba": "cuba", "Cile": "chile", "Iran": "iran teher tehran", "Austria": "austria",
}  # fmt: skip
# Japanese for names that it does not transcribe: a country for its capital, a sign of the zodiac.
IN_JAPANESE = {
    "Washington": "米", "Teheran": "イラン", "Moskow": "ロシア ロ 露", "Beijing": "中国 中", "Pyongyang": "北朝鮮",
    "Seoul": "韓国", "Tokyo": "日本 東京", "London": "英", "Paris": "仏 フランス", "Berlin": "独 ドイツ",
    "Kiev": "ウクライナ", "Damaskus": "シリア", "Yerusalem": "イスラエル", "Ankara": "トルコ", "Riyadh": "サウジ",
    "Baghdad": "イラク", "Kabul": "アフガン", "Canberra": "豪", "Manila": "フィリピン", "Australia": "豪",
    "Aries": "座", "Taurus": "座", "Gemini": "座", "Cancer": "座", "Leo": "座", "Virgo": "座", "Libra": "座",
    "Scorpio": "座", "Sagitarius": "座", "Sagittarius": "座", "Capricorn": "座", "Aquarius": "座", "Pisces": "座",
    "Mars": "火星", "Venus": "金星", "Jupiter": "木星", "Saturnus": "土星", "Uranus": "天王星", "Neptunus": "海王星",
    "Rahmatullah": "慈悲", "Bumi": "地球", "Capitol": "議事堂", "Soviet": "ソ連", "Covid": "コロナ", "Corona": "コロナ",
    "Google": "グーグル", "George": "ジョージ", "Houthi": "フーシ",
}  # fmt: skip
# Names of football leagues by country.
LEAGUES = {"Inggris": "premier", "Spanyol": "laliga la", "Italia": "serie", "Jerman": "bundesliga", "Prancis": "ligue"}
# Words of English place names that are no names themselves ("North Sumatra").
COMPASS = _words(
    """
    north south east west southeast southwest northeast northwest central northern southern eastern western the and of
    special region islands new
    """
)
# Indonesian acronyms with another form in English: "UN", "bill", "summit", "high school".
SAID_OTHERWISE = _words(
    """
    PBB RUU KTT HUT PNS ASN TKP TPS SMA SMK SMP BBM BUMN BUMD UMKM UKM WNI WNA KTP APBN APBD SIM STNK NIK TKI DPO PAUD
    RSUD RSU WIB WITA WIT ASI SDM SDA SPBU PLN PLTU PLTS PLTA PLTN PDAM TNI POLRI DPR DPRD DPD MPR PPKM LSM NKRI KDRT
    KBM PKL TPA TPI IPK UMR UMP UMK PHK PKK RPJMD RPJMN NPWP BPKB SOP IPM PAD PDB PDRB CPNS PPPK BLT BBG LPG ODGJ OTT
    TPPU PTUN PSK ABK ADD LKPJ KUR KPR SBY JPU BAP SPDP IPAL ISPA DBD HAM RTH RTRW MBG AKP KPU KPK ORMAS GMT UTC BST
    DKI PDIP KBRI KJRI UUD DPP DPC DPW DPN MPV SUV USD IDR BEI ESDM SMAN SMKN SMPN SDN MAN TBC API USG KASAD KASAL KASAU
    SAW SWT THR PPN PPH KUHP KUHAP PMS OPD BUM KKB KLB PJU TNT MPLS PPDB SPMB PTN PTS UGD IGD ICU RSJ RSIA KPK
    TBS RTLH HGU HET NJOP KIS KIP BSU BPNT
    AKBP IPDA IPTU AIPDA AIPTU BRIPKA BRIPTU BRIPDA
    """
)
# Common words that are also given names, which Japanese transcribes.
GIVEN = _words(
    """
    agung bintang bumi bunga cahaya cinta dewi emas fajar indah jaya kasih karya lestari melati merdeka muda mulia mulya
    pamungkas pangeran perak permata putera putra putri raja ratu sari sastra satria sultan surga surya utama utara
    wahyu
    """
)
# Brands in Indonesian spelling that Japanese leaves in Latin letters.
BRANDS = _words(
    """
    Gojek Gopay Grab Tokopedia Shopee Bukalapak Lazada Blibli Traveloka Tiket Ovo Dana Telkom Telkomsel Indosat
    Pertamina Pertalite Pertamax Indomaret Alfamart Alfamidi Indofood Indomie Unilever Bulog Garuda Citilink Lion Batik
    Honda Yamaha Suzuki Toyota Daihatsu Mitsubishi Avanza Xenia Innova Kijang Vario Samsung Xiaomi Oppo Vivo Realme
    Nokia Lenovo Android Windows Google Facebook Instagram Twitter Whatsapp Telegram Tiktok Youtube Spotify Netflix
    Kompas Tempo Detik Republika Antara Kumparan Tirto Merdeka Liputan Tribun Rimanews Sindonews Okezone Metro Trans
    Mandiri Danamon Permata Niaga Panin Sinarmas Astra Wika Waskita Adhi Ultra Bimoli Teh Aqua Wardah Sariayu Kapal
    Gudang Smartfren
    """
)
