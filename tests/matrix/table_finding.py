"""Who may find people and words, and open the files of a person."""

from tests.matrix.pages import READERS, RESTRICTED, WORKERS, ask, form, post, show

FINDING = [
    ask("workspace:find", READERS, {"q": "Ada", "to": "client"}),
    show("workspace:search", READERS),
    show("workspace:search", READERS, asks="q=first%20note&who=mine&since=2025-01-01&until=x&order=closest&show=40"),
]
FILES = [
    show("workspace:client_files", READERS),
    form("workspace:client_file_new", WORKERS),
    show("workspace:client_file", READERS),
    post("workspace:client_file_remove", WORKERS),
    post("workspace:client_file_remove", RESTRICTED, attachment="restricted_file"),
]
