"""What a password must be, said in our own words."""

import pytest
from django.core.exceptions import ValidationError

from bundel.accounts.passwords import check_first_password


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("kort", "Dit wachtwoord is te kort. Gebruik ten minste 12 tekens."),
        ("password", "Veel mensen gebruiken dit wachtwoord. Kies iets wat niemand raadt."),
        ("noor@voorbeeld.example", "Dit wachtwoord lijkt te veel op je e-mailadres. Kies iets anders."),
    ],
)
def test_a_poor_password_is_refused_with_the_reason(password: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_first_password(password, email="noor@voorbeeld.example", name="Noor")
    assert words in refused.value.messages


def test_a_few_words_are_a_good_password() -> None:
    check_first_password("paars schaap danst op dinsdag", email="noor@voorbeeld.example", name="Noor")
