"""A request to open a file is in the compartment of its household, as the access that it may lead to."""

from django.db import migrations

# named so that it runs before accessrequest_within_household
FOLLOW = """
CREATE TRIGGER accessrequest_compartment BEFORE INSERT ON families_accessrequest
FOR EACH ROW EXECUTE FUNCTION jisr_access_compartment();
"""


class Migration(migrations.Migration):
    """Whoever keeps the compartment may ask; for everybody else neither the file nor a request about it exists."""

    dependencies = [("families", "0003_access_compartment")]
    operations = [migrations.RunSQL(FOLLOW, "DROP TRIGGER accessrequest_compartment ON families_accessrequest")]
