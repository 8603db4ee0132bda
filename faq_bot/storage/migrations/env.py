"""What Alembic runs: the steps that are missing, on the connection it is handed, inside its transaction."""

from alembic import context

from faq_bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
