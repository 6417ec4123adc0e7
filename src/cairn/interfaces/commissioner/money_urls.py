"""The addresses of the commissioner's pages about money: portfolio, grants, finance, payments."""

from cairn.interfaces.commissioner import anchors, contract_changing, finance, grants, payments, portfolio

urls = [*portfolio.urls, *contract_changing.urls, *payments.urls, *finance.urls, *grants.urls, *anchors.urls]
