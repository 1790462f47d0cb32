"""Each kind of personal data in its many spellings, and what only looks like it."""

import pytest

from bundel.engines.deidentify import Kind, find
from bundel.engines.deidentify.numbers import digits, is_bsn, is_iban


def found(text: str) -> list[tuple[str, str]]:
    return [(span.type.value, text[span.start : span.end]) for span in find(text)]


@pytest.mark.parametrize(
    ("number", "passes"),
    [
        ("111222333", True),
        ("123456782", True),
        ("123456789", False),
        ("000000000", False),
        ("12345678", False),
        ("12345678x", False),
        ("١٢٣٤٥٦٧٨٢", False),
    ],
)
def test_bsn_eleven_test(number: str, passes: bool) -> None:
    assert is_bsn(number) is passes


@pytest.mark.parametrize(
    ("account", "passes"),
    [
        ("NL91 ABNA 0417 1643 00", True),
        ("NL92ABNA0417164300", False),
        ("DE89 3704 0044 0532 0130 00", True),
        ("NL91", False),
    ],
)
def test_iban_mod_97(account: str, passes: bool) -> None:
    assert is_iban(account) is passes


def test_digits_take_a_letter_o_for_a_zero() -> None:
    assert digits("O6-12") == "0612"


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06 - 1234 5678",
        "O6-12345678",
        "+31 6 12345678",
        "+31(0)6-12345678",
        "0031612345678",
        "(020) 123 45 67",
        "024 1234567",
        "0592-123456",
        "0 6 1 2 3 4 5 6 7 8",
        "nul zes twaalf 34 56 78",
    ],
)
def test_phone_in_every_spelling(number: str) -> None:
    assert found(f"bel me op {number} graag") == [("PHONE", number)]


@pytest.mark.parametrize(
    "text", ["bel 0900-1234", "bel 112 of 0800-0113", "het kost 0,123456789 euro", "in 2019-2020 was het zo"]
)
def test_numbers_for_everybody_stay(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("mail naar a.b@voorbeeld.nl graag", Kind.EMAIL, "a.b@voorbeeld.nl"),
        ("mail hetty apenstaartje voorbeeld punt nl", Kind.EMAIL, "hetty apenstaartje voorbeeld punt nl"),
        ("zie facebook.com/jan.jansen.9", Kind.EMAIL, "facebook.com/jan.jansen.9"),
        ("rekening NL91ABNA0417164300", Kind.IBAN, "NL91ABNA0417164300"),
        ("op DE89 3704 0044 0532 0130 00 en meer", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
        ("rekeningnummer 12.34.56.789", Kind.IBAN, "12.34.56.789"),
        ("bsn is 123456789", Kind.BSN, "123456789"),
        ("nummer: 111222333", Kind.BSN, "111222333"),
        ("postcode 3083", Kind.POSTCODE, "3083"),
        ("in 1234 AB", Kind.POSTCODE, "1234 AB"),
        ("ik woon op 3083 bm", Kind.POSTCODE, "3083 bm"),
        ("de auto XT-123-B", Kind.PLATE, "XT-123-B"),
        ("kenteken 12abc3", Kind.PLATE, "12abc3"),
        ("cliëntnummer bij het loket is 20881", Kind.PATIENTNR, "20881"),
        ("kenmerk: WMO/2024/88123", Kind.PATIENTNR, "WMO/2024/88123"),
        ("zie 12345678 in de brief", Kind.PATIENTNR, "12345678"),
        ("geboren op 1 mei 1950", Kind.DOB, "1 mei 1950"),
        ("geb. 01-05-50", Kind.DOB, "01-05-50"),
        ("geboren in 1950", Kind.DOB, "1950"),
        ("op 1 mei 2024 was het", Kind.DATE, "1 mei 2024"),
        ("op 2024-05-01 was het", Kind.DATE, "2024-05-01"),
        ("ik ben 86 jaar", Kind.AGE, "86 jaar"),
        ("hij is twaalf.", Kind.AGE, "twaalf"),
        ("onze zoon van 11 moet", Kind.AGE, "11"),
        ("een 12-jarig kind", Kind.AGE, "12-jarig"),
        ("Postbus 123", Kind.ADDRESS, "Postbus 123"),
        ("op Kerkstraat 12a", Kind.ADDRESS, "Kerkstraat 12a"),
        ("Oude Kerkstraat 5", Kind.ADDRESS, "Oude Kerkstraat 5"),
        ("Hoge Zand 3, 2541CD", Kind.ADDRESS, "Hoge Zand 3"),
        ("op Lange Nieuwstraat 104-2", Kind.ADDRESS, "Lange Nieuwstraat 104-2"),
        ("op 1e Jan Steenstraat 5 bis", Kind.ADDRESS, "1e Jan Steenstraat 5 bis"),
        ("aan de Oude Weg nr. 5", Kind.ADDRESS, "Oude Weg nr. 5"),
        ("ik woon in de kerkstraat", Kind.ADDRESS, "kerkstraat"),
        ("het staat aan de Kade geparkeerd", Kind.ADDRESS, "Kade"),
        ("adres: de brink 4", Kind.ADDRESS, "de brink 4"),
        ("zij woont op zonnehof 4", Kind.ADDRESS, "zonnehof 4"),
        ("zij woont daar, 't Zand 14, Zwolle", Kind.ADDRESS, "'t Zand 14"),
        ("ik zit in verpleeghuis De Linde", Kind.INSTITUTION, "verpleeghuis De Linde"),
        ("in buurthuis de wissel.", Kind.INSTITUTION, "buurthuis de wissel"),
        ("van Bewind & Zo BV", Kind.INSTITUTION, "Zo BV"),
        ("op het Sint Jans College", Kind.INSTITUTION, "Sint Jans College"),
        ("wij wonen in Zwolle", Kind.MUNICIPALITY, "Zwolle"),
        ("groetjes uit veendam", Kind.MUNICIPALITY, "veendam"),
        ("wij wonen in best", Kind.MUNICIPALITY, "best"),
        ("de gemeente Best", Kind.MUNICIPALITY, "Best"),
    ],
)
def test_kind_is_found(text: str, kind: Kind, piece: str) -> None:
    assert (kind.value, piece) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 in de zomer",
        "Het weegt 1500 mg",
        "Na 3 jaar wachten",
        "Al 5 jaar geleden",
        "artikel 2.3.5 van de wet",
        "ECLI:NL:RBDHA:2024:12345678",
        "bij station Utrecht Centraal",
        "het beste is weg",
        "op de snelweg 12",
        "in het doolhof",
        "de bushalte Kerkstraat is weg",
        "een verpleeghuis dat goed is",
        "kamer 12, bed 3",
        "€ 1234567",
        "huisnummer 1234",
        "School is dicht",
        "de school de hele dag",
        "kenteken niet bekend nu",
        "1234 SS",
        "IBAN NL92ABNX000",
        "stichting",
        "naar de School toe",
        "de code 123 456 789 klopt",
        "volgens ISO 12345678",
        "tel 0900-12345",
        "binnen nu 2 jaar",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("mijn zoon daan is ziek", "daan"),
        ("Ik sprak mevrouw De Wit-Kuipers.", "mevrouw De Wit-Kuipers"),
        ("ik belde meneer boskamp", "meneer boskamp"),
        ("Prof. dr. A.B. Kip zei nee", "Prof. dr. A.B. Kip"),
        ("naam: t j de groot", "t j de groot"),
        ("ik ben k. bouchta", "k. bouchta"),
        ("JP Vermeer was er", "JP Vermeer"),
        ("Groetjes, Wil", "Wil"),
        ("Roos is vertrokken.", "Roos"),
        ("ik zag mevrouw Meer", "mevrouw Meer"),
        ("ik zag Truus A", "Truus"),
        ("ik zag Truus Parkinson", "Truus"),
        ("Wij, Mark en Debbie Blok, wachten", "Mark en Debbie Blok"),
        ("Namens Lie A Fat", "Lie A Fat"),
        ("aad vd meer komt", "aad vd meer"),
        ("Mieke v.d. Heuvel komt", "Mieke v.d. Heuvel"),
        ("Jan Jansen - de Vries komt", "Jan Jansen - de Vries"),
        ("el khattabi belde", "el khattabi"),
        ("ik zag dat Van Loon kwam", "Van Loon"),
        ("ik ben bo", "bo"),
        ("mijn dochter roos", "roos"),
        ("zijn er bij roos dijkstra", "roos dijkstra"),
        ("hier hoekstra weer", "hoekstra"),
        ("toen belde Tesfalidet Gebrezgi ons", "Tesfalidet Gebrezgi"),
        ("ik zag Qwendolix (9) staan", "Qwendolix"),
        ("omdat Qwendolix kan lopen", "Qwendolix"),
        ("gisteren zei Qwendolix vertelde dat", "Qwendolix"),
        ("ik vroeg het Gökhna nog", "Gökhna"),
        ("ik ben qwendolix 15 jaar", "qwendolix"),
        ("mijn man qwendolix komt", "qwendolix"),
        ("verzoeker E.W. te", "E.W."),
        ("de heer Pinas belt", "de heer Pinas"),
        ("Dhr en mevr Pinas", "Dhr en mevr Pinas"),
        ("nguyen thi lan komt", "nguyen thi lan"),
        ("Toen kwam Kok met Kok", "Kok"),
        ("Bakker zei nee", "Bakker"),
        ("Hoekstra, mijn buur", "Hoekstra"),
        ("moeder van Ruben", "Ruben"),
        ("henkie komt", "henkie"),
        ("Sjoerd-Pim komt", "Sjoerd-Pim"),
        ("marie blij dijkstra en marie", "marie"),
        ("daan de goochel komt", "daan de goochel"),
        ("lisa thi komt", "lisa thi"),
        ("daan xortu komt", "daan xortu"),
        ("groet van jan. p jansen", "p jansen"),
        ("ik heet van der meulen", "van der meulen"),
        ("Ik woon bij De Jong thuis", "De Jong"),
        ("toen de vries belde", "de vries"),
        ("mevrouw h kwam", "mevrouw h"),
        ("Groeten, th jansen", "th jansen"),
        ("ik ben van dijkstra", "van dijkstra"),
        ("Ik zag de Jong niet, wel de Vries", "de Vries"),
        ("MIJN ZOON DAAN KRIJGT GEEN HULP VAN JANSSEN", "DAAN"),
        ("Ik sprak KEES daar", "KEES"),
        ("Jan P. Vermeer kwam", "Jan P. Vermeer"),
    ],
)
def test_person_is_found(text: str, piece: str) -> None:
    assert ("PERSON", piece) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ik heb de ziekte van Parkinson.",
        "Hij heeft het syndroom van Sjögren.",
        "Zilveren Kruis betaalt niet.",
        "Spierziekten Nederland helpt.",
        "mijn zoon heeft autisme",
        "mijn zoon fietst graag",
        "de mevrouw van het CIZ kwam",
        "meneer de voorzitter",
        "mevrouw in de stoel",
        "ik ben moe",
        "ik ben slechtziend",
        "Beste mensen",
        "Van het kastje naar de muur",
        "een Hoekstra is dat",
        "Post is weg.",
        "Haak aan bij ons",
        "Van Assen naar Best",
        "de wet Dijkstra",
        "Het Leger des Heils",
        "UWV zegt nee",
        "mijn begeleider is weggegaan",
        "naar de rechter gegaan",
        "in Xyloppen staat",
        "Xyloppen",
        "Xyloppen is dicht",
        "ik zag Xyloppen (",
        "hij zag Xyloppen UWV",
        "hier en daar",
        "de B.V. is weg",
        "u t",
        "groet",
        "ik ben",
        "mijn moeder de verzorgende",
        "t.a.v. -",
        "mevr.",
        "namens de",
        "Van - aan",
        "mijn zoon 'k weet",
        "moeder - vader",
        "vader van",
        "ik en -",
        "de heer",
    ],
)
def test_no_person_where_nobody_is_named(text: str) -> None:
    assert not [piece for kind, piece in found(text) if kind == "PERSON"]


def test_text_in_title_case_still_shows_names() -> None:
    text = "Ik Wacht Al Weken Op De Taxi Voor Mijn Zoon Daan Dijkstra"
    assert found(text) == [("PERSON", "Daan Dijkstra")]


def test_a_name_found_once_is_found_again() -> None:
    text = "Mijn man Qwendolix is ziek. Vandaag lag Qwendolix in bed. Qwendolix's bed is hard."
    assert len([piece for kind, piece in found(text) if kind == "PERSON"]) == 3


def test_known_surname_that_is_a_word_returns_beside_a_verb() -> None:
    text = "Ik sprak mevrouw Post. Post wist nergens van. Post is er niet, de post ook niet."
    assert [piece for kind, piece in found(text) if kind == "PERSON"] == ["mevrouw Post", "Post", "Post"]
