"""A small inbox written for this project, with its gold answers: one province's quality-management year.

The province, its offices' numbers and all people are fictional. `python -m samples.build` makes the files anew.
"""
