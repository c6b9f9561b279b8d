"""A district of three laptops and a server, as small as the sync protocol allows, to try its promises on."""
