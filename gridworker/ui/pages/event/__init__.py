"""事件上报: what is reported upwards, and what becomes of it."""
