"""How good a space is by what the catalogue itself knows, without anybody labelling pictures.

- `grades/`: whether a picture finds the other pictures of its product, and whether a product's
  neighbours share its category and colour. `sampling` draws published products, `brute_force` ranks
  them exactly, `metrics` scores the rankings (recall, precision, mAP, each with its 95 % bootstrap
  interval), `measures` says what counts as right, `grading` keeps the grades with the space.
- `comparison/`: two spaces side by side, as `manage.py spaces compare` shows them.
- `tuning/`: other projections and weights tried on stored features, chosen by grades on one half of
  the products and checked on the other, for `manage.py spaces tune`.
- `measured.py`: the arrays and scores that all of them exchange.

It stands above recommendations, which never imports it: a request is answered without it.
"""
