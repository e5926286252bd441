"""Prints the result of each call of a client, one line per call."""


def call(name, function):
    """Calls the function, and prints its result or its error."""
    try:
        print(f"{name}: {function()}")
    except Exception as error:  # Each client has its own exceptions.
        print(f"{name}: {type(error).__name__}: {error}")
