"""The launcher: an embedded PostgreSQL, the server, the worker and the commands, with nothing but Python's own library.

Everything a person can meet here before the first page (no disk, a taken port, a second start) is a sentence,
never a traceback: see ``jisr.launch.errors``.
"""
