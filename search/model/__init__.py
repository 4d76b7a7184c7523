"""The types that travel between the engine and the screen: frozen dataclasses, plain values."""
