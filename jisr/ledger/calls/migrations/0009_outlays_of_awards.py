"""What was paid to awards before outlays were kept is written down once, from the instalments that are paid."""

from django.db import migrations

BEFORE = """
INSERT INTO agreements_outlay (id, agreement_id, line_id, amount, happened_on, of, at, is_demonstration)
SELECT gen_random_uuid(), l.agreement_id, l.id, t.amount, t.paid_on, 'calls.tranche:' || t.id, now(), t.is_demonstration
FROM calls_tranche t JOIN calls_call c ON c.id = t.call_id JOIN agreements_objectline l ON l.id = c.line_id
WHERE t.paid_on IS NOT NULL AND NOT EXISTS (
    SELECT FROM calls_payment p WHERE p.tranche_id = t.id AND p.state = 'confirmed');
"""


class Migration(migrations.Migration):
    """Nothing in a new database."""

    dependencies = [("calls", "0008_payments")]
    operations = [migrations.RunSQL(BEFORE, migrations.RunSQL.noop)]
