"""Where row-level security does not reach: sessions, caches and cookies hold no text and no name."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client, override_settings
from tests.conftest import Two
from tests.files.made import pdf
from tests.house.test_routes import signed_in
from tests.worlds import NOW, add_concern

from bundel.accounts.access import OpenReason
from bundel.concerns.actions.attaching import add_files
from bundel.concerns.attachments import open_file
from bundel.files.arriving import content_place, take_in
from bundel.files.models import Attachment
from bundel.sealing.cipher import SealBroken, new_key, unseal_in_pieces
from bundel.sealing.keys import Erased, open_key
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

STORY = "Een verhaal dat nergens anders staat."
NAME = "Anneke Zonneveldt"

# What a session may hold: who signed in and how, and where the library of sign-in left off.
SESSION_KEYS = {
    "_auth_user_id",
    "_auth_user_backend",
    "_auth_user_hash",
    "account_authentication_methods",
}


def walked(two: Two) -> Client:
    """A helper who opened a story, searched a name and looked around."""
    concern_id = add_concern(two.here, story=STORY, contact_name=NAME)
    client = signed_in(two.here, Role.OWNER)
    for path in ("", "signalen/", f"signalen/{concern_id}/", "zoek/?q=zonneveldt", "instellingen/"):
        assert client.get(f"/w/hier/{path}").status_code == 200
    opened = client.post(f"/w/hier/signalen/{concern_id}/verhaal/", {"reason": OpenReason.HELP})
    assert STORY in opened.content.decode()
    return client


def test_a_session_holds_who_signed_in_and_nothing_else(two: Two) -> None:
    client = walked(two)
    assert set(client.session.keys()) <= SESSION_KEYS
    for session in Session.objects.all():
        assert STORY not in str(session.get_decoded())


def test_caches_hold_neither_texts_nor_addresses(two: Two) -> None:
    walked(two)
    guess = Client()
    guess.post("/volg/", {"code": "1111 2222 3333 4444"})
    guess.post("/inloggen/", {"login": "iemand@voorbeeld.example", "password": "verkeerd"})
    with connection.cursor() as cursor:
        cursor.execute("select cache_key || ' ' || value from bundel_cache")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert kept, "the limits count in the cache"
    for secret in (STORY, NAME, "1111", "127.0.0.1", "iemand@voorbeeld.example"):
        assert secret not in kept, secret
    assert cache.get("there is nothing here") is None


def test_what_a_helper_sees_is_kept_by_no_browser_and_no_proxy(two: Two) -> None:
    client = walked(two)
    answer = client.get("/w/hier/signalen/")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert {"unsafe-inline", "unsafe-eval"} & set(answer["Content-Security-Policy"].replace("'", "").split()) == set()


def test_a_refused_act_leaves_a_row_of_its_own(two: Two) -> None:
    from bundel.audit.queries import recent_acts
    from bundel.tenancy.fence import acting_for

    assert signed_in(two.here, Role.READER).get("/w/hier/instellingen/").status_code == 404
    with acting_for(two.here.workspace.id):
        newest = recent_acts(limit=1)[0][1]
    assert (newest.act, newest.reason) == ("settings_change", "refused")


def test_a_sealed_file_opens_in_its_own_workspace_only(two: Two, tmp_path: Path) -> None:
    letter = pdf()
    store = override_settings(ENVIRONMENT=replace(settings.ENVIRONMENT, files_at=str(tmp_path)))
    with store:
        arrived = take_in(two.here.workspace.id, f"{NAME}.pdf", letter)
        (blob,) = [file for file in tmp_path.rglob("*") if file.is_file()]
        with acting_for(two.here.workspace.id):
            add_files(two.here.actor(Role.OWNER), two.here.concerns[0], arrived=[arrived], now=NOW)
            sealed = Attachment.objects.get(pk=arrived.id)
    assert b"PDF" not in blob.read_bytes()
    assert NAME.encode() not in bytes(sealed.name)
    # Whoever has the store alone, or puts a content under another workspace, opens nothing, even with its key.
    moved = content_place(two.there.workspace.id, arrived.id)
    for key, place in ((new_key(), content_place(two.here.workspace.id, arrived.id)), (arrived.secret, moved)):
        with pytest.raises(SealBroken):
            b"".join(unseal_in_pieces(key, [blob.read_bytes()], place))
    with acting_for(two.there.workspace.id):
        assert not Attachment.objects.filter(pk=arrived.id).exists()
        with pytest.raises(ObjectDoesNotExist):
            open_file(two.there.actor(Role.OWNER), two.there.concerns[0], arrived.id, reason=OpenReason.HELP, now=NOW)
        with pytest.raises(Erased):
            open_key(sealed.key_id)
