"""The press, the only Qt in documents: papers set on pages, drawn on a screen or a printer, written as PDF."""
