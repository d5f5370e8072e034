"""The words under which persons were found before: nobody asks for them any more."""

from django.db import migrations


class Migration(migrations.Migration):
    """The new keys stand."""

    dependencies = [("families", "0014_keys_filled")]
    operations = [migrations.DeleteModel(name="NameKey")]
