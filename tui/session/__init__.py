"""The state of a session: the view, settings, questions to the engine and their answers."""
