"""All tables as they are after 0019, for new databases: the way there takes seconds."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

SEARCH = {
    # Without content of its own: the words stand in db_entrytext already.
    "sqlite": [
        "CREATE VIRTUAL TABLE entry_search USING fts5("
        "title, author, body, content='', tokenize='ascii')"
    ],
    "postgresql": [
        "ALTER TABLE db_entrytext ADD COLUMN vector tsvector",
        "CREATE INDEX entry_search ON db_entrytext USING gin (vector)",
    ],
}


def search(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SEARCH[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class CreateModels(Operation):
    """All of them at once: one after the other, Django draws up those before anew each time."""

    reversible = False

    def __init__(self, *models: migrations.CreateModel) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('db', '0001_initial'),
        ('db', '0002_search'),
        ('db', '0003_quick_lists'),
        ('db', '0004_search_folded'),
        ('db', '0005_notes'),
        ('db', '0006_interests'),
        ('db', '0007_full_text'),
        ('db', '0008_features'),
        ('db', '0009_sessions'),
        ('db', '0010_people'),
        ('db', '0011_passed'),
        ('db', '0012_waking'),
        ('db', '0013_questions_searched'),
        ('db', '0014_watching'),
        ('db', '0015_contacts'),
        ('db', '0016_exchange_lately'),
        ('db', '0017_weekly_mail'),
        ('db', '0018_places'),
        ('db', '0019_removed_interests'),
    ]
    dependencies = []

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('username', models.CharField(max_length=60, unique=True)),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('is_owner', models.BooleanField(default=False)),
                    ('is_active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField()),
                    ('preferences', models.JSONField(default=dict)),
                    ('opml_key', models.CharField(max_length=43, unique=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_owner', True)), fields=('is_owner',), name='one_owner')],
                },
            ),
            migrations.CreateModel(
                name='Passkey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=80)),
                    ('credential_id', models.BinaryField(max_length=1023, unique=True)),
                    ('credential', models.BinaryField()),
                    ('created_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Ticket',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to=settings.AUTH_USER_MODEL)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['key', 'at'], name='attempt_key_at')],
                },
            ),
            migrations.CreateModel(
                name='Channel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(default='feed', max_length=20)),
                    ('address', models.CharField(max_length=2000, unique=True)),
                    ('title', models.CharField(blank=True, max_length=1000)),
                    ('home', models.CharField(blank=True, max_length=4000)),
                    ('description', models.TextField(blank=True)),
                    ('image', models.CharField(blank=True, max_length=4000)),
                    ('language', models.CharField(blank=True, max_length=40)),
                    ('etag', models.CharField(blank=True, max_length=1000)),
                    ('last_modified', models.CharField(blank=True, max_length=200)),
                    ('body_hash', models.CharField(blank=True, max_length=64)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('held_until', models.DateTimeField(null=True)),
                    ('claimed_until', models.DateTimeField(null=True)),
                    ('claimed_by', models.CharField(blank=True, max_length=120)),
                    ('rhythm', models.PositiveIntegerField(null=True)),
                    ('looked_at', models.DateTimeField(null=True)),
                    ('succeeded_at', models.DateTimeField(null=True)),
                    ('new_at', models.DateTimeField(null=True)),
                    ('failures', models.PositiveIntegerField(default=0)),
                    ('failing_since', models.DateTimeField(null=True)),
                    ('problem', models.JSONField(null=True)),
                    ('gone', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['due_at'], name='channel_due')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='db.channel')),
                    ('key', models.BigIntegerField()),
                    ('url_key', models.BigIntegerField()),
                    ('text_key', models.BigIntegerField()),
                    ('digest', models.BigIntegerField()),
                    ('guid', models.CharField(blank=True, max_length=2000)),
                    ('url', models.CharField(blank=True, max_length=4000)),
                    ('title', models.CharField(blank=True, max_length=1000)),
                    ('author', models.CharField(blank=True, max_length=300)),
                    ('author_url', models.CharField(blank=True, db_default='', default='', max_length=4000)),
                    ('summary', models.TextField(blank=True)),
                    ('content', models.TextField(blank=True)),
                    ('excerpt', models.CharField(blank=True, max_length=300)),
                    ('rules', models.PositiveSmallIntegerField()),
                    ('language', models.CharField(blank=True, max_length=40)),
                    ('image', models.CharField(blank=True, max_length=4000)),
                    ('comments_url', models.CharField(blank=True, max_length=4000)),
                    ('comments_feed', models.CharField(blank=True, max_length=4000)),
                    ('reply_to', models.CharField(blank=True, max_length=4000)),
                    ('categories', models.JSONField(default=list)),
                    ('enclosures', models.JSONField(default=list)),
                    ('words', models.PositiveIntegerField(default=0)),
                    ('seconds', models.PositiveIntegerField(null=True)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('updated_at', models.DateTimeField(null=True)),
                    ('first_seen_at', models.DateTimeField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['channel', '-at'], name='entry_newest')],
                    'constraints': [models.UniqueConstraint(fields=('channel', 'key'), name='entry_once_a_channel')],
                },
            ),
            migrations.CreateModel(
                name='EntryText',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='db.entry')),
                    ('body', models.TextField()),
                ],
            ),
            migrations.CreateModel(
                name='FullText',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='full', serialize=False, to='db.entry')),
                    ('body', models.TextField()),
                    ('words', models.PositiveIntegerField()),
                    ('rules', models.PositiveSmallIntegerField()),
                    ('fetched_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Edit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='db.entry')),
                    ('seen_at', models.DateTimeField()),
                    ('title', models.CharField(blank=True, max_length=1000)),
                    ('summary', models.TextField(blank=True)),
                    ('content', models.TextField(blank=True)),
                ],
            ),
            migrations.CreateModel(
                name='Interest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='interests', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=100)),
                    ('description', models.CharField(blank=True, max_length=500)),
                    ('terms', models.JSONField(default=list)),
                    ('weight', models.PositiveSmallIntegerField(choices=[(1, 'Some'), (2, 'More'), (4, 'Most')], default=2)),
                    ('order', models.PositiveIntegerField(default=0)),
                    ('resting', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('owner', 'name'), name='interest_once')],
                },
            ),
            migrations.CreateModel(
                name='Label',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=300)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='label_once')],
                },
            ),
            migrations.CreateModel(
                name='Voice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voices', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(blank=True, choices=[('person', 'Person'), ('community', 'Community'), ('publication', 'Publication')], max_length=12)),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('home', models.CharField(blank=True, max_length=4000)),
                    ('state', models.CharField(choices=[('trial', 'Trial'), ('active', 'Active'), ('resting', 'Resting'), ('released', 'Released'), ('joined', 'Joined')], default='active', max_length=10)),
                    ('cadence', models.CharField(choices=[('as-it-happens', 'As It Happens'), ('daily', 'Daily'), ('weekly', 'Weekly'), ('monthly', 'Monthly'), ('now-and-then', 'Now And Then')], default='as-it-happens', max_length=16)),
                    ('trust', models.CharField(choices=[('trusted', 'Trusted'), ('any', 'Any'), ('salt', 'Salt')], default='any', max_length=8)),
                    ('full_text', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                    ('released_at', models.DateTimeField(null=True)),
                    ('trial_until', models.DateTimeField(null=True)),
                    ('rest_until', models.DateTimeField(null=True)),
                    ('joined_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='joined', to='db.voice')),
                    ('circle', models.CharField(blank=True, choices=[('inner', 'Inner'), ('active', 'Active'), ('outer', 'Outer')], max_length=8)),
                    ('stage', models.CharField(blank=True, choices=[('noticed', 'Noticed'), ('following', 'Following'), ('connected', 'Connected'), ('conversing', 'Conversing'), ('collaborating', 'Collaborating')], max_length=14)),
                    ('roles', models.JSONField(default=list)),
                    ('why', models.TextField(blank=True)),
                    ('knows', models.JSONField(default=list)),
                    ('notes', models.TextField(blank=True)),
                    ('met', models.TextField(blank=True)),
                    ('organisation', models.CharField(blank=True, max_length=300)),
                    ('job', models.CharField(blank=True, max_length=300)),
                    ('zone', models.CharField(blank=True, max_length=60)),
                    ('led_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='led_to', to='db.voice')),
                    ('touch', models.CharField(blank=True, choices=[('weekly', 'Weekly'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly'), ('twice-a-year', 'Twice A Year'), ('yearly', 'Yearly'), ('never', 'Never')], max_length=12)),
                    ('touch_paused', models.BooleanField(default=False)),
                    ('touch_since', models.DateTimeField(null=True)),
                    ('touch_snoozed_until', models.DateTimeField(null=True)),
                    ('touch_due_at', models.DateTimeField(null=True)),
                    ('last_exchange_at', models.DateTimeField(null=True)),
                    ('passed', models.JSONField(default=dict)),
                    ('labels', models.ManyToManyField(related_name='voices', to='db.label')),
                    ('communities', models.ManyToManyField(related_name='members', to='db.voice')),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'state', 'name'], name='voice_roster'), models.Index(condition=models.Q(('touch_due_at__isnull', False)), fields=['owner', 'touch_due_at'], name='voice_touch'), models.Index(condition=models.Q(('rest_until__isnull', False)), fields=['rest_until'], name='voice_waking')],
                },
            ),
            migrations.CreateModel(
                name='BroughtList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brought_lists', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('format', models.CharField(max_length=20)),
                    ('at', models.DateTimeField()),
                    ('taken', models.PositiveIntegerField(default=0)),
                    ('known', models.PositiveIntegerField(default=0)),
                    ('left_out', models.JSONField(default=list)),
                ],
            ),
            migrations.CreateModel(
                name='Following',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to='db.voice')),
                    ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to='db.channel')),
                    ('title', models.CharField(blank=True, max_length=1000)),
                    ('asked', models.CharField(blank=True, max_length=4000)),
                    ('brought', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followings', to='db.broughtlist')),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('owner', 'channel'), name='followed_once')],
                },
            ),
            migrations.CreateModel(
                name='Mark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='marks', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='db.entry')),
                    ('voice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='db.voice')),
                    ('at', models.DateTimeField()),
                    ('state', models.PositiveSmallIntegerField(choices=[(0, 'Unread'), (1, 'Read'), (2, 'Archived')], default=0)),
                    ('kept_at', models.DateTimeField(null=True)),
                    ('opened_at', models.DateTimeField(null=True)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('seconds', models.PositiveIntegerField(null=True)),
                    ('not_for_me_at', models.DateTimeField(null=True)),
                    ('place', models.PositiveIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', '-at', '-entry', 'voice'], name='mark_all'), models.Index(fields=['voice', '-at', '-entry'], name='mark_voice'), models.Index(condition=models.Q(('state', 0)), fields=['owner', '-at', '-entry', 'voice'], name='mark_unread'), models.Index(condition=models.Q(('state', 0)), fields=['voice', '-at', '-entry', 'state'], name='mark_voice_unread'), models.Index(condition=models.Q(('kept_at__isnull', False)), fields=['owner', '-at', '-entry'], name='mark_kept'), models.Index(condition=models.Q(('read_at__isnull', False)), fields=['owner', '-read_at'], name='mark_read'), models.Index(condition=models.Q(('not_for_me_at__isnull', False)), fields=['owner', '-not_for_me_at'], name='mark_not_for_me')],
                    'constraints': [models.UniqueConstraint(fields=('owner', 'entry'), name='marked_once')],
                },
            ),
            migrations.CreateModel(
                name='Thread',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='threads', to=settings.AUTH_USER_MODEL)),
                    ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='threads', to='db.channel')),
                    ('voice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='threads', to='db.voice')),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='threads', to='db.entry')),
                    ('address', models.CharField(max_length=4000)),
                    ('title', models.CharField(blank=True, max_length=1000)),
                    ('turn', models.CharField(blank=True, choices=[('mine', 'Mine'), ('theirs', 'Theirs')], max_length=6)),
                    ('turn_since', models.DateTimeField(null=True)),
                    ('last_at', models.DateTimeField(null=True)),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('watched_at', models.DateTimeField()),
                    ('snoozed_until', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('spoke_at', models.DateTimeField(null=True)),
                    ('recorded_to', models.BigIntegerField(default=0)),
                    ('summary', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['owner', 'turn', '-turn_since'], name='thread_open')],
                    'constraints': [models.UniqueConstraint(fields=('owner', 'channel'), name='watched_once')],
                },
            ),
            migrations.CreateModel(
                name='Address',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='db.voice')),
                    ('kind', models.CharField(choices=[('mail', 'Mail'), ('phone', 'Phone'), ('profile', 'Profile'), ('web', 'Web'), ('calendar', 'Calendar'), ('postal', 'Postal')], max_length=8)),
                    ('label', models.CharField(blank=True, max_length=100)),
                    ('value', models.CharField(max_length=2000)),
                    ('key', models.CharField(max_length=300)),
                    ('parts', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'key'], name='address_key')],
                    'constraints': [models.UniqueConstraint(fields=('voice', 'kind', 'key'), name='address_once')],
                },
            ),
            migrations.CreateModel(
                name='Occasion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occasions', to='db.voice')),
                    ('kind', models.CharField(choices=[('birthday', 'Birthday'), ('anniversary', 'Anniversary'), ('other', 'Other')], default='other', max_length=12)),
                    ('label', models.CharField(blank=True, max_length=100)),
                    ('month', models.PositiveSmallIntegerField()),
                    ('day', models.PositiveSmallIntegerField()),
                    ('year', models.PositiveSmallIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'month', 'day'], name='occasion_day')],
                },
            ),
            migrations.CreateModel(
                name='Exchange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to='db.voice')),
                    ('kind', models.CharField(max_length=20)),
                    ('direction', models.CharField(choices=[('given', 'Given'), ('received', 'Received'), ('mutual', 'Mutual')], max_length=8)),
                    ('at', models.DateTimeField()),
                    ('minutes', models.PositiveIntegerField(null=True)),
                    ('about', models.CharField(blank=True, max_length=1000)),
                    ('url', models.CharField(blank=True, max_length=4000)),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exchanges', to='db.entry')),
                    ('thread', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exchanges', to='db.thread')),
                    ('chat', models.BooleanField(default=False)),
                    ('captured', models.CharField(default='by-hand', max_length=20)),
                    ('act', models.CharField(blank=True, max_length=120)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['voice', '-at', '-id'], name='exchange_voice'), models.Index(fields=['owner', '-at', 'kind', 'direction'], name='exchange_lately')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('act', ''), _negated=True), fields=('owner', 'act'), name='recorded_once')],
                },
            ),
            migrations.CreateModel(
                name='Promise',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='promises', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='db.voice')),
                    ('text', models.CharField(max_length=1000)),
                    ('due_on', models.DateField(null=True)),
                    ('made_at', models.DateTimeField()),
                    ('kept_at', models.DateTimeField(null=True)),
                    ('released_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('kept_at', None), ('released_at', None)), fields=['owner', 'due_on'], name='promise_open')],
                },
            ),
            migrations.CreateModel(
                name='Thanks',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='db.voice')),
                    ('reason', models.CharField(max_length=1000)),
                    ('effect', models.TextField(blank=True)),
                    ('wording', models.TextField(blank=True)),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='thanks', to='db.entry')),
                    ('created_at', models.DateTimeField()),
                    ('said_at', models.DateTimeField(null=True)),
                    ('released_at', models.DateTimeField(null=True)),
                    ('exchange', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='thanks', to='db.exchange')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('released_at', None), ('said_at', None)), fields=['owner', 'created_at'], name='thanks_open')],
                },
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to=settings.AUTH_USER_MODEL)),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='db.voice')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='db.voice')),
                    ('evidence', models.JSONField(default=list)),
                    ('found_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('open', 'Open'), ('joined', 'Joined'), ('refused', 'Refused')], default='open', max_length=8)),
                    ('asleep_until', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'state'], name='proposal_open')],
                    'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='proposed_once')],
                },
            ),
            migrations.CreateModel(
                name='Joining',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stays', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings', to='db.voice')),
                    ('goes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='db.voice')),
                    ('before', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('undone_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='db.voice')),
                    ('what', models.CharField(choices=[('keep', 'Keep'), ('slow', 'Slow'), ('rest', 'Rest'), ('release', 'Release')], max_length=8)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('before', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('undone_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', '-at'], name='decision_latest')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to=settings.AUTH_USER_MODEL)),
                    ('text', models.CharField(max_length=500)),
                    ('details', models.TextField(blank=True)),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='db.entry')),
                    ('interest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='db.interest')),
                    ('created_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('searched', models.TextField(blank=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', '-created_at'], name='question_latest')],
                },
            ),
            migrations.CreateModel(
                name='Asking',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='askings', to='db.question')),
                    ('voice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='askings', to='db.voice')),
                    ('place', models.CharField(blank=True, max_length=300)),
                    ('address', models.CharField(blank=True, max_length=4000)),
                    ('wording', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('thread', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='askings', to='db.thread')),
                    ('exchange', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='db.exchange')),
                ],
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='db.question')),
                    ('voice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='db.voice')),
                    ('text', models.TextField(blank=True)),
                    ('address', models.CharField(blank=True, max_length=4000)),
                    ('at', models.DateTimeField()),
                    ('helped', models.BooleanField(default=False)),
                    ('exchange', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='db.exchange')),
                    ('thanks', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='db.thanks')),
                ],
            ),
            migrations.CreateModel(
                name='BroughtContacts',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brought_contacts', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('format', models.CharField(max_length=20)),
                    ('at', models.DateTimeField()),
                    ('left_out', models.JSONField(default=list)),
                    ('without_place', models.JSONField(default=list)),
                    ('notices', models.JSONField(default=list)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('removed_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='BroughtContact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brought', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='db.broughtcontacts')),
                    ('card', models.JSONField()),
                    ('name', models.CharField(blank=True, max_length=300)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('followed', 'Followed'), ('kept', 'Kept'), ('joined', 'Joined'), ('ignored', 'Ignored')], default='waiting', max_length=8)),
                    ('voice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='brought_contacts', to='db.voice')),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('before', models.JSONField(default=dict)),
                    ('twin', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='db.broughtcontact')),
                    ('twin_by', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(fields=['brought', 'state', 'id'], name='contact_waiting'), models.Index(fields=['brought', 'name'], name='contact_name')],
                },
            ),
            migrations.CreateModel(
                name='Particulars',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('voice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='particulars', to='db.voice')),
                    ('given', models.CharField(blank=True, max_length=200)),
                    ('family', models.CharField(blank=True, max_length=200)),
                    ('nickname', models.CharField(blank=True, max_length=200)),
                    ('uid', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'uid'], name='particulars_uid')],
                },
            ),
            migrations.CreateModel(
                name='Feature',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='feature', serialize=False, to='db.entry')),
                    ('version', models.PositiveSmallIntegerField()),
                    ('profile', models.BinaryField()),
                    ('novelty', models.BinaryField()),
                    ('story', models.BigIntegerField()),
                ],
                options={
                    'indexes': [models.Index(fields=['story'], name='feature_story'), models.Index(fields=['version', '-entry'], name='feature_version')],
                },
            ),
            migrations.CreateModel(
                name='Learned',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True)),
                    ('facts', models.JSONField(default=dict)),
                    ('data', models.BinaryField(default=bytes)),
                ],
            ),
            migrations.CreateModel(
                name='Highlight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='highlights', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='highlights', to='db.entry')),
                    ('exact', models.TextField()),
                    ('prefix', models.CharField(blank=True, max_length=100)),
                    ('suffix', models.CharField(blank=True, max_length=100)),
                    ('note', models.TextField(blank=True)),
                    ('created_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'entry'], name='highlight_entry')],
                },
            ),
            migrations.CreateModel(
                name='Tag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tags', to=settings.AUTH_USER_MODEL)),
                    ('mark', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='db.mark')),
                    ('name', models.CharField(max_length=100)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'name', 'mark'], name='tag_list')],
                    'constraints': [models.UniqueConstraint(fields=('mark', 'name'), name='tagged_once')],
                },
            ),
            migrations.CreateModel(
                name='MarkText',
                fields=[
                    ('mark', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='db.mark')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('body', models.TextField()),
                ],
            ),
            migrations.CreateModel(
                name='Place',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=500, unique=True)),
                    ('says', models.JSONField(default=list)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('looked_at', models.DateTimeField(null=True)),
                    ('problem', models.JSONField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['due_at'], name='place_due')],
                },
            ),
            migrations.CreateModel(
                name='Session',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                    ('day', models.DateField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('planned', 'Planned'), ('running', 'Running'), ('paused', 'Paused'), ('over', 'Over')], default='planned', max_length=8)),
                    ('catches_up', models.BooleanField(default=False)),
                    ('chosen_from', models.JSONField(default=dict)),
                    ('made_at', models.DateTimeField()),
                    ('started_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('seconds', models.PositiveIntegerField(default=0)),
                    ('reflection', models.TextField(blank=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', '-day', '-id'], name='session_latest')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'over'), _negated=True), fields=('owner', 'day'), name='one_open_session')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='db.session')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('verb', models.CharField(max_length=20)),
                    ('group', models.CharField(max_length=10)),
                    ('subject', models.CharField(max_length=60)),
                    ('title', models.CharField(max_length=1000)),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='db.entry')),
                    ('voice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='db.voice')),
                    ('highlight', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='db.highlight')),
                    ('interest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='steps', to='db.interest')),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('because', models.JSONField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('not-now', 'Not Now'), ('not-for-me', 'Not For Me'), ('swapped', 'Swapped')], default='waiting', max_length=10)),
                    ('changed_at', models.DateTimeField(null=True)),
                    ('seconds', models.PositiveIntegerField(default=0)),
                    ('reflection', models.TextField(blank=True)),
                    ('instead_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='swapped_for', to='db.step')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('session', 'subject'), name='once_a_session')],
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('highlight', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='review', serialize=False, to='db.highlight')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('due_at', models.DateTimeField()),
                    ('reviewed_at', models.DateTimeField()),
                    ('stability', models.FloatField()),
                    ('times', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'indexes': [models.Index(fields=['owner', 'due_at'], name='review_due')],
                },
            ),
            migrations.CreateModel(
                name='Planner',
                fields=[
                    ('owner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='planner', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('due_at', models.DateTimeField(db_index=True, null=True)),
                    ('calendar_key', models.CharField(max_length=43, unique=True)),
                    ('mailed_on', models.DateField(null=True)),
                    ('people_due_at', models.DateTimeField(db_index=True, null=True)),
                    ('mail_problem', models.CharField(blank=True, max_length=500)),
                ],
            ),
            migrations.CreateModel(
                name='Beat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True)),
                    ('at', models.DateTimeField()),
                    ('facts', models.JSONField(default=dict)),
                ],
            ),
        ),
        migrations.RunPython(search),
    ]
