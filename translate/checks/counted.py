"""Words after a number word that show that it counts something."""

from __future__ import annotations

import re

# Before one of these a number word is a count, which a translation must keep; elsewhere it is often figurative.
COUNTED = re.compile(
    r" (?:jam|menit|detik|hari|malam|pekan|minggu|bulan|tahun|orang|korban|anak|siswa|warga|pelaku|tersangka|ekor|unit|"
    r"buah|rumah|desa|kota|negara|provinsi|kecamatan|kabupaten|sekolah|kali|meter|kilometer|hektare|ton|kilogram|liter|"
    r"persen|poin|gol|tiket|kapal|mobil|truk|bus|pertandingan|laga|tahap|lantai|kelas|titik|lokasi|wakil|pemain|perempuan|"
    r"wanita|pria|laki-laki|kasus|jenazah|penumpang|tahanan|saksi|pegawai|petugas|guru|dokter|perusahaan|partai|kursi|"
    r"medali|jembatan|gedung|kamar|kios|toko|keluarga|fraksi|paket|botol|bungkus|butir|karung|sapi|kambing|sepeda|pesawat|"
    r"helikopter|perahu|personel|anggota|calon|perkara|laporan|kelompok)\b"
)
COUNTED_THERE = re.compile(r" (?:[a-z]+ )?(?:[a-z]{3,}s|people|men|women|children)\b| ?[人名件軒戸棟台本個校村日年回]")
COUNTING = re.compile(r" (?!di|ke|dari|yang|dan|kali|hal)[A-Za-z][a-z]{2,}")  # a number in words before any noun
