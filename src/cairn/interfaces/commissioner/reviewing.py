"""The addresses of the review of returns: the inbox, asking after, colours, meetings, totals and the board pack."""

from cairn.interfaces.commissioner import board, chasing, inbox, meetings, ratings, totals

urls = [*inbox.urls, *chasing.urls, *ratings.urls, *meetings.urls, *board.urls, *totals.urls]
