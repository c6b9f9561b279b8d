"""Official papers and tables: records in, files for people out."""
