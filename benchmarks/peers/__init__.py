"""Other people's programs, measured beside this one: set up under `build/peers`, run as processes, never shipped."""
