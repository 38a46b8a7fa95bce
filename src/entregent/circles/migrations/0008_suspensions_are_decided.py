from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0007_parted_with"),
        ("decisions", "0004_suspensions"),
    ]

    operations = [
        migrations.DeleteModel(name="SuspensionVoice"),
        migrations.RemoveField(model_name="suspension", name="started_at"),
        migrations.AlterField(model_name="suspension", name="in_force_at", field=models.DateTimeField()),
        migrations.AlterField(model_name="suspension", name="ends_at", field=models.DateTimeField()),
    ]
