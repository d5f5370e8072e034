"""What is said in listening stands under the key of its person; the columns of before keep their names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns alone: words already written are sealed by the next migration, in batches."""

    dependencies = [
        ("listening", "0001_initial"),
        ("families", "0016_keys_of_persons"),
    ]

    operations = [
        migrations.AlterField(
            model_name="interview",
            name="risks",
            field=models.TextField(blank=True, db_column="risks", max_length=4000, verbose_name="risks"),
        ),
        migrations.RenameField(
            model_name="interview",
            old_name="risks",
            new_name="risks_plain",
        ),
        migrations.AlterField(
            model_name="interview",
            name="strengths",
            field=models.TextField(
                blank=True, db_column="strengths", max_length=4000, verbose_name="strengths and supports"
            ),
        ),
        migrations.RenameField(
            model_name="interview",
            old_name="strengths",
            new_name="strengths_plain",
        ),
        migrations.AlterField(
            model_name="need",
            name="words",
            field=models.TextField(
                blank=True, db_column="words", max_length=2000, verbose_name="in the person's words"
            ),
        ),
        migrations.RenameField(
            model_name="need",
            old_name="words",
            new_name="words_plain",
        ),
        migrations.AlterField(
            model_name="note",
            name="text",
            field=models.TextField(blank=True, db_column="text", max_length=8000, verbose_name="note"),
        ),
        migrations.RenameField(
            model_name="note",
            old_name="text",
            new_name="text_plain",
        ),
        migrations.AddField(
            model_name="interview",
            name="risks_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="interview",
            name="strengths_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="need",
            name="words_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="note",
            name="text_sealed",
            field=models.BinaryField(null=True),
        ),
    ]
