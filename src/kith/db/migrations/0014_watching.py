from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("db", "0013_questions_searched"),
    ]

    operations = [
        # Django would copy the whole table on SQLite, which can add such a column at once.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE db_entry ADD COLUMN author_url varchar(4000) NOT NULL DEFAULT ''",
                    "ALTER TABLE db_entry DROP COLUMN author_url",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="entry",
                    name="author_url",
                    field=models.CharField(
                        blank=True, db_default="", default="", max_length=4000
                    ),
                )
            ],
        ),
        migrations.AddField(
            model_name="thread",
            name="recorded_to",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="thread",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="thread",
            name="spoke_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="thread",
            name="summary",
            field=models.JSONField(default=dict),
        ),
    ]
