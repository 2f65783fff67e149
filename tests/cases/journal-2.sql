BEGIN TRANSACTION;
CREATE TABLE imported (
    source_language TEXT NOT NULL, target_language TEXT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (source_language, target_language, source)) WITHOUT ROWID;
CREATE TABLE makers (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, line TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL);
INSERT INTO "makers" VALUES(1,'8f5b2fd16365d284038d9fb34bbc79a13cb314f564628aef15860682c89b89c0','warta:0.1.0|pair:id-en|model:fake@000000000000|family:fake|licence:none needed|decoding:greedy|retry:norepeat-3,beam-3,split|torch:2.13.0+cpu|transformers:5.23.0','id','en');
CREATE TABLE outputs (
    output BLOB PRIMARY KEY, input BLOB NOT NULL, sha256 TEXT NOT NULL, settings TEXT NOT NULL,
    segments INTEGER NOT NULL, words INTEGER NOT NULL, flags TEXT NOT NULL, choices TEXT NOT NULL DEFAULT '', touched TEXT NOT NULL DEFAULT '', terms INTEGER NOT NULL DEFAULT 0, kept INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO "outputs" VALUES(X'62616E6A69722E656E2E6A736F6E',X'62616E6A69722E747874','040dac0dff14c220ef544589c821e450c9f316966734d5d595e7386065d74f72','5c21360940b4e0377bbe4b92ffe9df775c1de2010fed30e2aefd7df040be9c19',7,39,'[["NUMBER_LOST", 1], ["TOO_SHORT", 1]]','','4d633793c207b063fd934a8d4dfba754e51c748652e37c3f1c77088cbee61d94',1,1);
CREATE TABLE segments (
    maker INTEGER NOT NULL, source TEXT NOT NULL, touch TEXT NOT NULL, text TEXT NOT NULL, attempts TEXT NOT NULL,
    PRIMARY KEY (maker, source, touch)) WITHOUT ROWID;
INSERT INTO "segments" VALUES(1,'Air sungai naik sejak pagi di kota.','','The river in the city has risen since the morning.','[["as asked","The river in the city has risen since the morning.",-0.5,[]]]');
INSERT INTO "segments" VALUES(1,'Anggaran tanggul Rp 12,5 miliar disetujui pada Senin, 23/10/2023.','','A dyke budget of Rp 12.5 billion was approved on Monday, 23 October 2023.','[["as asked","A dyke budget of Rp 12.5 billion was approved on Monday, 23 October 2023.",-0.5,[]]]');
INSERT INTO "segments" VALUES(1,'Banjir di kota','','Flood in the city','[["as asked","Flood in the city",-0.5,[]]]');
INSERT INTO "segments" VALUES(1,'Sebanyak 1.240 rumah rusak di kota.','','A total of 1,240 houses in the city were damaged.','[["as asked; numbers rewritten","A total of 1,240 houses in the city were damaged.",-0.5,[]]]');
INSERT INTO "segments" VALUES(1,'Sebanyak 45 warga desa menerima beras dari pemerintah kota.','0b1eb66de6e9764f other','Villagers received rice from the city government.','[["as asked","Villagers received rice from the city government.",-0.5,[["NUMBER_LOST","45 is not in the translation"]]],["no repeated 3-grams, 3 beams","Villagers received rice from the city government.",-0.5,[["NUMBER_LOST","45 is not in the translation"]]],["in two parts","Villagers received rice. Villagers received rice.",-0.5,[["REPETITION","\"villagers received rice\" is said 2 times; compression ratio 1.4"],["NUMBER_LOST","45 is not in the translation"],["TERM_IGNORED","\"pemerintah kota\" is not translated as \"city government\""]]],["by other","Rice was received.",-0.5,[["NUMBER_LOST","45 is not in the translation"],["TOO_SHORT","0.31 of the source''s length, where 0.45 is the least"],["TERM_IGNORED","\"pemerintah kota\" is not translated as \"city government\""]]]]');
INSERT INTO "segments" VALUES(1,'Warga mengungsi ke sekolah.',' other post-edit tiny, prompt 116705c4387e','','[["as asked","",-0.5,[["TOO_SHORT","the translation is empty"]]],["no repeated 3-grams, 3 beams","",-0.5,[["TOO_SHORT","the translation is empty"]]],["by other","",-0.5,[["TOO_SHORT","the translation is empty"]]],["post-edited by tiny; refused: 46 is not in its evidence","",-0.5,[["TOO_SHORT","the translation is empty"]]]]');
COMMIT;
PRAGMA user_version=2;
