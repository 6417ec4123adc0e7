"""A return that was filled elsewhere: as a workbook, as a data package, or through the API; read, checked whole, and sent.

`shape` says what a file of one return holds, `form` builds that for a return, `writing` makes the file, empty or filled;
`book`, `package` and `body` read one, `checking` looks it over by one set of rules, whatever it came as.
"""
