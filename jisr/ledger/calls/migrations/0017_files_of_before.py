"""Applications handed in before files were chosen kind by kind, and their results, name the one file of their call."""

from django.db import migrations

BEFORE = """
UPDATE calls_application a SET rule_file = c.rules, paper_file = c.papers
FROM calls_call c WHERE c.id = a.call_id AND a.rule_file = '';
UPDATE calls_decision d SET rule_file = a.rule_file, rule_since = a.rule_since, paper_file = a.paper_file
FROM calls_application a WHERE a.id = d.application_id AND d.rule_file = '';
"""


class Migration(migrations.Migration):
    """Nothing in a new database."""

    dependencies = [("calls", "0016_files_by_kind")]
    operations = [migrations.RunSQL(BEFORE, migrations.RunSQL.noop)]
