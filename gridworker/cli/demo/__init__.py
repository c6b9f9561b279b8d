"""The demonstration district: where its people, places and a month of work come from."""
