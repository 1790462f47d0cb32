"""A letter as a stream of plain words."""

import pytest

from bundel.engines.letters.stream import read_stream


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Bezwaar-\nschrift", "bezwaarschrift "),
        ("bezwaar- en beroepschrift", "bezwaar en beroepschrift "),
        ("niet-ontvankelijk", "niet ontvankelijk "),
        ("be\u00adsluit \u201cbesluit\u201d", "besluit besluit "),
        ("e\u0301e\u0301n cliënt", "een client "),
        ("oﬃcieel ﬁets ĳs", "officieel fiets ijs "),
        ("B E S L U I T genomen", "besluit genomen "),
        ("besluitDatum", "besluit datum "),
        ("MijnOverheid MijnUWV DigiD", "mijn overheid mijnuwv digid "),
        ("> aanvraag\n>> • besluit", "aanvraag besluit "),
        ("Pagina 2 van 3 besluit", "besluit "),
        ("Einde. Begin", "einde . begin "),
        ("Einde?Begin!", "einde . begin . "),
        ("art. 6 en dhr. Nergens", "art 6 en dhr nergens "),
        ("... besluit", "besluit "),
        ("mail post@voorbeeld.test of www.voorbeeld.test/x", "mail post <web> of <web> "),
        ("€ 1.300,50 en 7:10", "1.300,50 en 7:10 "),
        ("\u0301", " "),
        ("", " "),
    ],
)
def test_words_are_plain(text: str, line: str) -> None:
    assert read_stream(text).line == line


def test_span_leads_back_to_the_letter() -> None:
    text = "Uw  be-\nzwaar\tis ongegrond."
    stream = read_stream(text)
    start = stream.starts("bezwaar")[0]
    first, last = stream.span(start, start + len("bezwaar is"))
    assert text[first:last] == "be-\nzwaar\tis"


def test_starts_finds_words_by_their_beginning() -> None:
    stream = read_stream("bezwaar bezwaren bezien bezwaarschrift")
    assert len(stream.starts("bezwa*")) == 3
    assert stream.starts("zw*") == []
    assert [stream.knows(word) for word in ("bezien", "bezw*", "bez", "c*")] == [True, True, False, False]
    assert stream.has("bezwaar", "bezien") == 2
