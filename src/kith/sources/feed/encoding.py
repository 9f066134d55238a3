"""Which characters the bytes stand for, whatever the document says about itself.

The order of trust: a byte order mark, the shape of the first bytes, bytes that are valid UTF-8,
the charset of the HTTP answer, the XML declaration, and windows-1252 for what is left. Valid UTF-8
beats a declaration because other encodings practically never happen to look like it, while
declarations copied from an old template are common.
"""

import codecs
import re

DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{2,40})")
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
EBCDIC = "cp037"
# "<" and whatever stands before the next character, without a mark.
SHAPES = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00\x00\x00{", "utf-32-be"),
    (b"{\x00\x00\x00", "utf-32-le"),
    (b"\x00{\x00", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", EBCDIC),
)
# Publishers name the standard and use the vendor's superset of it.
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
ALIASES = {"x-sjis": "shift_jis", "x-gbk": "gbk", "x-euc-jp": "euc_jp", "x-big5": "big5"}
# Seven bits wide: such a document is always valid UTF-8 and is something else all the same.
SHIFTED = {"iso2022_jp", "iso2022_kr", "hz"}
# Not ways to write a document, or slow enough to be a weapon.
UNFIT = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}
UNFIT |= {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib"}
# What a document without a word on its encoding may be in, judging by its language.
LANGUAGE = re.compile(rb"(?:<language>|xml:lang=[\"'])\s*([A-Za-z]{2}(?:[-_][A-Za-z]{2})?)")
LIKELY = {
    "ja": ("euc_jp", "cp932"),
    "ko": ("cp949",),
    "zh": ("gb18030",),
    "th": ("cp874",),
    **dict.fromkeys(("zh-tw", "zh-hk"), ("big5hkscs",)),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), ("cp1251",)),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro"), ("cp1250",)),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257",)),
}
STEP = 1 << 15
MANY = 2000  # wrong bytes from which a document is no longer UTF-8 with a few slips


def decode(body: bytes, content_type: str = "") -> tuple[bytes, bool]:
    """The document as UTF-8 without a mark, and whether its own word on that was wrong."""
    if body.startswith(codecs.BOM_UTF8):
        return _valid(body[3:], content_type, marked=True)
    for mark, name in MARKS:
        if body.startswith(mark):
            return _wide(body[len(mark) :], name)
    for shape, name in SHAPES:
        if body.startswith(shape):
            return _wide(body, name)
    return _valid(body, content_type)


def _wide(body: bytes, name: str) -> tuple[bytes, bool]:
    text = body.decode(name, "replace")
    if name == EBCDIC:  # one of a family, all alike as far as the declaration goes
        named = [
            _known(match[1].decode()) for match in [DECLARED.search(text[:500].encode())] if match
        ]
        text = body.decode(next(filter(None, named), name), "replace")
    return text.encode("utf-8", "replace"), "�" in text


def _valid(body: bytes, content_type: str, *, marked: bool = False) -> tuple[bytes, bool]:
    names = [] if marked else _declared(body, content_type)
    if body.isascii() and not SHIFTED.intersection(names):
        return body, False
    if not _is_utf8(body):
        return _other(body, names)
    if SHIFTED.intersection(names):
        return _other(body, names)
    return body, bool(names) and "utf-8" not in names


def _is_utf8(body: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(body)
    try:
        # In steps: one text of the whole document takes longer to find room for than to decode.
        for start in range(0, len(body), STEP):
            decoder.decode(view[start : start + STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _declared(body: bytes, content_type: str) -> list[str]:
    """What the answer and then the document call their encoding, as far as Python knows it."""
    said = [match[1] for match in [CHARSET.search(content_type)] if match]
    said += [
        match[1].decode("ascii", "replace") for match in [DECLARED.search(body[:1024])] if match
    ]
    return [name for name in map(_known, said) if name]


def _known(name: str) -> str:
    name = name.lower()
    try:
        found = codecs.lookup(ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    return "" if found in UNFIT else found


def _other(body: bytes, names: list[str]) -> tuple[bytes, bool]:
    for name in names or _likely(body):
        if name == "utf-8" or name.startswith(("utf-16", "utf-32")):
            continue
        try:
            text = body.decode(SUPERSETS.get(name, name))
        except (UnicodeDecodeError, LookupError):
            continue
        return text.encode("utf-8", "replace"), name not in names[:1]
    return _patched(body, names), True


def _likely(body: bytes) -> tuple[str, ...]:
    match = LANGUAGE.search(body[:4096])
    if match is None:
        return ()
    language = match[1].decode().lower().replace("_", "-")
    return LIKELY.get(language) or LIKELY.get(language[:2], ())


def _patched(body: bytes, names: list[str]) -> bytes:
    """Nothing fits: UTF-8 where it can be read, and the likeliest single bytes where it cannot."""
    for name in names:  # a few wrong bytes in an otherwise honest multi-byte document
        if name in SUPERSETS and SUPERSETS[name] not in ("cp1252", "cp1254", "cp874"):
            return body.decode(SUPERSETS[name], "replace").encode("utf-8")
    text = body.decode("utf-8", "replace")
    wrong = text.count("�")
    if wrong > MANY and wrong * 2 > _high(text):
        return body.decode("latin-1").translate(WINDOWS).encode("utf-8")
    return body.decode("utf-8", "kith-windows").encode("utf-8")


def _high(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("latin-1").translate(WINDOWS), error.end


def _table() -> dict[int, str]:
    pairs = ((code, bytes([code]).decode("cp1252", "ignore")) for code in range(0x80, 0xA0))
    return {code: character for code, character in pairs if character}


# What the codes 128 to 159 mean to everyone but the standard.
WINDOWS = _table()
codecs.register_error("kith-windows", _windows)
