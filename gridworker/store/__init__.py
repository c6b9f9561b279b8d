"""The app's encrypted database: schema, migrations, outbox, views, search, statistics."""
