"""Answers into scores, scores into distance travelled. Pure: no Django, no clock, no store."""
