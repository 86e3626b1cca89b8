"""Creates the app; nothing else."""

from forum.app import create_app

app = create_app()
