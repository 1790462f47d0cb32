"""The check of migrations sees what would stop or break old code, and lets pass what does not."""

import pytest
from tests.house.unsafe_migrations import judge, problems

TABLE = 'CREATE TABLE "thing" ("id" uuid NOT NULL PRIMARY KEY)'


@pytest.mark.parametrize(
    "sql",
    [
        ['ALTER TABLE "card" DROP COLUMN "title" CASCADE'],
        ['ALTER TABLE "card" RENAME COLUMN "title" TO "name"'],
        ['ALTER TABLE "card" RENAME TO "cards"'],
        ['DROP TABLE "card" CASCADE'],
        ['ALTER TABLE "card" ADD COLUMN "size" integer NOT NULL'],
        ['ALTER TABLE "card" ALTER COLUMN "title" TYPE text USING "title"::text'],
        ['ALTER TABLE "card" ALTER COLUMN "title" SET NOT NULL'],
        ['CREATE INDEX "card_title" ON "card" ("title")'],
        ['ALTER TABLE "card" ADD CONSTRAINT "card_once" UNIQUE ("title")'],
        ['ALTER TABLE "card" ADD CONSTRAINT "card_known" CHECK ("size" > 0)'],
        ['ALTER TABLE "card" ADD CONSTRAINT "card_of" FOREIGN KEY ("a") REFERENCES "b" ("id")'],
        ["drop function find_receipt(bytea)"],
    ],
)
def test_unsafe_migration_is_seen(sql: list[str]) -> None:
    assert judge(sql) != []


@pytest.mark.parametrize(
    "sql",
    [
        [TABLE, 'CREATE INDEX "thing_id" ON "thing" ("id")'],
        [TABLE, 'ALTER TABLE "thing" ADD CONSTRAINT "thing_of" FOREIGN KEY ("a") REFERENCES "b" ("id")'],
        ['ALTER TABLE "card" ADD COLUMN "size" varchar(9) DEFAULT \'\' NOT NULL'],
        ['ALTER TABLE "card" ADD COLUMN "size" integer NULL'],
        ['CREATE INDEX CONCURRENTLY "card_title" ON "card" ("title")'],
        ['ALTER TABLE "card" ADD CONSTRAINT "card_known" CHECK ("size" > 0) NOT VALID'],
        ["create or replace function f() returns int language sql as $$ select 1 $$"],
    ],
)
def test_safe_migration_passes(sql: list[str]) -> None:
    assert judge(sql) == []


def test_our_own_migrations_run_beside_the_old_code() -> None:
    assert problems() == []
