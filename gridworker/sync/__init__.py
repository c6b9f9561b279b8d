"""The app's sync engine: a pure core and a thin shell that speaks HTTP."""
