"""The one exception that means "you can mend this"."""


class UserError(Exception):
    """A mistake of the user's: one line that says what is wrong, where, and what to do."""
