"""Indonesian words clipped from the names of offices, ranks, bodies and rules: "Menkumham", "Kombes", "Satreskrim".

They are capitalised like names and translated like words. New ones are coined from the same pieces all the time, so the
pieces are listed as well as the words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from translate.patterns import regex

# Ranks of the police and the forces, in the order of both.
RANKS = (
    "jenderal|jend|komjen|irjen|brigjen|kombes|kombespol|kompol|iptu|ipda|aiptu|aipda|bripka|brigpol|brigadir|briptu|"
    "bripda|bharaka|bharatu|bharada|letjen|mayjen|letkol|lettu|letda|kapten|peltu|pelda|serma|serka|sertu|serda|kopka|"
    "koptu|kopda|praka|pratu|prada|laksamana|laksdya|laksda|laksma|marsekal|marsdya|marsda|marsma|kolonel|mayor|bintara|"
    "tamtama|perwira|pamen|pati|danramil|babinsa|bhabinkamtibmas|babinkamtibmas"
)
# Prefixes: heads ("ka-", "men-"), units and kinds of offices.
HEADS = (
    "ka|waka|wa|dan|wadan|pang|wapang|as|sek|wasek|ses|men|menko|wamen|kemen|kemenko|dir|wadir|dit|subdit|kasubdit|"
    "bid|kabid|kasubbid|bag|kabag|kasubbag|kabagian|sat|kasat|wakasat|unit|kanit|kasi|kaur|ditjen|dirjen|kadin|kadis|"
    "sekdis|dis|din|sudin|div|kadiv|wakadiv|karo|ro|stas|jubir|koor|korwil|kapus|pus|puspen|kapuspen|set|pan|pen|pol|dirti|"
    "permen|kepmen|imen|inmen|sesmen|sesmenko|stafsus|tenaga|rakor|rakernas|diskop"
)
POLICE = (
    "reskrim|reskrimsus|reskrimum|resnarkoba|narkoba|lantas|intelkam|intel|binmas|samapta|sabhara|polair|polairud|airud|"
    "propam|humas|pamobvit|tahti|brimob|krimsus|krimum|krimsus|tipikor|tipidkor|tipidsus|tipiter|siber|laka|turjawali|"
    "provos|densus|gakkum|kamsel|buser|inafis|labfor|dokkes|ops|sumda|ren|log|keu|pers|mil|penum|penkum|pidsus|pidum|datun"
)
FORCES = (
    "dam|rem|dim|ramil|lanal|lanud|lantamal|armada|koarmada|kostrad|kopassus|divif|brigif|yonif|yon|kogabwilhan|sekolah|"
    "tni|au|al|ad|pom|pomdam|pendam|penrem|pendim|penerangan"
)
MINISTRIES = (
    "kumham|pora|sos|keu|kes|lu|dag|dagri|tan|hub|hut|han|ag|perin|naker|aker|kominfo|kominfo|parekraf|par|dikbud|"
    "dikbudristek|dikdasmen|diktisaintek|ristek|ristekdikti|pan|panrb|des|desa|bumn|kop|kopukm|esdm|pupr|pu|polhukam|"
    "perekonomian|marves|pmk|lhk|lh|setneg|sesneg|seskab|ppa|pppa|ham|kum|imipas|komdigi|kp|atr|bud|ekraf|p2mi|p3a"
)
LOCAL = (
    "hub|kes|dik|dikbud|dikpora|pora|parbud|par|pariwisata|sos|sosial|dag|perindag|perindagkop|kopukm|kominfo|naker|"
    "nakertrans|tan|ketapang|kan|bun|hut|pu|pupr|perkim|perkimtan|dukcapil|damkar|pol|satpol|lh|pmd|pmdes|bpbd|bappeda|"
    "kesbangpol|pangan|arpus|perpus|pend|pendidikan|kesehatan|tanhor|tphp|nak|keswan|perikanan"
)
TERRITORIES = (
    "polri|polda|polres|polresta|polrestabes|polresto|polsek|polsekta|polsubsektor|rutan|lapas|kejari|kejati|puskesmas"
)
BODIES = (
    "mabes|mako|markas|mapolda|mapolres|mapolresta|mapolrestabes|mapolsek|makodim|makorem|makodam|bareskrim|baharkam|"
    "baintelkam|korlantas|korbrimob|dittipidum|dittipidsiber|divpropam|divhumas|bidpropam|bidhumas|biddokkes|satgas|"
    "kasatgas|satgultor|satpol|kasatpol|kodam|korem|kodim|koramil|poramil|kogabwilhan|yonif|kejari|kejati|kejagung|"
    "kajari|kajati|jampidsus|jampidum|kasipenkum|pemprov|pemkab|pemkot|pemko|pemda|pemdaprov|pemdes|setda|setdakab|"
    "setdaprov|setdako|sekda|sekdakab|sekdaprov|sekdako|sekkab|sekkot|sekdes|sekwan|wagub|cagub|cawagub|wabup|cabup|"
    "cawabup|wali|wawali|wako|wawako|cawalkot|gubernur|kades|kadus|lurah|asda|staf|kaban|kesra|kasubag|bappeda|bapenda|"
    "kasad|kasal|kasau|paur|kapospol|polantas|sekcam|kapolpos|kepsek|wakasek|akpol|akmil|kejurnas|kejurda|kejurprov|"
    "iptek|iptekdikti|diklat|binluh|rakercab|konfercab|konferda|nataru|opsnal|depo|stafsus|polhukam|perindag|kemkominfo|"
    "kemdikbud|menpupera|mendikbudristek|kemenristek|bawasda|imendagri|inmendagri|labusel|labura|halut|halsel|boltim|"
    "bolsel|bolmong|japek|waka|kasat|wakasat|kanit|kabid|kabag|kasi|subdit|satres|danjen|danunit|danyon|dansat|wakil|sudin|kemlu|kankemenag|"
    "lakalantas|dispertan|polrestro|kakanwil|polwan|daop|divre|divif|subbag|caketum|lektol|fisip|"
    "koarmada|bimas|parbud|polsekta|tangkot|bpkad|kesbangpol|dukcapil|disdukcapil|diskes|dinkes|dinsos|dishub|dispar|dispora|disdik|kominfo|diskominfo|"
    "ketum|waketum|sekjen|wasekjen|sekum|bendum|sekretum|korbid|kabid|jubir|kahumas|humas|dirut|wadirut|direktorat|"
    "ditjen|dirjen|sesjen|irjen|itjen|wamen|wapres|capres|cawapres|pilkada|pilpres|pileg|pilgub|pilbup|pilwalkot|"
    "pilwako|pilkades|pemilu|pemilukada|caleg|bacaleg|dapil|parpol|ormas|okp|panwas|panwaslu|panwascam|bawaslu|"
    "panpel|pansus|panja|baleg|banggar|bamus|banmus|timsel|pansel|capim|rakor|rakernas|raker|rakerda|rakernis|rapim|"
    "rapimnas|munas|munaslub|muswil|musda|muscab|mubes|mukernas|muktamar|musrenbang|rakornas|rakorwil|rakorda|bimtek|"
    "perda|raperda|ranperda|perpres|keppres|inpres|perppu|permen|kepmen|permendagri|permenkes|permenaker|permenhub|"
    "pergub|kepgub|perbup|perwali|perwako|perkap|perma|sema|pkpu|perpu|tatib|tupoksi|sidak|otsus|tipikor|satpam|"
    "ponpes|puskesmas|posyandu|pustu|posko|posyan|kapus|gakkumdu|forkopimda|forkopimcam|muspida|muspika|linmas|"
    "hansip|kamtibmas|lapas|rutan|kalapas|karutan|imigrasi|dubes|kedubes|wadubes|konjen|timnas|kemenpar|kementrian|"
    "bansos|bimbel|penjas|curhat|ruko|alkes|alutsista|miras|curanmor|curas|curat|karhutla|lalin|laka|nakes|lansia|"
    "balita|kurma|sembako|valas|migas|pinjol|judol|medsos|prokes|genset|pungli|pokir|reses|kalaksa|kadisdik|plt|plh|"
    "pjs|asprov|askab|kwarcab|kwarda|kwarnas|wisman|wisnus|geopark|pasutri|lapak|ekraf|parekraf|bumdes|gapoktan|"
    "poktan|darmawanita|dharma|bhayangkari|bhayangkara|tapem|perumda|perusda|perumdam|pesibar|siskamling|jateng|jatim|"
    "jabar|kalsel|kaltim|kalteng|kalbar|kaltara|sulsel|sulteng|sultra|sulbar|sulut|sumut|sumbar|sumsel|sumbagsel|"
    "jabotabek|jabodetabek|malut|lamteng|lamsel|lamtim|lambar|lampura|pesbar|tapsel|tapteng|taput|koltim|tangsel"
)
# Forms of address before a name; a translation need not keep them.
ADDRESSES = (
    "ustaz|ustadz|ustad|ustazah|ustadzah|habib|kiai|kyai|haji|hajah|hajjah|gus|buya|tuan|nyonya|syekh|syaikh|syech|"
    "prof|profesor|drs|dra|romo|pastor|uskup|kardinal|suster|sultan|pangeran|raden|letjend|jenderal|komandan|panglima"
)
UNITS = "|".join((POLICE, FORCES, MINISTRIES, LOCAL, TERRITORIES))
CLIPPED = regex(rf"(?:{RANKS}|{BODIES}|{ADDRESSES}|{POLICE}|(?:{HEADS}){{1,2}}(?:{UNITS}))", re.I)


@lru_cache(maxsize=1 << 14)  # the words of a language come again and again
def is_clipped(word: str) -> bool:
    """Return whether a word is clipped from the name of an office, rank, body or rule, or is a form of address.

    >>> is_clipped("Menkumham"), is_clipped("Kasatlantas"), is_clipped("Kuntoro")
    (True, True, False)
    """
    return CLIPPED.fullmatch(word) is not None
