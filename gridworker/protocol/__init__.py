"""The wire between app and district server: messages, codec, problem codes, versions."""
