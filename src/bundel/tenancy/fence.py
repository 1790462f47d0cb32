"""The fence: which workspace is active, and what may be read and written inside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import connection, models, transaction

# Acts of the instance itself (an operator's, a refused sign-in) stand under an id that no workspace has.
INSTANCE = UUID(int=0)


class NoWorkspace(Exception):
    """A fenced table was touched outside `acting_for`, or for another workspace than the active one."""


@dataclass
class Scope:
    """One transaction in one workspace; `closing` runs, in order, as its last statements."""

    workspace_id: UUID
    closing: list[Callable[[], None]] = field(default_factory=list)


_scope: ContextVar[Scope | None] = ContextVar("bundel_scope", default=None)


def active_scope() -> Scope:
    """The scope this code runs in. Raises NoWorkspace outside one: there is no "all"."""
    scope = _scope.get()
    if scope is None:
        raise NoWorkspace("no workspace is active: enter one with acting_for(workspace_id)")
    return scope


def active_workspace_id() -> UUID:
    """The workspace whose records may be touched now."""
    return active_scope().workspace_id


@contextmanager
def acting_for(workspace_id: UUID) -> Iterator[Scope]:
    """Open a transaction that sees one workspace only. Scopes do not nest.

    What is in `scope.closing` runs just before the commit; an exception undoes everything.
    """
    if _scope.get() is not None:
        raise NoWorkspace("a workspace is active already: leave it before entering another")
    scope = Scope(workspace_id)
    # Inside an outer transaction (a test's) the setting would survive this block; else it ends with it.
    is_inner = connection.in_atomic_block
    with transaction.atomic():
        _tell_database("app.workspace_id", str(workspace_id))
        token = _scope.set(scope)
        try:
            yield scope
            for close in scope.closing:
                close()
        finally:
            _scope.reset(token)
            if is_inner and not connection.needs_rollback:
                _tell_database("app.workspace_id", "")


def _tell_database(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config(%s, %s, true)", [setting, value])


@contextmanager
def seen_by(user_id: UUID) -> Iterator[None]:
    """Open a transaction in which one user's own memberships can be read, over all workspaces."""
    is_inner = connection.in_atomic_block
    with transaction.atomic():
        _tell_database("app.user_id", str(user_id))
        try:
            yield
        finally:
            if is_inner and not connection.needs_rollback:
                _tell_database("app.user_id", "")


M = TypeVar("M", bound="Fenced")


class FencedManager(models.Manager[M]):
    """Reads the active workspace only, and raises where there is none."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(workspace_id=active_workspace_id())


class FencedPrimaryKey(models.BaseConstraint):
    """Makes the primary key `(workspace_id, id)`, so that foreign keys carry the workspace with them."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: Any) -> None:  # type: ignore[override]  # Django takes None for "later"
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        assert model is not None
        table = model._meta.db_table
        old, new, here = (schema_editor.quote_name(n) for n in (f"{table}_pkey", self.name, table))
        return f"ALTER TABLE {here} DROP CONSTRAINT {old}, ADD CONSTRAINT {new} PRIMARY KEY (workspace_id, id)"

    def remove_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        assert model is not None
        table = model._meta.db_table
        old, new, here = (schema_editor.quote_name(n) for n in (f"{table}_pkey", self.name, table))
        return f"ALTER TABLE {here} DROP CONSTRAINT {new}, ADD CONSTRAINT {old} PRIMARY KEY (id)"

    def validate(self, *args: object, **kwargs: object) -> None:
        """The database alone judges this."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FencedPrimaryKey) and self.name == other.name

    __hash__ = models.BaseConstraint.__hash__


class FencedKey(models.BaseConstraint):
    """A foreign key `(workspace_id, x_id)`: a row can never point into another workspace.

    Plain foreign keys are checked past row-level security, so they alone would let a leak through.
    """

    def __init__(self, *, name: str, field: str, to: str, cascade: bool = True) -> None:
        super().__init__(name=name)
        self.field, self.to, self.cascade = field, to, cascade

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: Any) -> None:  # type: ignore[override]  # Django takes None for "later"
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        assert model is not None
        name, here, column, there = (
            schema_editor.quote_name(n) for n in (self.name, model._meta.db_table, f"{self.field}_id", self.to)
        )
        on_delete = "CASCADE" if self.cascade else "NO ACTION"
        # Checked at once, not at commit: the statement that leaks is the one that fails.
        return (
            f"ALTER TABLE {here} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column}) "
            f"REFERENCES {there} (workspace_id, id) ON DELETE {on_delete} DEFERRABLE INITIALLY IMMEDIATE"
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        assert model is not None
        name, here = (schema_editor.quote_name(n) for n in (self.name, model._meta.db_table))
        return f"ALTER TABLE {here} DROP CONSTRAINT {name}"

    def validate(self, *args: object, **kwargs: object) -> None:
        """The database alone judges this."""

    def deconstruct(self) -> tuple[str, tuple[object, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), kwargs | {"field": self.field, "to": self.to, "cascade": self.cascade}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FencedKey) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__


class Fenced(models.Model):
    """A record of one workspace: cannot be read, written or deleted from another."""

    workspace_id = models.UUIDField(default=active_workspace_id, editable=False)

    objects: ClassVar[FencedManager[Self]] = FencedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_workspace()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.check_workspace()
        return super().delete(*args, **kwargs)

    def check_workspace(self) -> None:
        """Raises NoWorkspace when this row is not of the active workspace."""
        if self.workspace_id != active_workspace_id():
            raise NoWorkspace(f"this {self._meta.model_name} belongs to another workspace than the active one")


B = TypeVar("B", bound="Between")


class BetweenManager(models.Manager[B]):
    """Raises outside a workspace; inside one the database shows what the table's own policies allow."""

    def get_queryset(self) -> models.QuerySet[B]:
        active_workspace_id()
        return super().get_queryset()


class Between(models.Model):
    """A record of two workspaces together: a third cannot see that it exists.

    `policies` says who reads, adds, changes and removes a row: name of the policy -> its rule in SQL, in which
    `app_ws()` is the active workspace. `app_may` says what the application may do at all.
    """

    policies: ClassVar[dict[str, str]]
    app_may: ClassVar[str]

    objects: ClassVar[BetweenManager[Self]] = BetweenManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"


APP_WS = "nullif(current_setting('app.workspace_id', true), '')::uuid"
APP_USER = "nullif(current_setting('app.user_id', true), '')::uuid"


def fenced_models() -> list[type[Fenced]]:
    """Every table behind the fence, by name."""
    from django.apps import apps  # noqa: PLC0415 - the registry is complete only after start-up

    found = [m for m in apps.get_models() if issubclass(m, Fenced)]
    return sorted(found, key=lambda m: m._meta.db_table)


def between_models() -> list[type[Between]]:
    """Every table that two workspaces share, by name."""
    from django.apps import apps  # noqa: PLC0415 - the registry is complete only after start-up

    found = [m for m in apps.get_models() if issubclass(m, Between)]
    return sorted(found, key=lambda m: m._meta.db_table)


def sync() -> None:
    """Put row-level security on every table behind the fence; may run any number of times, as owner.

    Each table in a transaction of its own: to hold several beside a running Bundel is to wait for each other.
    """
    models_behind: list[type[Fenced] | type[Between]] = [*fenced_models(), *between_models()]
    for model in models_behind:
        table = connection.ops.quote_name(model._meta.db_table)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            for policy, rule in _policies(model):
                cursor.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")
                cursor.execute(f"CREATE POLICY {policy} ON {table} {rule}")


# Forced security binds the owner too: without this a data migration would silently see nothing.
_OWNER_ALL = ("owner_all", "TO bundel_owner USING (true) WITH CHECK (true)")


def _policies(model: type[Fenced] | type[Between]) -> list[tuple[str, str]]:
    if issubclass(model, Between):
        return [*((name, rule.replace("app_ws()", APP_WS)) for name, rule in model.policies.items()), _OWNER_ALL]
    own = f"workspace_id = {APP_WS}"
    policies = [("own_workspace", f"USING ({own}) WITH CHECK ({own})"), _OWNER_ALL]
    if any(f.name == "user" for f in model._meta.fields):
        policies.append(("own_user", f"FOR SELECT USING (user_id = {APP_USER})"))
    return policies
