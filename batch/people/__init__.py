"""What people say of what was read, as commands: reviews, progress, units, documents that read alike.

What a person says is always with who said it: `--who`, else the name they are signed in with on this machine.
"""
