"""Facts about this computer: paths, settings, resources and logs."""
