"""The files of deploy/ hold: they parse, and name settings, commands and addresses that exist."""

import configparser
import re
from pathlib import Path

import yaml
from django.urls import resolve

from bundel.cli.failures import Exit
from bundel.cli.main import COMMANDS
from bundel.kit.environment import SETTINGS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
# What the database's own image and its script read.
OF_THE_DATABASE = {"BUNDEL_OWNER_PASSWORD", "BUNDEL_APP_PASSWORD", "BUNDEL_BACKUP_PASSWORD", "POSTGRES_PASSWORD"}


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # directives keep their capitals
    parser.read(DEPLOY / "bundel.service")
    return parser


def test_unit_runs_commands_that_exist() -> None:
    service = unit()["Service"]
    commands = {service[name].rpartition("/bin/bundel ")[2] for name in ("ExecStart", "ExecReload")}
    assert commands == {"up", "restart"}
    assert commands <= set(COMMANDS)


def test_unit_gives_up_where_a_new_start_does_not_help() -> None:
    given_up = {int(status) for status in unit()["Service"]["RestartPreventExitStatus"].split()}
    assert given_up <= set(Exit)
    assert {Exit.SETTINGS, Exit.PASSWORD, Exit.MIGRATION} <= given_up
    assert int(unit()["Service"]["TimeoutStopSec"]) >= 90


def test_compose_passes_settings_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert set(compose["services"]) == {"database", "bundel"}
    bundel = compose["services"]["bundel"]
    assert set(bundel["environment"]) <= {setting.name for setting in SETTINGS}
    assert set(compose["services"]["database"]["environment"]) == OF_THE_DATABASE
    assert all(port.startswith("127.0.0.1:") for port in bundel["ports"])
    asked = re.search(r"http://127\.0\.0\.1:8000(/\w+)", bundel["healthcheck"]["test"][-1])
    assert asked
    assert resolve(asked[1]).url_name == "ready"


def test_container_runs_as_an_ordinary_user() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    assert "USER bundel" in lines
    assert 'CMD ["bundel", "up"]' in lines
    set_by = re.findall(r"(BUNDEL_\w+)=", "\n".join(lines))
    assert set(set_by) <= {setting.name for setting in SETTINGS}


def test_proxies_set_who_the_visitor_is_and_write_nothing_down() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert nginx.count("{") == nginx.count("}")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in nginx
    assert "access_log off;" in nginx
    caddy = (DEPLOY / "Caddyfile").read_text()
    assert caddy.count("{") == caddy.count("}")
    assert "reverse_proxy 127.0.0.1:8000" in caddy
    for address in re.findall(r"/beheer/\w*", nginx + caddy):
        assert resolve(address).url_name == "metrics"
