"""Every verb of the house is an `@action`, and every way of reading asks who reads."""

import inspect
import pkgutil
from importlib import import_module
from types import ModuleType

import bundel
from bundel.accounts.access import ACTIONS, Actor
from bundel.accounts.permissions import ActorKind, Permission, permissions_of
from bundel.tenancy.rules import Role

# Parts of several acts, or what another act calls; each with the reason it is not one itself.
NOT_ACTS = {
    "bundel.audit.actions.record": "writes the trace that acts leave",
    "bundel.audit.actions.expire": "a step of the act that erases what is due",
    "bundel.concerns.actions.helping.set_state": "a step of several acts",
    "bundel.concerns.actions.helping.add_message": "a step of several acts",
    "bundel.concerns.actions.following.erase": "a step of several acts",
    "bundel.concerns.actions.publishing.new_review": "a step of telling and of changing a card",
    "bundel.concerns.actions.publishing.open_review": "a step of several acts",
    "bundel.concerns.actions.publishing.withdraw_publication": "a step of the person's own acts",
    "bundel.concerns.actions.publishing.count_strength": "a step of several acts",
    "bundel.concerns.actions.recognising.erase_recognition": "a step of erasing what is too old",
    "bundel.concerns.actions.recognising.mail_recogniser": "a step of several acts",
    "bundel.concerns.actions.keeping.mail_person": "a step of several acts",
    "bundel.concerns.actions.telling_back.note_change": "a step of every act that has news for people upstream",
    "bundel.concerns.actions.telling_back.forget_person": "a step of erasing a story or a recognition",
    "bundel.files.actions.attach": "a step of the act that adds files",
    "bundel.files.actions.remove": "a step of the act that takes a file away",
    "bundel.files.actions.put_back": "a step of the act that undoes that",
    "bundel.files.actions.forget": "a step of erasing what the files belong to",
    "bundel.notices.actions.queue_mail": "a step of the act that has news",
    "bundel.notices.actions.queue_mail_to_staff": "a step of the act that has news",
}


def _modules(room: str) -> list[ModuleType]:
    names = [m.name for m in pkgutil.walk_packages(bundel.__path__, "bundel.")]
    wanted = [n for n in names if len(n.split(".")) > 2 and n.split(".")[2] == room]
    return [import_module(name) for name in wanted]


def _functions(module: ModuleType) -> list[tuple[str, object]]:
    return [
        (f"{module.__name__}.{name}", thing)
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_every_public_function_of_actions_is_an_act() -> None:
    modules = _modules("actions")  # importing them registers their acts
    acts = {id(registered.run) for registered in ACTIONS.values()}
    plain = {name for m in modules for name, f in _functions(m) if id(f) not in acts}
    assert plain == set(NOT_ACTS)


def test_every_act_takes_the_clock_and_an_actor_first() -> None:
    for registered in ACTIONS.values():
        parameters = list(inspect.signature(registered.run).parameters.values())
        assert parameters[0].name == "actor", registered.name
        assert parameters[0].annotation is Actor, registered.name
        assert any(p.name == "now" and p.kind is p.KEYWORD_ONLY for p in parameters), registered.name


def test_every_right_is_somebodys() -> None:
    held = {p for kind in ActorKind for role in (None, *Role) for p in permissions_of(kind, role)}
    assert held == set(Permission)
