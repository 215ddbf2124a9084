"""What the shop's own words look like: from words to directions in a space of pictures.

examples = Examples(...)                       # products with their words and mean vectors
grade, encoder = choose_word_encoder([RidgeWords()], examples, blocks=blocks)
table = encoder.fit(examples, blocks=blocks)   # a direction for each word
table.direction(["blue", "stripes"])           # (D,) unit
"""
