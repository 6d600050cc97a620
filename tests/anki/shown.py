"""The text of a card as a person reads it."""

import re
from html.parser import HTMLParser

BREAKS = {"br", "p", "div", "hr", "summary", "details"}
VOID = {"br", "hr", "img", "input"}


class _Text(HTMLParser):
    """Gathers the text outside style sheets and outside elements of the language to skip."""

    def __init__(self, skip_lang=None):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.tags = []
        self._skip_lang = skip_lang
        self._open = []  # for each open element: its name, and whether its text is skipped

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.parts.append("\n" if tag in BREAKS else "")
        lang = dict(attrs).get("lang")
        skipped = tag == "style" or (lang is not None and lang == self._skip_lang)
        if tag not in VOID:
            self._open.append((tag, skipped or self._skipping()))

    def handle_endtag(self, tag):
        self.parts.append("\n" if tag in BREAKS else "")
        name, _ = self._open.pop()
        assert name == tag, f"</{tag}> closes <{name}>"

    def handle_data(self, data):
        if not self._skipping():
            self.parts.append(data)

    def _skipping(self):
        return bool(self._open) and self._open[-1][1]


def _parsed(html: str, skip_lang=None) -> _Text:
    parser = _Text(skip_lang)
    parser.feed(html)
    parser.close()
    return parser


def text(html: str, skip_lang=None) -> str:
    """Words in reading order, with runs of white space as one space."""
    # a link and the hidden text after it are two things, as the application's disclosure is
    html = html.replace("</a>", "</a> ")
    return re.sub(r"\s+", " ", "".join(_parsed(html, skip_lang).parts)).strip()


def tags(html: str) -> set[str]:
    """The elements that the HTML really contains."""
    return set(_parsed(html).tags)
