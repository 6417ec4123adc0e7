"""What the house costs, as ratios: both sides in one run, turn and turn about, medians. Aims from design sections 11 and 13."""
