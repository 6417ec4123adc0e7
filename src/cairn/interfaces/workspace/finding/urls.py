from django.urls import path

from cairn.interfaces.workspace.finding import people, words

urls = [
    path("find/", people.find, name="find"),
    path("search/", words.search, name="search"),
]
