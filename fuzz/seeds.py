#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets anew: one small whole file of each kind and its commonest
variants, made with nothing but Python's own library. Seeds named `found-…` are left alone."""

import json
import sqlite3
import struct
import tempfile
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
BETWEEN_PARTS = b"\n\0\n"
ROWS = [("단어", "뜻", "품사"), ("학교", "school", "명사"), ("먹다", "to eat", "동사")]
TABLE = "\n".join(",".join(row) for row in ROWS) + "\n"


def save(target, name, content):
    folder = SEEDS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def decode():
    save("decode", "utf-8", TABLE)
    save("decode", "utf-8-mark", "\ufeff" + TABLE)
    save("decode", "utf-16le", TABLE.encode("utf-16-le"))
    save("decode", "utf-16be-mark", ("\ufeff" + TABLE).encode("utf-16-be"))
    save("decode", "cp949", (TABLE + "똠,x,y\r\n").encode("cp949"))
    save("decode", "broken", TABLE.encode() + b"\xed\x95,x\n")
    save("decode", "mojibake", TABLE.encode().decode("cp1252", "replace"))
    save("decode", "nfd", "\u1112\u1161\u11a8\u1100\u116d,school\n")


def table():
    save("table", "csv", TABLE)
    save("table", "quoted", '학교,"school, ""big""\nand old"\n먹다,"to eat\n값,price\n')
    save("table", "tsv", TABLE.replace(",", "\t"))
    save("table", "semicolons", "순위;단어;풀이\n1;배01;ship\n2;배02;pear\n")
    save("table", "list", "# Lesson 1\n1. 학교 - school\n• 먹다: to eat\n사과 (apple)\n-하다\n물\n")
    save("table", "anki", "#separator:tab\n#html:true\n#columns:Front\tBack\tTags\n"
         "<b>학교</b>&nbsp;[sound:a.mp3]\tschool<br>class\tplace\n{{c1::먹다::eat}}\tto eat\t\n")
    save("table", "odd", "하ㄴ\nㅋㅋㅋ\n저는 학교에 가요.\n-(으)면\nＰＣ방\n배[배]\n\u202e학교\u202c\n=A(1)\n")
    save("table", "wordbook", "학교 [학꾜]\n명사\n1. school 2. academy\n\n먹다 [먹따]\n동사\n1. eat\n")


def markup():
    rows = [dict(zip(("word", "meaning", "pos"), row)) for row in ROWS[1:]]
    save("json", "array", json.dumps(rows, ensure_ascii=False))
    save("json", "lines", "\n".join(json.dumps(row) for row in rows) + "\n{broken\n")
    save("json", "nested", json.dumps({"words": rows, "n": [1, None, True, 1.5e9]}, indent=1))
    save("json", "strings", '["학교", "\\ud55c\\ud559", 7, ["먹다", "to eat"]]')
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in ROWS]
    body = "".join(f"<tr>{row}</tr>\n" for row in cells)
    save("html", "table", f"<body><table border=1>\n{body}</table></body></html>")
    save("html", "spans", "<table><tr><th colspan=2>단어<th>뜻<tr><td rowspan=2>학교<td><b>學</b>校"
         "<td>school<!-- x --><tr><td>&#54617;&nbsp;<td><table><tr><td>물</table></table>"
         "<script>var x = '<td>';</script>")
    lines = ["| " + " | ".join(row) + " |" for row in ROWS]
    save("markdown", "table", "# Words\n\n" + "\n".join([lines[0], "|---|:-:|--:|", *lines[1:]]) + "\n")
    save("markdown", "bare", "단어 | 뜻\n--- | ---\n학교 | a \\| b\n`먹다` | **to eat**\n\n- 물\n")


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def workbook():
    strings = "".join(f"<si><t>{text}</t></si>" for row in ROWS for text in row)
    strings = f'<sst {MAIN} count="9" uniqueCount="9">{strings}</sst>'

    def row(number, cells):
        return f'<row r="{number}">{cells}</row>'

    shared = "".join(
        row(at + 1, "".join(f'<c r="{column}{at + 1}" t="s"><v>{at * 3 + place}</v></c>'
                            for place, column in enumerate("ABC")))
        for at in range(3))
    save("workbook", "shared", BETWEEN_PARTS.join(
        [f"<worksheet {MAIN}><sheetData>{shared}</sheetData></worksheet>".encode(), strings.encode()]))
    inline = (row(1, '<c r="A1" t="inlineStr"><is><t>단어장</t></is></c>')
              + row(3, '<c r="A3" t="inlineStr"><is><r><t>학</t></r><r><t>교</t></r><rPh><t>x</t></rPh></is></c>'
                    '<c r="B3" t="str"><f>A1&amp;B1</f><v>school</v></c><c r="C3"><v>1.5</v></c>')
              + row(4, '<c r="A4" t="b"><v>1</v></c><c r="B4" t="e"><v>#N/A</v></c>')
              + row(5, '<c r="A5" s="1"><v>45000</v></c><c r="B5"><f>SUM(1)</f></c>'))
    styles = (f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
              '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>')
    sheet = f'<worksheet {MAIN}><dimension ref="A1:C5"/><sheetData>{{}}</sheetData></worksheet>'
    second = sheet.format(row(1, '<c r="A1" t="inlineStr"><is><t>물</t></is></c>'))
    save("workbook", "inline", BETWEEN_PARTS.join(
        [sheet.format(inline).encode(), b"", b"", b"", styles.encode(), second.encode()]))
    book = (f'<workbook {MAIN} {RELATIONS}><workbookPr date1904="1"/><sheets><sheet name="하나" sheetId="1" r:id="rId1"/>'
            '<sheet name="둘" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>')
    save("workbook", "hidden", BETWEEN_PARTS.join(
        [sheet.format(inline).encode(), b"", book.encode(), b"", b"", second.encode()]))


def opendocument():
    names = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
                     for short, long in [("office", "office"), ("table", "table"), ("text", "text")])

    def cell(text):
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    rows = "".join("<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in ROWS)
    extra = ('<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="4"/>'
             '</table:table-row><table:table-row>' + cell("물<text:s/>컵") + '<table:table-cell office:value-type="float"'
             ' office:value="2"><text:p>2</text:p></table:table-cell><table:table-cell office:value-type="date"'
             ' office:date-value="2026-01-01"/></table:table-row>')
    save("opendocument", "table",
         f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="A">{rows}{extra}'
         '</table:table></office:spreadsheet></office:body></office:document-content>')


def record(kind, payload):
    """One record of a binary workbook: type and length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(payload)
    size = bytes([length]) if length < 128 else bytes([length & 0x7F | 0x80, length >> 7])
    return head + size + payload


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb():
    strings = [text for row in ROWS for text in row]
    items = b"".join(record(0x13, b"\0" + wide(text)) for text in strings)
    sst = record(0x9F, struct.pack("<II", 9, 9)) + items + record(0xA0, b"")
    rows = b""
    for at in range(3):
        rows += record(0, struct.pack("<II", at, 0) + b"\0" * 17)
        for column in range(3):
            rows += record(7, struct.pack("<III", column, 0, at * 3 + column))
    sheet = (record(0x81, b"") + record(0x94, struct.pack("<IIII", 0, 2, 0, 2))
             + record(0x91, b"") + rows + record(0x92, b"") + record(0x82, b""))
    bundle = struct.pack("<II", 0, 1) + wide("rId1") + wide("A")
    book = (record(0x83, b"") + record(0x99, b"\0" * 8) + record(0x8F, b"") + record(0x9C, bundle)
            + record(0x90, b"") + record(0x84, b""))
    save("xlsb", "shared", BETWEEN_PARTS.join([sheet, sst, book]))


def biff(kind, payload):
    return struct.pack("<HH", kind, len(payload)) + payload


def short(text):
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls():
    def begin(kind):
        return biff(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0x600))

    strings = b"".join(short(text) for row in ROWS for text in row)
    sst = biff(0xFC, struct.pack("<II", 9, 9) + strings)
    cells = b"".join(biff(0xFD, struct.pack("<HHHI", at, column, 0, at * 3 + column))
                     for at in range(3) for column in range(3))
    cells += biff(0x204, struct.pack("<HHH", 3, 0, 0) + short("물"))
    cells += biff(0x203, struct.pack("<HHHd", 3, 1, 0, 1.5)) + biff(0x205, struct.pack("<HHHBB", 3, 2, 0, 1, 0))
    sheet = begin(0x10) + biff(0x200, struct.pack("<IIHHH", 0, 4, 0, 3, 0)) + cells + biff(0x0A, b"")

    def globals_for(offset):
        name = struct.pack("<BB", 1, 1) + "A".encode("utf-16-le")
        return begin(5) + biff(0x42, struct.pack("<H", 1200)) + biff(0x85, struct.pack("<IBB", offset, 0, 0) + name) \
            + sst + biff(0x0A, b"")

    stream = globals_for(len(globals_for(0))) + sheet
    save("xls", "biff8", compound(stream.ljust(4096, b"\0")))


def compound(stream):
    """An OLE2 file with one stream, `Workbook`, whose length is a multiple of 512 and at least 4096."""
    sectors = len(stream) // 512
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [table, end] + [at + 3 for at in range(sectors - 1)] + [end]
    fat += [free] * (128 - len(fat))

    def entry(name, kind, start, size, child=free):
        text = name.encode("utf-16-le") + b"\0\0"
        return (text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
                + b"\0" * 36 + struct.pack("<IQ", start, size))

    folder = entry("Root Entry", 5, end, 0, 1) + entry("Workbook", 2, 2, len(stream))
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
            + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
            + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
            + struct.pack("<I", free) * 108)
    return head + struct.pack("<128I", *fat) + folder.ljust(512, b"\0") + stream


def database(script, rows=()):
    """The bytes of an SQLite database, in small pages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        connection = sqlite3.connect(path)
        connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        connection.executescript("PRAGMA page_size = 512;" + script)
        for statement, values in rows:
            connection.execute(statement, values)
        connection.commit()
        connection.close()
        return path.read_bytes()


NOTES = ("CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,"
         "usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,"
         "flags integer NOT NULL, data text NOT NULL);")


def note(number, *fields):
    statement = "INSERT INTO notes VALUES (?, ?, 1, 0, 0, ' topik ', ?, ?, 0, 0, '')"
    return statement, (number, f"g{number}", "\x1f".join(fields), fields[0])


def package():
    models = {"1": {"id": 1, "name": "Basic", "flds": [{"name": name, "ord": at} for at, name in
                                                       enumerate(("Korean", "English"))]}}
    notes = [note(1, "<b>학교</b>[sound:a.mp3]", "school"), note(2, "먹다", "to eat&nbsp;" + "x" * 700)]
    old = database(
        "CREATE TABLE col (id integer PRIMARY KEY, crt integer, mod integer, scm integer, ver integer, dty integer,"
        "usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);" + NOTES
        + "CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer);",
        [("INSERT INTO col VALUES (1, 0, 0, 0, 11, 0, 0, 0, '{}', ?, '{}', '{}', '{}')", (json.dumps(models),)), *notes])
    new = database(
        "CREATE TABLE col (id integer PRIMARY KEY, ver integer);"
        "CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase, mtime_secs integer,"
        "usn integer, config blob);"
        "CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase, config blob,"
        "PRIMARY KEY (ntid, ord)) without rowid;" + NOTES,
        [("INSERT INTO notetypes VALUES (1, 'Basic', 0, 0, x'00')", ()),
         ("INSERT INTO fields VALUES (1, 0, 'Korean', x'00'), (1, 1, 'English', x'00')", ()), *notes])
    save("package", "anki2", b"\0" + old)
    save("package", "anki21", b"\1" + old)
    save("package", "anki21b", b"\2" + new)


def kindle():
    save("kindle", "vocab", database(
        "CREATE TABLE WORDS (id TEXT PRIMARY KEY NOT NULL, word TEXT, stem TEXT, lang TEXT, category INTEGER DEFAULT 0,"
        "timestamp INTEGER DEFAULT 0, profileid TEXT);"
        "CREATE TABLE LOOKUPS (id TEXT PRIMARY KEY NOT NULL, word_key TEXT, book_key TEXT, dict_key TEXT, pos TEXT,"
        "usage TEXT, timestamp INTEGER DEFAULT 0);"
        "CREATE TABLE BOOK_INFO (id TEXT PRIMARY KEY NOT NULL, asin TEXT, guid TEXT, lang TEXT, title TEXT, authors TEXT);"
        "INSERT INTO WORDS VALUES ('ko:학교', '학교', '학교', 'ko', 0, 1, ''), ('ko:먹었다', '먹었다', '먹다', 'ko', 0, 2, ''),"
        "('en:school', 'school', 'school', 'en', 0, 3, '');"
        "INSERT INTO LOOKUPS VALUES ('1', 'ko:학교', 'b', 'd', '1', '학교에 간다.', 1);"
        "INSERT INTO BOOK_INFO VALUES ('b', 'a', 'g', 'ko', '책', '사람');"))


def archive():
    import io
    import zipfile
    parts = (SEEDS / "workbook/shared").read_bytes().split(BETWEEN_PARTS)
    book = (f'<workbook {MAIN} {RELATIONS}><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>')
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"

    def relations(*targets):
        return f'<Relationships xmlns="{packages}/relationships">' + "".join(
            f'<Relationship Id="rId{at + 1}" Type="{office}/{kind}" Target="{target}"/>'
            for at, (kind, target) in enumerate(targets)) + "</Relationships>"

    files = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"),
                                                ("sharedStrings", "sharedStrings.xml")),
        "xl/worksheets/sheet1.xml": parts[0],
        "xl/sharedStrings.xml": parts[1],
    }
    for name, method in [("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)]:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", method) as zip_file:
            for path, content in files.items():
                zip_file.writestr(zipfile.ZipInfo(path), content, method)
        save("archive", name, whole.getvalue())


def word():
    words = ("먹었어요", "학교에서", "바다", "예뻤던", "도와주셨습니다", "저는", "들으면", "한국어를", "빨간", "갔다 왔어요")
    for number, text in enumerate(words):
        save("word", str(number), text)


for make in (word, decode, table, markup, workbook, opendocument, xlsb, xls, package, kindle, archive):
    make()
