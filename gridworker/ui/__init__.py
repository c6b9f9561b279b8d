"""The window: application, background work, change feed, theme, widgets and pages."""
