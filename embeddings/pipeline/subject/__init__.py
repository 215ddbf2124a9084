"""Which part of a photo is the thing that it was taken of. Pure, as all of the pipeline."""
