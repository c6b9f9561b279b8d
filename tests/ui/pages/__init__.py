"""The pages of the window, one by one."""
