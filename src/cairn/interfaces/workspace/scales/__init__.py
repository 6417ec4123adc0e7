"""The library of scales: what each is, whose it is, in whose words it is asked, and who has practised it."""
