"""What the project says of itself, held against the code; `python -m tests.docs` writes the generated parts anew."""
