"""The words are folded and cut by `core.folding` now: index anew what is stored, in batches.

Each batch is a transaction of its own; where it was broken off, it begins again.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.transaction import atomic

from kith.db import search

BATCH = 500
TABLE = "CREATE VIRTUAL TABLE entry_search USING fts5(title, author, body, content='', tokenize=%s)"
ROWS = (
    "SELECT e.id, e.title, e.author, t.body FROM db_entry e"
    " JOIN db_entrytext t ON t.entry_id = e.id WHERE e.id > %s ORDER BY e.id LIMIT %s"
)


def fold(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS entry_search")
            cursor.execute(TABLE % "'ascii'")
        last = 0
        while True:
            cursor.execute(ROWS, [last, BATCH])
            rows = cursor.fetchall()
            if not rows:
                return
            with atomic(database.alias):
                search.add(rows)
            last = rows[-1][0]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("db", "0003_quick_lists")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
