"""The search index: FTS5 beside the tables on SQLite, a tsvector column on PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARD = {
    # Without content of its own: the words stand in db_entrytext already.
    "sqlite": [
        "CREATE VIRTUAL TABLE entry_search USING fts5("
        "title, author, body, content='', tokenize='unicode61 remove_diacritics 2')"
    ],
    "postgresql": [
        "ALTER TABLE db_entrytext ADD COLUMN vector tsvector",
        "CREATE INDEX entry_search ON db_entrytext USING gin (vector)",
    ],
}
BACKWARD = {
    "sqlite": ["DROP TABLE entry_search"],
    "postgresql": ["ALTER TABLE db_entrytext DROP COLUMN vector"],
}


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("db", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
