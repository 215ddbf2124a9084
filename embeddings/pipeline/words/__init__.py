"""What the shop's own words look like: from words to directions in a space of pictures.

grade, encoder = choose_word_encoder(WORD_ENCODERS, examples, blocks=blocks)
table = encoder.fit(examples, blocks=blocks)
table.direction(["blue", "stripes"])  # (D,) unit, from the mean picture on
"""
