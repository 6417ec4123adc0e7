"""Every provider, fairly, in the demonstration: a measure of one's own, another funder's form, a return from another system, a
change that an area is asked about, a value bank, and what came of the returns. All invented."""
